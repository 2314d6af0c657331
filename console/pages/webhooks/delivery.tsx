import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'react-router';
import { api, read } from '../../data/api.ts';
import { useAttempt } from '../../data/attempt.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { Code } from '../../parts/code.tsx';
import { ActDrawer } from '../../parts/act-drawer.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { Drawer, useDrawer } from '../../parts/drawer.tsx';
import { Bone, Empty, Failure } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../text/use-text.tsx';
import { Answer, useDeliveries } from './deliveries.tsx';
import { type Delivery, deliveryStatuses, DeliveryStatus } from './webhook-words.tsx';

interface DeliveryProps {
  readonly endpointId: string;
  readonly onDone: (said: ReactNode) => void;
}

/** The delivery that the address names, `#dlv_…`: what was sent, what came back, and sending it once more. */
export function DeliveryDrawer({ endpointId, onDone }: DeliveryProps): ReactNode {
  const tell = useText();
  const { hash, search } = useLocation();
  const named = /^#(dlv_[0-9a-z]+)$/.exec(hash)?.[1];
  const [id, setId] = useState<string>();
  if (named !== undefined && named !== id) setId(named);
  const wanted = new URLSearchParams(search).get('status');
  const { rows, error, again } = useDeliveries(
    endpointId,
    deliveryStatuses.find((each) => each === wanted),
  );
  const found = rows?.find((each) => each.id === id);
  // A list of what waits loses what has arrived: the drawer keeps it.
  const [kept, setKept] = useState<Delivery>();
  if (found !== undefined && found !== kept) setKept(found);
  if (id === undefined) return null;
  const delivery = found ?? (kept?.id === id ? kept : undefined);
  if (delivery !== undefined) return <Known delivery={delivery} onDone={onDone} />;
  return (
    <Drawer id={id} title={tell('webhooks.delivery')}>
      {rows !== undefined ? (
        <Empty title={tell('webhooks.notAmong')}>{tell('webhooks.notAmongWhy')}</Empty>
      ) : (
        <div aria-busy={!error}>{error ? <Failure error={error} again={again} /> : <Bone width="60%" />}</div>
      )}
    </Drawer>
  );
}

function Known({ delivery, onDone }: Pick<DeliveryProps, 'onDone'> & { readonly delivery: Delivery }): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const { id, status, attempts, nextTryAt, createdAt, type } = delivery;
  const blocked = useSendBlocked(delivery);
  const mutation = useSend(delivery, onDone);
  return (
    <ActDrawer
      id={id}
      title={type}
      note={<DeliveryStatus status={status} />}
      act={status === 'delivered' ? tell('webhooks.sendAgain') : tell('webhooks.tryNow')}
      blocked={blocked}
      mutation={mutation}
    >
      <dl className="facts">
        <dt>{tell('webhooks.happened')}</dt>
        <dd>
          <When at={createdAt} />
        </dd>
        <dt>{tell('webhooks.triesHead')}</dt>
        <dd>{number(attempts)}</dd>
        <dt>{tell('webhooks.answer')}</dt>
        <dd>
          <Answer of={delivery} />
        </dd>
        <dt>{tell('webhooks.next')}</dt>
        <dd>{nextTryAt === null ? tell('parts.none') : <When at={nextTryAt} />}</dd>
        <dt>{tell('webhooks.id')}</dt>
        <dd className="anywhere">
          <code>{id}</code>
        </dd>
      </dl>
      <Consequences
        title={tell('webhooks.follows')}
        lines={[
          status === 'delivered'
            ? [tell('webhooks.againWhat'), tell('webhooks.againWhy')]
            : status === 'dead'
              ? [tell('webhooks.deadAgain'), tell('webhooks.againWhy')]
              : [tell('webhooks.nowWhat'), tell('webhooks.againWhy')],
        ]}
      />
      <Sent id={delivery.notificationId} />
    </ActDrawer>
  );
}

/** Why it can't be sent: the key may not, or a try is under way. */
function useSendBlocked({ status }: Delivery): string | undefined {
  const tell = useText();
  const lacks = useBlocked('admin');
  return status === 'delivering' ? tell('webhooks.underWay') : lacks;
}

function useSend({ id, status, endpointId, notificationId }: Delivery, onDone: DeliveryProps['onDone']) {
  const tell = useText();
  const client = useQueryClient();
  const attempt = useAttempt();
  const { close } = useDrawer(id);
  return useMutation({
    mutationFn: async (): Promise<void> => {
      if (status === 'delivered') {
        await read(
          api.POST('/webhook-endpoints/{endpointId}/replays', {
            params: { path: { endpointId }, header: attempt.header() },
            body: { notificationIds: [notificationId] },
          }),
        );
      } else await read(api.POST('/deliveries/{deliveryId}/retry', { params: { path: { deliveryId: id } } }));
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['deliveries'] });
      onDone(tell('webhooks.isSent'));
      close();
    },
    onSettled: (_, error) => attempt.answered(error),
  });
}

/** What is sent, as it is signed. */
function Sent({ id: notificationId }: { readonly id: string }): ReactNode {
  const tell = useText();
  const { data, error, refetch } = useQuery({
    queryKey: ['notifications', notificationId],
    queryFn: () => read(api.GET('/notifications/{notificationId}', { params: { path: { notificationId } } })),
    staleTime: Infinity,
  });
  if (data !== undefined) return <Code label={tell('webhooks.body')} text={JSON.stringify(data, null, 2)} />;
  return (
    <div aria-busy={error === null}>
      {error === null ? <Bone width="70%" /> : <Failure error={error} again={() => void refetch()} />}
    </div>
  );
}
