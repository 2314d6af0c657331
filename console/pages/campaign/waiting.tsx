import { type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { campaignKey, useFlow } from '../../data/campaigns.ts';
import { useListed } from '../../data/listed.ts';
import { useFormats } from '../../data/session.tsx';
import { useStepWords } from '../../parts/campaign-steps.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';

type Waiting = Shape['WaitingMember'];

const rows = 10;

/** Who is inside, at the step that was asked for or anywhere, and until when. */
export function WaitingPanel({ campaign }: { readonly campaign: Shape['Campaign'] }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const { code } = campaign;
  const at = useSearchParams()[0].get('at');
  const flow = useFlow(code, campaign);
  const words = useStepWords(campaign.definition.settings ?? {}, flow.data?.told);
  const place = usePlace(at);
  const filter = at === null ? {} : at === 'held-out' ? { heldOut: true } : { step: at, heldOut: false };
  const list = useListed<Waiting>({
    ...{ key: [...campaignKey(code), 'waiting', at, campaign.status], live: ['campaigns'] },
    ...{ rowsMax: rows, keepsFormer: false },
    page: async (from) =>
      read(api.GET('/campaigns/{code}/waiting', { params: { path: { code }, query: { ...filter, ...from } } })),
  });
  const columns = useColumns();
  const title =
    at === null
      ? tell('campaign.waiting')
      : at === 'held-out'
        ? tell('campaign.waitingHeldOut')
        : tell('campaign.waitingAt', { step: words(at).title });
  return (
    <div ref={place} tabIndex={-1} className="place" style={{ order: 2 }}>
      <Panel
        id="waiting"
        title={title}
        intro={tell('campaign.waitingIntro', { zone: formats.zoneName() })}
        {...(at === null ? {} : { more: <Link to={`/campaigns/${code}#waiting`}>{tell('campaign.waitingAll')}</Link> })}
      >
        <Table
          caption={tell('campaign.waitingCaption')}
          columns={columns}
          rowKey={({ id }) => id}
          {...list}
          empty={<Empty title={tell('campaign.nobodyHere')}>{tell('campaign.nobodyHereWhy')}</Empty>}
        />
      </Panel>
    </div>
  );
}

/** Who asked for the list is brought to it. */
function usePlace(at: string | null): React.RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const { hash } = useLocation();
  useEffect(() => {
    if (hash === '#waiting') place.current?.focus();
  }, [at, hash]);
  return place;
}

function useColumns(): readonly Column<Waiting>[] {
  const tell = useText();
  return [
    {
      ...{ id: 'member', head: tell('campaign.member'), names: true },
      cell: ({ memberId, since, heldOut }) => (
        <>
          <Link to={`/members/${encodeURIComponent(memberId)}`}>{memberId}</Link>
          <small>
            <Text k="campaign.sinceDay" with={{ day: <When at={since} as="date" /> }} />
          </small>
          {heldOut && <small>{tell('campaign.isHeldOut')}</small>}
        </>
      ),
    },
    {
      ...{ id: 'until', head: tell('campaign.goesOn') },
      cell: ({ until, blocked }) => {
        if (blocked) return <span className="warn">{tell('campaign.blocked')}</span>;
        return until === null ? tell('campaign.untilEvent') : <When at={until} />;
      },
    },
  ];
}
