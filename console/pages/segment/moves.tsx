import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { useAttempt } from '../../data/attempt.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { ActDrawer } from '../../parts/act-drawer.tsx';
import { Callout } from '../../parts/states.tsx';
import { useText } from '../../text/use-text.tsx';

/** Takes a segment away; one that is in use stays, and says by what. */
export function DeleteDrawer({
  segment: { code, name, revision, usedBy },
}: {
  readonly segment: Shape['Segment'];
}): ReactNode {
  const tell = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const scope = useBlocked('launch');
  const mutation = useMutation({
    mutationFn: () =>
      read(api.DELETE('/segments/{code}', { params: { path: { code } }, headers: { 'If-Match': `"${revision}"` } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['segments'] });
      void navigate('/segments');
    },
  });
  const names = usedBy.map((user) => user.name).join(', ');
  return (
    <ActDrawer
      id="delete"
      title={tell('segments.deleteTitle', { name })}
      act={tell('segments.delete')}
      danger
      blocked={scope ?? (usedBy.length > 0 ? tell('segments.inUse', { names }) : undefined)}
      mutation={mutation}
    >
      <Callout kind="warn">
        <p>{tell('segments.deleteWhat')}</p>
      </Callout>
    </ActDrawer>
  );
}

const everyMs = 1_000;

/** Asks for the members as a file, and leads to it as soon as it is made. */
export function ExportDrawer({ code }: { readonly code: string }): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const blocked = useBlocked('admin');
  const attempt = useAttempt();
  const mutation = useMutation({
    mutationFn: () =>
      read(api.POST('/segments/{code}/export', { params: { path: { code }, header: attempt.header() } })),
    onSettled: (_, error) => attempt.answered(error),
  });
  const id = mutation.data?.id;
  const made = useQuery({
    queryKey: ['export', id],
    queryFn: () => read(api.GET('/exports/{exportId}', { params: { path: { exportId: id ?? '' } } })),
    enabled: id !== undefined,
    refetchInterval: ({ state }) =>
      state.data?.status === 'finished' || state.data?.status === 'failed' ? false : everyMs,
  });
  const status = made.data?.status;
  return (
    <ActDrawer id="csv" title={tell('segments.csvTitle')} act={tell('segments.csvMake')} {...{ blocked, mutation }}>
      <p>{tell('segments.csvWhat')}</p>
      {id !== undefined && (
        <Callout kind={status === 'failed' ? 'bad' : status === 'finished' ? 'good' : 'info'} live>
          {status === 'finished' ? (
            <p>
              {tell('segments.csvMade', { rows: number(made.data?.rows ?? 0) })}{' '}
              <a href={`/v1/exports/${id}/file`} download={`${code}.csv`}>
                {tell('segments.csvFetch')}
              </a>
            </p>
          ) : (
            <p>{status === 'failed' ? tell('segments.csvFailed') : tell('segments.csvWaits')}</p>
          )}
        </Callout>
      )}
    </ActDrawer>
  );
}
