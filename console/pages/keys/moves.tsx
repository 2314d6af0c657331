import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'react-router';
import { api, read } from '../../data/api.ts';
import { useBlocked, useSession } from '../../data/session.tsx';
import { ActDrawer } from '../../parts/act-drawer.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { Drawer, useDrawer } from '../../parts/drawer.tsx';
import { OverlapField, useRotation } from '../../parts/overlap.tsx';
import { SecretDrawer } from '../../parts/secret.tsx';
import { Bone, Failure } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { isGood, type Key } from './key-words.tsx';

/** Rotates or revokes the key that the address names: `#revoke-key_…`. */
export function KeyMoves({ onDone }: Pick<MoveProps, 'onDone'>): ReactNode {
  const tell = useText();
  const { hash } = useLocation();
  const [, move, named] = /^#(rotate|revoke)-(key_[0-9a-z]+)$/.exec(hash) ?? [];
  // The drawer that closes still shows the key it was about.
  const [last, setLast] = useState<{ readonly move: string; readonly keyId: string }>();
  if (move !== undefined && named !== undefined && (last?.move !== move || last.keyId !== named)) {
    setLast({ move, keyId: named });
  }
  const keyId = last?.keyId ?? '';
  const { data, error, refetch } = useQuery({
    queryKey: ['keys', keyId],
    queryFn: () => read(api.GET('/keys/{keyId}', { params: { path: { keyId } } })),
    enabled: keyId !== '',
    meta: { live: ['keys'] },
  });
  if (last === undefined) return null;
  if (data !== undefined) {
    return last.move === 'rotate' ? <RotateDrawer of={data} /> : <RevokeDrawer of={data} onDone={onDone} />;
  }
  return (
    <Drawer id={`${last.move}-${keyId}`} title={last.move === 'rotate' ? tell('keys.rotate') : tell('keys.revoke')}>
      <div aria-busy={error === null}>
        {error === null ? <Bone width="60%" /> : <Failure error={error} again={() => void refetch()} />}
      </div>
    </Drawer>
  );
}

interface MoveProps {
  readonly of: Key;
  readonly onDone: (said: ReactNode) => void;
}

function RotateDrawer({ of: key }: Pick<MoveProps, 'of'>): ReactNode {
  const tell = useText();
  const id = `rotate-${key.id}`;
  const isOwn = useSession().key.id === key.id;
  const blocked = useKeyBlocked(key);
  const { mutation, overlap } = useKeyRotation(key, id);
  if (mutation.data?.secret !== undefined) {
    return (
      <SecretDrawer
        id={id}
        title={tell('keys.isRotated', { name: key.name })}
        label={tell('keys.secret')}
        value={mutation.data.secret}
      >
        {tell('keys.secretWhat')}
      </SecretDrawer>
    );
  }
  return (
    <ActDrawer
      id={id}
      title={tell('keys.rotateTitle', { name: key.name })}
      act={tell('keys.rotateNow')}
      blocked={blocked}
      mutation={mutation}
    >
      <OverlapField
        label={tell('keys.overlap')}
        hint={isOwn ? tell('keys.overlapOwn') : undefined}
        overlap={overlap}
        // Without one, this session would end before anybody could read the new secret.
        mayBeNone={!isOwn}
      />
      <Consequences
        title={tell('keys.follows')}
        lines={[
          [tell('keys.newSecret'), tell('keys.newSecretWhy')],
          overlap.hours === 0
            ? [tell('keys.oldEndsNow'), <LastUsed key="used" of={key} />]
            : [
                <Text key="old" k="keys.oldEnds" with={{ time: <When at={overlap.until} /> }} />,
                <LastUsed key="used" of={key} />,
              ],
          [tell('keys.sessionsEnd'), isOwn ? tell('keys.isOwn') : undefined],
        ]}
      />
    </ActDrawer>
  );
}

function useKeyRotation({ id: keyId }: Key, drawer: string) {
  const client = useQueryClient();
  return useRotation(
    drawer,
    ({ header, body }) => read(api.POST('/keys/{keyId}/rotate', { params: { path: { keyId }, header }, body })),
    () => void client.invalidateQueries({ queryKey: ['keys'] }),
  );
}

function RevokeDrawer({ of: key, onDone }: MoveProps): ReactNode {
  const tell = useText();
  const id = `revoke-${key.id}`;
  const client = useQueryClient();
  const { close } = useDrawer(id);
  const isOwn = useSession().key.id === key.id;
  const blocked = useKeyBlocked(key);
  const mutation = useMutation({
    mutationFn: () => read(api.POST('/keys/{keyId}/revoke', { params: { path: { keyId: key.id } } })),
    onSuccess: () => {
      onDone(tell('keys.isRevoked', { name: key.name }));
      close();
      void client.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  return (
    <ActDrawer
      id={id}
      title={tell('keys.revokeTitle', { name: key.name })}
      act={tell('keys.revokeNow', { name: key.name })}
      danger
      blocked={blocked}
      mutation={mutation}
    >
      <Consequences
        title={tell('keys.follows')}
        lines={[
          [tell('keys.callsRefused'), <LastUsed key="used" of={key} />],
          [tell('keys.tokensEnd'), tell('keys.tokensEndWhy')],
          [tell('keys.sessionsEnd'), isOwn ? tell('keys.isOwn') : undefined],
          [tell('keys.isFinal'), tell('keys.isFinalWhy')],
        ]}
      />
    </ActDrawer>
  );
}

/** Why nothing can be done with a key: it has ended, or the one that is signed in may not. */
function useKeyBlocked(key: Key): string | undefined {
  const tell = useText();
  const lacks = useBlocked('admin');
  return isGood(key) ? lacks : tell('keys.hasEnded');
}

function LastUsed({ of: { lastUsedAt } }: Pick<MoveProps, 'of'>): ReactNode {
  const tell = useText();
  if (lastUsedAt === null) return tell('keys.usedNever');
  return <Text k="keys.usedLast" with={{ time: <When at={lastUsedAt} /> }} />;
}
