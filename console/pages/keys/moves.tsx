import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { api, read } from '../../data/api.ts';
import { useAttempt } from '../../data/attempt.ts';
import { useBlocked, useSession } from '../../data/session.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { Button } from '../../parts/form.tsx';
import { OverlapField, useOverlap } from '../../parts/overlap.tsx';
import { Secret } from '../../parts/secret.tsx';
import { Bone, Failure, NotDone } from '../../parts/states.tsx';
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
  const { close } = useDrawer(id);
  const isOwn = useSession().key.id === key.id;
  const blocked = useKeyBlocked(key);
  const { mutation, overlap } = useRotation(key, id);
  if (mutation.data?.secret !== undefined) {
    return (
      <Drawer
        id={id}
        title={tell('keys.isRotated', { name: key.name })}
        foot={<Button onClick={close}>{tell('parts.close')}</Button>}
      >
        <Secret label={tell('keys.secret')} value={mutation.data.secret}>
          {tell('keys.secretWhat')}
        </Secret>
      </Drawer>
    );
  }
  return (
    <Drawer
      id={id}
      title={tell('keys.rotateTitle', { name: key.name })}
      onSubmit={() => {
        if (blocked === undefined && !mutation.isPending) mutation.mutate();
      }}
      foot={
        <>
          <Button type="submit" main busy={mutation.isPending} blocked={blocked}>
            {tell('keys.rotateNow')}
          </Button>
          <Leave id={id} />
        </>
      }
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
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </Drawer>
  );
}

function useRotation({ id: keyId }: Key, drawer: string) {
  const client = useQueryClient();
  const attempt = useAttempt();
  const { isOpen } = useDrawer(drawer);
  const overlap = useOverlap();
  const mutation = useMutation({
    gcTime: 0,
    mutationFn: () =>
      read(
        api.POST('/keys/{keyId}/rotate', {
          params: { path: { keyId }, header: attempt.header() },
          body: { overlapSeconds: overlap.seconds },
        }),
      ),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['keys'] }),
    onSettled: (_, error) => attempt.answered(error),
  });
  const { reset } = mutation;
  useEffect(() => {
    if (!isOpen) reset();
  }, [isOpen, reset]);
  return { mutation, overlap };
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
    <Drawer
      id={id}
      title={tell('keys.revokeTitle', { name: key.name })}
      onSubmit={() => {
        if (blocked === undefined && !mutation.isPending) mutation.mutate();
      }}
      foot={
        <>
          <Button type="submit" danger busy={mutation.isPending} blocked={blocked}>
            {tell('keys.revokeNow', { name: key.name })}
          </Button>
          <Leave id={id} />
        </>
      }
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
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </Drawer>
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
