import { type ReactNode, useMemo } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';
import { api, read } from '../../data/api.ts';
import { quietEveryMs, useListed } from '../../data/listed.ts';
import { useFormats } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { type Delivery, deliveryStatuses, DeliveryStatus, useDeliveryWords } from './webhook-words.tsx';

/** What is on its way to an endpoint, arrived, or was given up. */
export function Deliveries({ endpointId }: { readonly endpointId: string }): ReactNode {
  const tell = useText();
  const { zoneName } = useFormats();
  const words = useDeliveryWords();
  const [search] = useSearchParams();
  const status = deliveryStatuses.find((each) => each === search.get('status'));
  const list = useDeliveries(endpointId, status);
  const columns = useColumns();
  const segment = (to: string, name: string, isChosen: boolean) => (
    <Link to={to} key={to} aria-current={isChosen ? 'true' : undefined} preventScrollReset>
      {name}
    </Link>
  );
  return (
    <Panel title={tell('webhooks.deliveries')} intro={tell('webhooks.deliveriesIntro', { zone: zoneName() })}>
      <div className="pad">
        <nav className="seg" aria-label={tell('webhooks.whichDeliveries')}>
          {segment('?', tell('webhooks.any'), status === undefined)}
          {deliveryStatuses.map((each) => segment(`?status=${each}`, words[each], each === status))}
        </nav>
      </div>
      <Table
        caption={tell('webhooks.deliveriesCaption')}
        columns={columns}
        rowKey={({ id }) => id}
        {...list}
        expected={8}
        empty={
          status === undefined ? (
            <Empty title={tell('webhooks.noDeliveries')}>{tell('webhooks.noDeliveriesWhy')}</Empty>
          ) : (
            <Empty title={tell('webhooks.noneSuch')}>
              <Text k="webhooks.seeAny" a={(inner) => <Link to="?">{inner}</Link>} />
            </Empty>
          )
        }
      />
    </Panel>
  );
}

/** Deliveries of an endpoint, those of the latest notifications first. */
export const useDeliveries = (endpointId: string, status: Delivery['status'] | undefined) =>
  useListed<Delivery>({
    ...{ key: ['deliveries', endpointId, status], live: ['webhooks'], everyMs: quietEveryMs, keepsFormer: false },
    page: async (from) =>
      read(
        api.GET('/deliveries', {
          params: { query: { ...from, endpointId, ...(status === undefined ? {} : { status: [status] }) } },
        }),
      ),
  });

function useColumns(): readonly Column<Delivery>[] {
  const tell = useText();
  const { number } = useFormats();
  const { search } = useLocation();
  return useMemo(
    () => [
      {
        ...{ id: 'what', head: tell('webhooks.told'), names: true },
        cell: (delivery) => (
          <>
            <Link className="anywhere" to={{ search, hash: delivery.id }} preventScrollReset>
              {delivery.type}
            </Link>
            <small>
              <When at={delivery.createdAt} />
            </small>
            <Narrow below={640}>
              <Answer of={delivery} />
            </Narrow>
            <Narrow below={640}>
              {tell('webhooks.tries', { n: delivery.attempts, count: number(delivery.attempts) })}
            </Narrow>
          </>
        ),
      },
      {
        ...{ id: 'answer', head: tell('webhooks.answer'), only: 'roomy' },
        cell: (delivery) => <Answer of={delivery} />,
      },
      {
        ...{ id: 'tries', head: tell('webhooks.triesHead'), only: 'roomy', number: true },
        cell: ({ attempts }) => number(attempts),
      },
      {
        ...{ id: 'state', head: tell('webhooks.state') },
        cell: ({ status, nextTryAt }) => (
          <>
            <DeliveryStatus status={status} />
            {nextTryAt !== null && (
              <small>
                <Text k="webhooks.nextTry" with={{ time: <When at={nextTryAt} /> }} />
              </small>
            )}
          </>
        ),
      },
    ],
    [tell, number, search],
  );
}

/** What the endpoint said at the last try. */
export function Answer({ of: { lastStatus, lastError } }: { readonly of: Delivery }): ReactNode {
  const tell = useText();
  const isPlain = lastError === null || lastError === `answered ${lastStatus}`;
  if (!isPlain) {
    return (
      <span lang="en" className="anywhere">
        {lastError}
      </span>
    );
  }
  return lastStatus === null ? tell('parts.none') : tell('webhooks.answered', { status: lastStatus });
}
