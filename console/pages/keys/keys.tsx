import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { api, read } from '../../data/api.ts';
import { quietEveryMs, useListed } from '../../data/listed.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Done, Empty } from '../../parts/states.tsx';
import { Tag } from '../../parts/status.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { EndpointsPanel } from '../webhooks/endpoints.tsx';
import { isGood, type Key, KeyStatus, Limits } from './key-words.tsx';
import { KeyMoves } from './moves.tsx';
import { NewKeyDrawer } from './new-key.tsx';

/** Who and what may use the programme, and where is it told what happens? */
export function Component(): ReactNode {
  const tell = useText();
  const blocked = useBlocked('admin');
  const { to } = useDrawer('new-key');
  const [said, setSaid] = useState<ReactNode>();
  return (
    <Page
      title={tell('frame.keys')}
      intro={tell('keys.intro')}
      acts={
        <Link className="btn main-act" to={to}>
          {tell('keys.create')}
        </Link>
      }
    >
      {said !== undefined && (
        <Done>
          <p>{said}</p>
        </Done>
      )}
      <div className="stack">
        {blocked === undefined ? (
          <KeysPanel />
        ) : (
          <Panel title={tell('keys.keys')}>
            <Empty title={tell('keys.notShown')}>{blocked}</Empty>
          </Panel>
        )}
        <EndpointsPanel />
      </div>
      <NewKeyDrawer />
      {blocked === undefined && <KeyMoves onDone={setSaid} />}
    </Page>
  );
}

function KeysPanel(): ReactNode {
  const tell = useText();
  const { zoneName } = useFormats();
  const columns = useColumns();
  const list = useListed<Key>({
    ...{ key: ['keys', 'list'], live: ['keys'], everyMs: quietEveryMs },
    page: async (from) => read(api.GET('/keys', { params: { query: from } })),
  });
  return (
    <Panel title={tell('keys.keys')} intro={tell('keys.order', { zone: zoneName() })}>
      <Table
        caption={tell('keys.caption')}
        columns={columns}
        rowKey={({ id }) => id}
        {...list}
        empty={<Empty title={tell('keys.none')}>{tell('keys.noneWhy')}</Empty>}
      />
    </Panel>
  );
}

function useColumns(): readonly Column<Key>[] {
  const tell = useText();
  return useMemo(
    () => [
      {
        ...{ id: 'key', head: tell('keys.key'), names: true },
        cell: (key) => (
          <>
            <b className="anywhere">{key.name}</b>
            <small className="anywhere">
              <code>{key.prefix}…</code>
            </small>
            <Narrow below={640}>
              <Scopes of={key} />
            </Narrow>
            <Narrow below={900}>
              <Text k="keys.usedAt" with={{ when: <Used of={key} /> }} />
            </Narrow>
            <Narrow below={900}>
              <Text k="keys.madeAt" with={{ made: <Made of={key} /> }} />
            </Narrow>
            {Object.keys(key.limits ?? {}).length > 0 && (
              <Narrow below={900}>
                <Limits of={key} />
              </Narrow>
            )}
          </>
        ),
      },
      { ...{ id: 'scopes', head: tell('keys.may'), only: 'roomy' }, cell: (key) => <Scopes of={key} /> },
      { ...{ id: 'limits', head: tell('keys.limits'), only: 'wide' }, cell: (key) => <Limits of={key} /> },
      { ...{ id: 'used', head: tell('keys.used'), only: 'wide' }, cell: (key) => <Used of={key} /> },
      { ...{ id: 'made', head: tell('keys.made'), only: 'wide' }, cell: (key) => <Made of={key} /> },
      { ...{ id: 'state', head: tell('keys.state') }, cell: (key) => <KeyStatus of={key} /> },
      { ...{ id: 'acts', head: tell('keys.acts') }, cell: (key) => <Acts of={key} /> },
    ],
    [tell],
  );
}

interface KeyProps {
  readonly of: Key;
}

const Scopes = ({ of: { scopes } }: KeyProps): ReactNode => (
  <span className="tags">
    {scopes.map((scope) => (
      <Tag key={scope}>{scope}</Tag>
    ))}
  </span>
);

function Used({ of: { lastUsedAt } }: KeyProps): ReactNode {
  const tell = useText();
  return lastUsedAt === null ? tell('keys.never') : <When at={lastUsedAt} />;
}

function Made({ of: { createdAt, createdBy } }: KeyProps): ReactNode {
  const when = <When at={createdAt} />;
  if (createdBy === undefined) return when;
  return <Text k="keys.madeBy" with={{ when, by: <span className="anywhere">{createdBy}</span> }} />;
}

function Acts({ of: key }: KeyProps): ReactNode {
  const tell = useText();
  if (!isGood(key)) return tell('parts.none');
  return (
    <span className="row-acts">
      <Link to={`#rotate-${key.id}`} aria-label={tell('keys.rotateOf', { name: key.name })}>
        {tell('keys.rotate')}
      </Link>
      <Link to={`#revoke-${key.id}`} aria-label={tell('keys.revokeOf', { name: key.name })}>
        {tell('keys.revoke')}
      </Link>
    </span>
  );
}
