import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { api, read } from '../../data/api.ts';
import { Refused } from '../../data/refused.ts';
import { quietEveryMs } from '../../data/listed.ts';
import { useBlocked } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Columns, Panel } from '../../parts/panel.tsx';
import { Bone, Callout, Done, Empty, Failure } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { Deliveries } from './deliveries.tsx';
import { DeliveryDrawer } from './delivery.tsx';
import { EndpointDrawer } from './edit.tsx';
import { EndpointMoves } from './moves.tsx';
import { OpenCount } from './open-count.tsx';
import { ReplayDrawer } from './replay.tsx';
import { useOpen } from './use-open.ts';
import { type Endpoint, EndpointStatus, useTypesWords } from './webhook-words.tsx';

/** Does it get what it is told, and what becomes of what it does not take? */
export function Component(): ReactNode {
  const tell = useText();
  const { endpointId = '' } = useParams();
  const blocked = useBlocked('admin');
  const { data, error, refetch } = useQuery({
    queryKey: ['webhook-endpoints', endpointId],
    queryFn: () => read(api.GET('/webhook-endpoints/{endpointId}', { params: { path: { endpointId } } })),
    enabled: blocked === undefined,
    meta: { live: ['webhooks'] },
    refetchInterval: quietEveryMs,
  });
  const above = [{ to: '/keys', name: tell('frame.keys') }];
  if (data !== undefined) return <Known endpoint={data} above={above} />;
  const isGone = error instanceof Refused && (error.status === 404 || error.status === 422);
  return (
    <Page title={isGone ? tell('webhooks.notFound') : tell('webhooks.endpoint')} above={above}>
      {blocked !== undefined ? (
        <Empty title={tell('webhooks.notShown')}>{blocked}</Empty>
      ) : isGone ? (
        <Empty title={tell('webhooks.notFound')}>{tell('webhooks.notFoundWhy')}</Empty>
      ) : (
        <div aria-busy={error === null}>
          {error === null ? <Bone width="60%" /> : <Failure error={error} again={() => void refetch()} />}
        </div>
      )}
    </Page>
  );
}

interface KnownProps {
  readonly endpoint: Endpoint;
  readonly above: readonly { readonly to: string; readonly name: string }[];
}

function Known({ endpoint, above }: KnownProps): ReactNode {
  const tell = useText();
  const replay = useDrawer('replay');
  const move = useDrawer(endpoint.status === 'enabled' ? 'pause' : 'resume');
  const [said, setSaid] = useState<ReactNode>();
  return (
    <Page
      title={endpoint.name ?? new URL(endpoint.url).host}
      beside={<EndpointStatus status={endpoint.status} />}
      intro={<span className="anywhere">{endpoint.url}</span>}
      above={above}
      acts={
        <>
          <Link className="btn" to={move.to}>
            {endpoint.status === 'enabled' ? tell('webhooks.pause') : tell('webhooks.resume')}
          </Link>
          <Link className="btn main-act" to={replay.to}>
            {tell('webhooks.replay')}
          </Link>
        </>
      }
    >
      {said !== undefined && (
        <Done>
          <p>{said}</p>
        </Done>
      )}
      <Columns
        main={
          <>
            <State endpoint={endpoint} />
            <Deliveries endpointId={endpoint.id} />
          </>
        }
        side={<Facts endpoint={endpoint} />}
      />
      <EndpointDrawer key={endpoint.id} id="edit" of={endpoint} onDone={setSaid} />
      <ReplayDrawer endpoint={endpoint} onDone={setSaid} />
      <EndpointMoves endpoint={endpoint} onDone={setSaid} />
      <DeliveryDrawer endpointId={endpoint.id} onDone={setSaid} />
    </Page>
  );
}

/** What needs a person: it is paused, or deliveries were given up. */
function State({ endpoint: { id, status, reason } }: { readonly endpoint: Endpoint }): ReactNode {
  const tell = useText();
  const { data: open = [] } = useOpen(id);
  const dead = open.filter((each) => each.status === 'dead').length;
  return (
    <>
      {status === 'disabled' && (
        <Callout kind="warn">
          <p>
            {reason === undefined ? (
              tell('webhooks.isPaused')
            ) : (
              <Text k="webhooks.isPausedWhy" with={{ why: <span lang="en">{reason}</span> }} />
            )}
          </p>
        </Callout>
      )}
      {dead > 0 && (
        <Callout kind="bad">
          <p>
            <b>
              <OpenCount open={open.filter((each) => each.status === 'dead')} endpointId={id} />
            </b>
          </p>
          <p>{tell('webhooks.deadWhat')}</p>
        </Callout>
      )}
    </>
  );
}

function Facts({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const tell = useText();
  const typesOf = useTypesWords();
  const { data: open } = useOpen(endpoint.id);
  const { search } = useLocation();
  const acts = [
    ['edit', tell('webhooks.edit')],
    ['rotate', tell('webhooks.rotate')],
    ['remove', tell('webhooks.remove')],
  ] as const;
  return (
    <Panel title={tell('webhooks.what')} padded>
      <dl className="facts">
        <dt>{tell('webhooks.types')}</dt>
        <dd className="anywhere">{typesOf(endpoint)}</dd>
        <dt>{tell('webhooks.notArrived')}</dt>
        <dd>
          <OpenCount open={open} endpointId={endpoint.id} />
        </dd>
        <dt>{tell('webhooks.id')}</dt>
        <dd className="anywhere">
          <code>{endpoint.id}</code>
        </dd>
        <dt>{tell('webhooks.since')}</dt>
        <dd>
          <When at={endpoint.createdAt} />
        </dd>
      </dl>
      <p className="acts">
        {acts.map(([hash, words]) => (
          <Link className="btn" key={hash} to={{ search, hash }}>
            {words}
          </Link>
        ))}
      </p>
    </Panel>
  );
}
