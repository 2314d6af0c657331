import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { api, read } from '../../data/api.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { ActDrawer } from '../../parts/act-drawer.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { OverlapField, useRotation } from '../../parts/overlap.tsx';
import { SecretDrawer } from '../../parts/secret.tsx';
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
    <ActDrawer
      id="pause"
      title={tell('webhooks.pauseTitle')}
      act={tell('webhooks.pauseNow')}
      blocked={blocked}
      mutation={mutation}
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
    </ActDrawer>
  );
}

function ResumeDrawer(props: MoveProps): ReactNode {
  const tell = useText();
  const blocked = useBlocked('admin');
  const waiting = useWaiting(props.endpoint);
  const mutation = useStatus(props, 'enabled', 'resume');
  return (
    <ActDrawer
      id="resume"
      title={tell('webhooks.resumeTitle')}
      act={tell('webhooks.resumeNow')}
      blocked={blocked}
      mutation={mutation}
    >
      <Consequences
        title={tell('webhooks.follows')}
        lines={[
          [tell('webhooks.fromNowOn'), tell('webhooks.fromNowOnWhy')],
          waiting.n === 0 ? [tell('webhooks.nothingWaits')] : [tell('webhooks.goesOn', waiting)],
        ]}
      />
    </ActDrawer>
  );
}

function RotateDrawer({ endpoint }: MoveProps): ReactNode {
  const tell = useText();
  const blocked = useBlocked('admin');
  const path = { endpointId: endpoint.id };
  const { mutation, overlap } = useRotation('rotate', ({ header, body }) =>
    read(api.POST('/webhook-endpoints/{endpointId}/secret', { params: { path, header }, body })),
  );
  if (mutation.data?.secret !== undefined) {
    return (
      <SecretDrawer
        id="rotate"
        title={tell('webhooks.isRotated')}
        label={tell('webhooks.secret')}
        value={mutation.data.secret}
      >
        {tell('webhooks.secretWhat')}
      </SecretDrawer>
    );
  }
  return (
    <ActDrawer
      id="rotate"
      title={tell('webhooks.rotateTitle')}
      act={tell('webhooks.rotateNow')}
      blocked={blocked}
      mutation={mutation}
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
    </ActDrawer>
  );
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
    <ActDrawer
      id="remove"
      title={tell('webhooks.removeTitle')}
      act={tell('webhooks.removeNow')}
      danger
      blocked={blocked}
      mutation={mutation}
    >
      <Consequences
        title={tell('webhooks.follows')}
        lines={[
          [tell('webhooks.nothingMore'), tell('webhooks.nothingMoreWhy')],
          waiting.n === 0 ? [tell('webhooks.nothingWaits')] : [tell('webhooks.isDropped', waiting)],
          [tell('webhooks.isFinal'), tell('webhooks.isFinalWhy')],
        ]}
      />
    </ActDrawer>
  );
}
