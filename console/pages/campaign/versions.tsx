import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Shape } from '../../data/api.ts';
import { type messageStates, stateOf, templateOf } from '../../data/messages.ts';
import { useFormats } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';

type Flow = Shape['CampaignFlow'];
type Version = Flow['versions'][number];

/** Versions, with the members who entered with each and are inside. */
export function VersionsPanel({
  flow,
  campaign: { version: current, staged },
}: {
  readonly flow: Flow;
  readonly campaign: Shape['Campaign'];
}): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const sum = (of: (version: Version) => number) =>
    formats.number(flow.versions.reduce((total, each) => total + of(each), 0));
  const columns: readonly Column<Version>[] = [
    {
      ...{ id: 'version', head: tell('campaign.versions'), names: true, sum: tell('campaigns.all') },
      cell: ({ version, createdAt }) => {
        const day = <When at={createdAt} as="date" />;
        return version === current ? (
          <>
            {tell('campaign.versionNow', { version })}
            <small>
              <Text k="campaign.versionSince" with={{ day }} />
            </small>
          </>
        ) : (
          <>
            {tell('campaign.versionBefore', { version })}
            <small>
              <Text k={cameTo(version, current, staged?.version)} with={{ day }} />
            </small>
          </>
        );
      },
    },
    {
      ...{ id: 'entered', head: tell('campaign.enteredColumn'), number: true, sum: sum(({ entered }) => entered) },
      cell: ({ entered }) => formats.number(entered),
    },
    {
      ...{ id: 'inside', head: tell('campaign.insideColumn'), number: true, sum: sum(({ inside }) => inside) },
      cell: ({ inside }) => formats.number(inside),
    },
  ];
  return (
    <Panel title={tell('campaign.versions')} order={5}>
      <Table
        caption={tell('campaign.versionsCaption')}
        columns={columns}
        rows={[...flow.versions].reverse()}
        rowKey={({ version }) => String(version)}
        empty={null}
      />
    </Panel>
  );
}

/** What has become of a version that members do not enter with. */
function cameTo(version: number, current: number, staged: number | undefined) {
  if (version < current) return 'campaign.finish';
  return version === staged ? 'campaign.versionStaged' : 'campaign.versionNever';
}

interface MailRow {
  readonly template: string;
  readonly locales: readonly string[];
  readonly sent: number;
  readonly waits: number;
  readonly not: number;
}

/** Each message of the campaign: how often it left, waits, and did not go. Message steps that came to none are among the last. */
export function mailRows(flow: Flow, report: Shape['CampaignReport']): MailRow[] {
  const names = [
    ...new Set([
      ...flow.messages.map(({ template }) => template),
      ...report.messages.map(({ message }) => templateOf(flow, message)),
    ]),
  ];
  return names.map((template) => {
    const own = report.messages.filter(({ message }) => templateOf(flow, message) === template);
    const count = (state: keyof typeof messageStates) =>
      own.reduce((sum, { fate, count: n }) => sum + (stateOf(fate) === state ? n : 0), 0);
    return {
      ...{ template, locales: flow.messages.find((each) => each.template === template)?.locales ?? [] },
      sent: count('sent'),
      waits: count('waiting'),
      not: count('not'),
    };
  });
}

interface MailsProps {
  readonly code: string;
  readonly rows: readonly MailRow[];
}

export function MailsPanel({ code, rows }: MailsProps): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const sum = (of: (row: MailRow) => number) => formats.number(rows.reduce((total, each) => total + of(each), 0));
  const count = (row: MailRow, n: number, status: string) =>
    n === 0 ? (
      formats.number(0)
    ) : (
      <Link className="made" to={`/messages?campaign=${code}&template=${row.template}&status=${status}`}>
        {formats.number(n)}
      </Link>
    );
  const columns: readonly Column<MailRow>[] = [
    {
      ...{ id: 'message', head: tell('campaign.message'), names: true, sum: tell('campaign.mailsSum') },
      cell: ({ template, locales }) => (
        <>
          <Link to={`/campaigns/${code}/messages/${template}`}>{template}</Link>
          {locales.length > 0 && <small>{tell('campaign.languages', { languages: locales.join(', ') })}</small>}
        </>
      ),
    },
    {
      ...{ id: 'sent', head: tell('campaign.sent'), number: true, sum: sum(({ sent }) => sent) },
      cell: (row) => count(row, row.sent, 'sent'),
    },
    {
      ...{ id: 'waits', head: tell('campaign.waits'), number: true, sum: sum(({ waits }) => waits) },
      cell: (row) => count(row, row.waits, 'waiting'),
    },
    {
      ...{ id: 'not', head: tell('campaign.notSentColumn'), number: true, sum: sum(({ not }) => not) },
      cell: (row) =>
        row.not === 0 ? (
          formats.number(0)
        ) : (
          <Link className="made" to={`/campaigns/${code}/messages/${row.template}#not-sent`}>
            {formats.number(row.not)}
          </Link>
        ),
    },
  ];
  return (
    <Panel title={tell('campaign.mails')} order={6} id="mails">
      <Table
        caption={tell('campaign.mailsCaption')}
        columns={columns}
        rows={rows}
        rowKey={({ template }) => template}
        empty={<Empty title={tell('campaign.noMails')} />}
      />
    </Panel>
  );
}
