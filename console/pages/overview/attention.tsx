import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Bone, Empty, Failure } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';

interface Case {
  readonly id: string;
  readonly tone: 'warn' | 'bad';
  readonly icon: IconName;
  readonly what: ReactNode;
  readonly why?: ReactNode;
}

/** Cases, paused campaigns, endpoints that do not answer, a ledger that does not add up: each opens. */
export function Attention({ overview }: { readonly overview: UseQueryResult<Shape['Overview']> }): ReactNode {
  const tell = useText();
  const paused = useQuery({
    queryKey: ['campaigns', 'paused'],
    queryFn: () => read(api.GET('/campaigns', { params: { query: { status: ['paused'], limit: 20 } } })),
    meta: { live: ['campaigns'] },
  });
  const ledger = useQuery({
    queryKey: ['ledger-verification'],
    queryFn: () => read(api.GET('/ledger/verification')),
  });
  const error = overview.error ?? paused.error;
  const { data } = overview;
  return (
    <Panel title={tell('overview.attention')} order={-1}>
      {data === undefined || paused.data === undefined ? (
        <div className="pad" aria-busy={error === null}>
          {error === null ? <Bone width="70%" /> : <Failure error={error} />}
        </div>
      ) : (
        <Cases cases={casesOf(data, paused.data.data, ledger.data)} />
      )}
    </Panel>
  );
}

function casesOf(
  { reviews, webhooks }: Shape['Overview'],
  paused: readonly Shape['Campaign'][],
  ledger: Shape['LedgerVerification'] | undefined,
): readonly Case[] {
  const cases: Case[] = [];
  if (ledger?.status === 'broken') {
    cases.push({
      ...{ id: 'ledger', tone: 'bad', icon: 'warning' },
      what: (
        <Text
          k="overview.ledgerBroken"
          with={{ n: ledger.violations.length }}
          a={(words) => <Link to="/health">{words}</Link>}
        />
      ),
      why: <Text k="overview.ledgerWhy" with={{ time: <When at={ledger.at} /> }} />,
    });
  }
  if (reviews.open > 0) {
    cases.push({
      ...{ id: 'reviews', tone: 'warn', icon: 'notice' },
      what: (
        <Text
          k="overview.cases"
          with={{ n: reviews.open, count: <Counted n={reviews.open} /> }}
          a={(words) => <Link to="/reviews">{words}</Link>}
        />
      ),
      ...(reviews.oldestAt === null
        ? {}
        : { why: <Text k="overview.oldest" with={{ time: <When at={reviews.oldestAt} /> }} /> }),
    });
  }
  if (webhooks.disabled > 0) cases.push(caseOfWebhooks(webhooks));
  return [
    ...cases,
    ...paused.map(({ code, name }): Case => ({
      ...{ id: code, tone: 'warn', icon: 'pause' },
      what: (
        <Text
          k="overview.paused"
          with={{ name }}
          a={(words) => <Link to={`/campaigns/${encodeURIComponent(code)}`}>{words}</Link>}
        />
      ),
      why: <Text k="overview.pausedWhy" />,
    })),
  ];
}

const caseOfWebhooks = ({ disabled, waiting }: Shape['Overview']['webhooks']): Case => ({
  ...{ id: 'webhooks', tone: 'bad', icon: 'warning' },
  what: <Text k="overview.endpoints" with={{ n: disabled }} a={(words) => <Link to="/keys#webhooks">{words}</Link>} />,
  why: <Text k="overview.deliveries" with={{ n: waiting, count: <Counted n={waiting} /> }} />,
});

function Counted({ n }: { readonly n: number }): ReactNode {
  return useFormats().number(n);
}

function Cases({ cases }: { readonly cases: readonly Case[] }): ReactNode {
  const tell = useText();
  if (cases.length === 0) return <Empty title={tell('overview.nothingToDo')}>{tell('overview.nothingToDoWhy')}</Empty>;
  return (
    <ul className="todo">
      {cases.map(({ id, tone, icon, what, why }) => (
        <li key={id}>
          <span className={tone}>
            <Icon name={icon} />
          </span>
          <div>{what}</div>
          {why !== undefined && <small>{why}</small>}
        </li>
      ))}
    </ul>
  );
}
