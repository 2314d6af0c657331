import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import { api, read } from '../../data/api.ts';
import { quietEveryMs, useListed } from '../../data/listed.ts';
import { useBlocked } from '../../data/session.tsx';
import { useAnchor } from '../../parts/anchor.ts';
import { useDrawer } from '../../parts/drawer.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { useText } from '../../text/use-text.tsx';
import { EndpointDrawer } from './edit.tsx';
import { OpenCount } from './open-count.tsx';
import { useOpen } from './use-open.ts';
import { type Delivery, type Endpoint, EndpointStatus, useTypesWords } from './webhook-words.tsx';

/** Where notifications are sent, and what has not arrived. */
export function EndpointsPanel(): ReactNode {
  const tell = useText();
  const blocked = useBlocked('admin');
  const { to } = useDrawer('new-endpoint');
  return (
    <Panel
      title={tell('webhooks.endpoints')}
      id="webhooks"
      intro={tell('webhooks.endpointsIntro')}
      more={<Link to={to}>{tell('webhooks.add')}</Link>}
    >
      {blocked === undefined ? <List /> : <Empty title={tell('webhooks.notShown')}>{blocked}</Empty>}
      <EndpointDrawer id="new-endpoint" />
    </Panel>
  );
}

function List(): ReactNode {
  const tell = useText();
  const open = useOpen(undefined);
  const columns = useColumns(open.data);
  const list = useListed<Endpoint>({
    ...{ key: ['webhook-endpoints', 'list'], live: ['webhooks'], everyMs: quietEveryMs },
    page: async (from) => read(api.GET('/webhook-endpoints', { params: { query: from } })),
  });
  useAnchor(list.rows !== undefined);
  return (
    <Table
      caption={tell('webhooks.caption')}
      columns={columns}
      rowKey={({ id }) => id}
      {...list}
      empty={<Empty title={tell('webhooks.none')}>{tell('webhooks.noneWhy')}</Empty>}
    />
  );
}

function useColumns(open: readonly Delivery[] | undefined): readonly Column<Endpoint>[] {
  const tell = useText();
  const typesOf = useTypesWords();
  return useMemo(
    () => [
      {
        ...{ id: 'endpoint', head: tell('webhooks.endpoint'), names: true },
        cell: (endpoint) => (
          <>
            <Link className="anywhere" to={`/webhooks/${endpoint.id}`}>
              {endpoint.name ?? endpoint.url}
            </Link>
            {endpoint.name !== undefined && <small className="anywhere">{endpoint.url}</small>}
            {endpoint.reason !== undefined && (
              <small lang="en" className="anywhere">
                ↳ {endpoint.reason}
              </small>
            )}
            <Narrow below={900}>{typesOf(endpoint)}</Narrow>
          </>
        ),
      },
      { ...{ id: 'types', head: tell('webhooks.types'), only: 'wide' }, cell: (endpoint) => typesOf(endpoint) },
      {
        ...{ id: 'open', head: tell('webhooks.notArrived') },
        cell: ({ id }) => <OpenCount open={open} endpointId={id} />,
      },
      { ...{ id: 'state', head: tell('webhooks.state') }, cell: ({ status }) => <EndpointStatus status={status} /> },
    ],
    [tell, typesOf, open],
  );
}
