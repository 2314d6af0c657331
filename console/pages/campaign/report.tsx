import type { ReactNode } from 'react';
import type { Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Callout, Empty } from '../../parts/states.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Text, useText } from '../../text/use-text.tsx';

type Report = Shape['CampaignReport'];
type Group = Shape['ConversionGroup'] & { readonly name: string; readonly isOff: boolean };

/** What the campaign added, with what the sample can bear. */
export function ReportPanel({ report }: { readonly report: Report }): ReactNode {
  const tell = useText();
  const { days, stillOpen, given, heldOut, comparison } = report.conversion;
  const groups = [
    { ...given, name: tell('campaign.inCampaign'), isOff: false },
    ...(comparison === null ? [] : [{ ...heldOut, name: tell('campaign.heldOut'), isOff: true }]),
  ];
  const columns = useGroupColumns(groups);
  return (
    <Panel
      title={tell('campaign.report')}
      order={3}
      intro={
        report.conversion.goal === null
          ? tell('campaign.reportIntro', { n: days })
          : tell('campaign.reportGoalIntro', { n: days, goal: report.conversion.goal })
      }
      foot={stillOpen === 0 ? tell('campaign.nobodyOpen') : tell('campaign.stillOpen', { n: stillOpen })}
    >
      <div className="pad">
        <Verdict conversion={report.conversion} />
      </div>
      <Table
        caption={tell('campaign.report')}
        columns={columns}
        rows={groups}
        rowKey={({ name }) => name}
        empty={null}
      />
    </Panel>
  );
}

function Verdict({ conversion }: { readonly conversion: Report['conversion'] }): ReactNode {
  const formats = useFormats();
  const { comparison, given, heldOut } = conversion;
  if (comparison === null) {
    return (
      <Callout kind="info">
        <p>
          <Text k="campaign.noHoldOut" />
        </p>
      </Callout>
    );
  }
  const { verdict, difference, low, high, heldOutNeeded } = comparison;
  const per100 = (share: number) => formats.number(Math.round(share * 1_000) / 10);
  const found = { low: per100(low), high: per100(high) };
  if (verdict === 'too few') {
    return (
      <Callout kind="info">
        <p>
          <Text
            k="campaign.tooFew"
            with={{ given: formats.number(given.members), heldOut: formats.number(heldOut.members) }}
          />
        </p>
      </Callout>
    );
  }
  if (verdict === 'unclear') {
    return (
      <Callout kind="info">
        <p>
          <Text k="campaign.unclear" with={{ ...found, difference: per100(difference) }} />{' '}
          {heldOutNeeded !== null && (
            <Text
              k="campaign.needed"
              with={{ members: formats.number(heldOutNeeded), heldOut: formats.number(heldOut.members) }}
            />
          )}
        </p>
      </Callout>
    );
  }
  const words = { ...found, difference: per100(Math.abs(difference)) };
  return (
    <Callout kind={verdict === 'added' ? 'good' : 'warn'}>
      <p>
        {verdict === 'added' ? <Text k="campaign.added" with={words} /> : <Text k="campaign.tookAway" with={words} />}
      </p>
    </Callout>
  );
}

/** The scale ends at the next tenth above every interval. */
function useGroupColumns(groups: readonly Group[]): readonly Column<Group>[] {
  const tell = useText();
  const formats = useFormats();
  const known = groups.filter(({ members }) => members > 0);
  const top = Math.max(0.1, Math.ceil(Math.max(0, ...known.map(({ high }) => high)) * 10) / 10);
  const along = (share: number) => `${(share / top) * 100}%`;
  return [
    { id: 'group', head: tell('campaign.group'), names: true, cell: ({ name }) => name },
    {
      ...{ id: 'members', head: tell('campaign.members'), number: true },
      cell: ({ members }) => formats.number(members),
    },
    {
      ...{ id: 'ordered', head: tell('campaign.ordered'), number: true },
      cell: ({ ordered }) => formats.number(ordered),
    },
    {
      ...{ id: 'rate', head: tell('campaign.rate'), number: true },
      cell: ({ members, rate, low, high }) =>
        members === 0 ? (
          tell('parts.none')
        ) : (
          <>
            {formats.share(rate)}
            <small>{tell('campaign.between', { low: formats.share(low), high: formats.share(high) })}</small>
          </>
        ),
    },
    {
      ...{ id: 'interval', head: tell('campaign.interval', { top: formats.share(top) }), only: 'roomy' as const },
      cell: ({ members, rate, low, high, isOff }) =>
        members > 0 && (
          <div className={isOff ? 'span off' : 'span'} aria-hidden="true">
            <i style={{ left: along(low), width: along(high - low) }} />
            <b style={{ left: along(rate) }} />
          </div>
        ),
    },
  ];
}

type Outcome = Report['outcomes'][number];

/** How those who are not inside any more came to their end. */
export function EndingsPanel({ report }: { readonly report: Report }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const ended = report.outcomes.filter(({ status }) => status !== 'active');
  const all = ended.reduce((sum, { enrolments }) => sum + enrolments, 0);
  const status: Readonly<Record<string, string>> = {
    done: tell('campaign.statusDone'),
    exited: tell('campaign.statusExited'),
    cancelled: tell('campaign.statusCancelled'),
    failed: tell('campaign.statusFailed'),
    suppressed: tell('campaign.statusSuppressed'),
    skipped: tell('campaign.statusSkipped'),
  };
  const columns: readonly Column<Outcome>[] = [
    {
      ...{ id: 'why', head: tell('campaign.ending'), names: true, sum: tell('campaign.endedSum') },
      cell: (outcome) => (
        <>
          {outcome.text === '' ? status[outcome.status] : outcome.text}
          <small>
            {status[outcome.status]}
            {outcome.heldOut > 0 && <> · {tell('campaign.ofHeldOut', { n: outcome.heldOut })}</>}
          </small>
        </>
      ),
    },
    {
      ...{ id: 'n', head: tell('campaign.members'), number: true, sum: formats.number(all) },
      cell: ({ enrolments }) => formats.number(enrolments),
    },
  ];
  return (
    <Panel title={all === 0 ? tell('campaign.endingsCaption') : tell('campaign.endings', { n: all })} order={4}>
      <Table
        caption={tell('campaign.endingsCaption')}
        columns={columns}
        rows={ended}
        rowKey={(outcome) => `${outcome.status} ${outcome.reason}`}
        empty={<Empty title={tell('campaign.noEndings')} />}
      />
    </Panel>
  );
}

type Gift = { readonly name: string; readonly times: number; readonly points: number | null; readonly note?: string };

/** Points and coupons, by the step that gave them. */
export function GiftsPanel({
  report,
  title,
}: {
  readonly report: Report;
  readonly title: (step: string) => string;
}): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const gifts: Gift[] = [
    ...report.points.map(({ step, grants, points }) => ({ name: title(step), times: grants, points })),
    ...report.coupons.map(({ name, given, open, redeemed, expired, cancelled }) => ({
      ...{ name, times: given, points: null },
      note: tell('campaign.couponFates', {
        ...{ open: formats.number(open), redeemed: formats.number(redeemed) },
        ...{ expired: formats.number(expired), cancelled: formats.number(cancelled) },
      }),
    })),
  ];
  const columns: readonly Column<Gift>[] = [
    {
      ...{ id: 'what', head: tell('campaign.what'), names: true, sum: tell('campaign.giftsSum') },
      cell: ({ name, note }) => (
        <>
          {name}
          {note !== undefined && <small>{note}</small>}
        </>
      ),
    },
    { ...{ id: 'times', head: tell('campaign.times'), number: true }, cell: ({ times }) => formats.number(times) },
    {
      ...{ id: 'points', head: tell('campaign.pointsColumn'), number: true, sum: formats.number(report.given.points) },
      cell: ({ points }) => (points === null ? tell('parts.none') : formats.number(points)),
    },
  ];
  return (
    <Panel title={tell('campaign.gifts')} order={7}>
      <Table
        caption={tell('campaign.giftsCaption')}
        columns={columns}
        rows={gifts}
        rowKey={({ name }) => name}
        empty={<Empty title={tell('campaign.noGifts')} />}
      />
    </Panel>
  );
}
