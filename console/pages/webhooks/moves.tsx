import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useNavigate } from 'react-router';
import { api, read } from '../../data/api.ts';
import { useAttempt } from '../../data/attempt.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { Button } from '../../parts/form.tsx';
import { OverlapField, useOverlap } from '../../parts/overlap.tsx';
import { Secret } from '../../parts/secret.tsx';
import { NotDone } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { countedMax, useOpen } from './use-open.ts';
import type { Endpoint } from './webhook-words.tsx';

interface MoveProps {
  readonly endpoint: Endpoint;
  readonly onDone: (said: ReactNode) => void;
}

/** What can be done with an endpoint beside changing it: each says first what comes of it. */
export function EndpointMoves(props: MoveProps): ReactNode {
  return (
    <>
      {props.endpoint.status === 'enabled' ? <PauseDrawer {...props} /> : <ResumeDrawer {...props} />}
      <RotateDrawer {...props} />
      <RemoveDrawer {...props} />
    </>
  );
}

/** How many deliveries wait, in words. */
function useWaiting({ id }: Endpoint): { readonly n: number; readonly count: string } {
  const tell = useText();
  const { number } = useFormats();
  const { data = [] } = useOpen(id);
  const n = data.filter(({ status }) => status === 'waiting').length;
  return { n, count: data.length >= countedMax ? tell('webhooks.orMore', { count: number(n) }) : number(n) };
}

function useStatus({ endpoint, onDone }: MoveProps, status: Endpoint['status'], drawer: string) {
  const tell = useText();
  const client = useQueryClient();
  const { close } = useDrawer(drawer);
  const path = { endpointId: endpoint.id };
  return useMutation({
    mutationFn: () => read(api.PATCH('/webhook-endpoints/{endpointId}', { params: { path }, body: { status } })),
    onSuccess: (changed) => {
      onDone(status === 'enabled' ? tell('webhooks.isResumed') : tell('webhooks.isPausedNow'));
      close();
      client.setQueryData(['webhook-endpoints', endpoint.id], changed);
      void client.invalidateQueries({ predicate: ({ meta }) => meta?.live?.includes('webhooks') ?? false });
    },
  });
}

function PauseDrawer(props: MoveProps): ReactNode {
  const tell = useText();
  const blocked = useBlocked('admin');
  const waiting = useWaiting(props.endpoint);
  const mutation = useStatus(props, 'disabled', 'pause');
  return (
    <Drawer
      id="pause"
      title={tell('webhooks.pauseTitle')}
      onSubmit={() => {
        if (blocked === undefined && !mutation.isPending) mutation.mutate();
      }}
      foot={
        <>
          <Button type="submit" main busy={mutation.isPending} blocked={blocked}>
            {tell('webhooks.pauseNow')}
          </Button>
          <Leave id="pause" />
        </>
      }
    >
      <Consequences
        title={tell('webhooks.meanwhile')}
        lines={[
          [tell('webhooks.nothingNew'), tell('webhooks.nothingNewWhy')],
          waiting.n === 0
            ? [tell('webhooks.nothingWaits')]
            : [tell('webhooks.waitsOn', waiting), tell('webhooks.waitsOnWhy')],
        ]}
      />
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </Drawer>
  );
}

function ResumeDrawer(props: MoveProps): ReactNode {
  const tell = useText();
  const blocked = useBlocked('admin');
  const waiting = useWaiting(props.endpoint);
  const mutation = useStatus(props, 'enabled', 'resume');
  return (
    <Drawer
      id="resume"
      title={tell('webhooks.resumeTitle')}
      onSubmit={() => {
        if (blocked === undefined && !mutation.isPending) mutation.mutate();
      }}
      foot={
        <>
          <Button type="submit" main busy={mutation.isPending} blocked={blocked}>
            {tell('webhooks.resumeNow')}
          </Button>
          <Leave id="resume" />
        </>
      }
    >
      <Consequences
        title={tell('webhooks.follows')}
        lines={[
          [tell('webhooks.fromNowOn'), tell('webhooks.fromNowOnWhy')],
          waiting.n === 0 ? [tell('webhooks.nothingWaits')] : [tell('webhooks.goesOn', waiting)],
        ]}
      />
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </Drawer>
  );
}

function RotateDrawer({ endpoint }: MoveProps): ReactNode {
  const tell = useText();
  const blocked = useBlocked('admin');
  const { close } = useDrawer('rotate');
  const { mutation, overlap } = useRotation(endpoint);
  if (mutation.data?.secret !== undefined) {
    return (
      <Drawer
        id="rotate"
        title={tell('webhooks.isRotated')}
        foot={<Button onClick={close}>{tell('parts.close')}</Button>}
      >
        <Secret label={tell('webhooks.secret')} value={mutation.data.secret}>
          {tell('webhooks.secretWhat')}
        </Secret>
      </Drawer>
    );
  }
  return (
    <Drawer
      id="rotate"
      title={tell('webhooks.rotateTitle')}
      onSubmit={() => {
        if (blocked === undefined && !mutation.isPending) mutation.mutate();
      }}
      foot={
        <>
          <Button type="submit" main busy={mutation.isPending} blocked={blocked}>
            {tell('webhooks.rotateNow')}
          </Button>
          <Leave id="rotate" />
        </>
      }
    >
      <OverlapField label={tell('webhooks.overlap')} overlap={overlap} />
      <Consequences
        title={tell('webhooks.follows')}
        lines={[
          [tell('webhooks.newSigns'), tell('webhooks.newSignsWhy')],
          overlap.hours === 0
            ? [tell('webhooks.oldEndsNow'), tell('webhooks.oldEndsNowWhy')]
            : [
                <Text key="old" k="webhooks.bothSign" with={{ time: <When at={overlap.until} /> }} />,
                tell('webhooks.bothSignWhy'),
              ],
        ]}
      />
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </Drawer>
  );
}

function useRotation({ id: endpointId }: Endpoint) {
  const attempt = useAttempt();
  const { isOpen } = useDrawer('rotate');
  const overlap = useOverlap();
  const mutation = useMutation({
    gcTime: 0,
    mutationFn: () =>
      read(
        api.POST('/webhook-endpoints/{endpointId}/secret', {
          params: { path: { endpointId }, header: attempt.header() },
          body: { overlapSeconds: overlap.seconds },
        }),
      ),
    onSettled: (_, error) => attempt.answered(error),
  });
  const { reset } = mutation;
  useEffect(() => {
    if (!isOpen) reset();
  }, [isOpen, reset]);
  return { mutation, overlap };
}

function RemoveDrawer({ endpoint }: MoveProps): ReactNode {
  const tell = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const blocked = useBlocked('admin');
  const waiting = useWaiting(endpoint);
  const mutation = useMutation({
    mutationFn: () =>
      read(api.DELETE('/webhook-endpoints/{endpointId}', { params: { path: { endpointId: endpoint.id } } })),
    onSuccess: async () => {
      await navigate('/keys#webhooks');
      client.removeQueries({ queryKey: ['webhook-endpoints', endpoint.id] });
      await client.invalidateQueries({ queryKey: ['webhook-endpoints', 'list'] });
    },
  });
  return (
    <Drawer
      id="remove"
      title={tell('webhooks.removeTitle')}
      onSubmit={() => {
        if (blocked === undefined && !mutation.isPending) mutation.mutate();
      }}
      foot={
        <>
          <Button type="submit" danger busy={mutation.isPending} blocked={blocked}>
            {tell('webhooks.removeNow')}
          </Button>
          <Leave id="remove" />
        </>
      }
    >
      <Consequences
        title={tell('webhooks.follows')}
        lines={[
          [tell('webhooks.nothingMore'), tell('webhooks.nothingMoreWhy')],
          waiting.n === 0 ? [tell('webhooks.nothingWaits')] : [tell('webhooks.isDropped', waiting)],
          [tell('webhooks.isFinal'), tell('webhooks.isFinalWhy')],
        ]}
      />
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </Drawer>
  );
}
