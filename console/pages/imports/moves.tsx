import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, read } from '../../data/api.ts';
import { useAttempt } from '../../data/attempt.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { ActDrawer } from '../../parts/act-drawer.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Callout } from '../../parts/states.tsx';
import { useText } from '../../text/use-text.tsx';
import { HowField } from './how-field.tsx';
import { type Import, isOpen } from './import-words.tsx';
import { noReading, ReadingFields, saidOf } from './reading-fields.tsx';

interface AgainProps {
  readonly of: Import;
}

/** Reads the file once more: for real what was tried, or in another way. It is an import of its own. */
export function AgainDrawer({ of: each }: AgainProps): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const blocked = useAgainBlocked(each);
  const { status, dryRun, kind, counts, problem } = each;
  const isTried = dryRun && status === 'finished';
  const { mutation, tries, setTries, reading, setReading } = useAgain(each, !isTried);
  const rows = { n: counts.imported, count: number(counts.imported) };
  return (
    <ActDrawer
      id="again"
      title={isTried ? tell('imports.takeItTitle') : tell('imports.againTitle')}
      note={tell('imports.againNote')}
      act={tries ? tell('imports.try') : isTried ? tell('imports.takeRows', rows) : tell('imports.take')}
      blocked={blocked}
      mutation={mutation}
    >
      {problem !== undefined && (
        <Callout kind="bad">
          <p lang="en">
            {problem.detail} {problem.fix}
          </p>
        </Callout>
      )}
      <HowField tries={tries} onChange={setTries} />
      {tries ? (
        <Callout kind="info">
          <p>{tell('imports.tryWhat')}</p>
        </Callout>
      ) : (
        <WhatFollows of={each} />
      )}
      <details open={problem !== undefined}>
        <summary>{tell('imports.reading')}</summary>
        <p className="note">{tell('imports.readingStays')}</p>
        <ReadingFields kind={kind} reading={reading} onChange={setReading} />
      </details>
    </ActDrawer>
  );
}

/** What comes of taking the file. */
function WhatFollows({ of: { dryRun, status, kind, counts } }: AgainProps): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const rows = { n: counts.imported, count: number(counts.imported) };
  const isTried = dryRun && status === 'finished';
  return (
    <Consequences
      title={tell('imports.follows')}
      lines={[
        ...(isTried ? [[tell('imports.rowsCome', rows), tell('imports.rowsComeWhy')] as const] : []),
        kind === 'orders'
          ? [tell('imports.pointsCome'), tell('imports.takeOrdersWhat')]
          : [tell('imports.membersCome'), tell('imports.takeMembersWhat')],
        [tell('imports.thereStays'), tell('imports.thereStaysWhy')],
      ]}
    />
  );
}

function useAgainBlocked(each: Import): string | undefined {
  const tell = useText();
  const lacks = useBlocked('write');
  if (isOpen(each)) return tell('imports.stillOpen');
  return each.hasFile ? lacks : tell('imports.noFile');
}

function useAgain({ id: importId, kind }: Import, triesFirst: boolean) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const attempt = useAttempt();
  // What is offered first changes as the import comes to its end; what was chosen stays.
  const [chosen, setTries] = useState<boolean>();
  const tries = chosen ?? triesFirst;
  const [reading, setReading] = useState(noReading);
  const mutation = useMutation({
    mutationFn: () =>
      read(
        api.POST('/imports/{importId}/again', {
          params: { path: { importId }, header: attempt.header() },
          body: { ...saidOf(reading, kind), dryRun: tries },
        }),
      ),
    onSuccess: async (made) => {
      client.setQueryData(['imports', made.id], made);
      await navigate(`/imports/${made.id}`);
      await client.invalidateQueries({ queryKey: ['imports', 'list'] });
    },
    onSettled: (_, error) => attempt.answered(error),
  });
  return { mutation, tries, setTries, reading, setReading };
}

interface MoveProps extends AgainProps {
  readonly move: 'cancel' | 'resume';
  readonly onDone: (said: ReactNode) => void;
}

/** Stops an import, or lets a failed one go on where it stood. */
export function MoveDrawer({ of: { id: importId, status, counts, hasFile }, move, onDone }: MoveProps): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const client = useQueryClient();
  const { close } = useDrawer(move);
  const lacks = useBlocked('write');
  const isCancel = move === 'cancel';
  const blocked =
    !isCancel && status === 'finished'
      ? tell('imports.isFinished')
      : isCancel || hasFile
        ? lacks
        : tell('imports.noFile');
  const mutation = useMutation({
    mutationFn: () =>
      read(
        api.POST(isCancel ? '/imports/{importId}/cancel' : '/imports/{importId}/resume', {
          params: { path: { importId } },
        }),
      ),
    onSuccess: (moved) => {
      client.setQueryData(['imports', importId], moved);
      void client.invalidateQueries({ queryKey: ['imports', 'list'] });
      onDone(isCancel ? tell('imports.isStopped') : tell('imports.isResumed'));
      close();
    },
  });
  const rows = { n: counts.imported, count: number(counts.imported) };
  return (
    <ActDrawer
      id={move}
      title={isCancel ? tell('imports.stopTitle') : tell('imports.resumeTitle')}
      act={isCancel ? tell('imports.stopNow') : tell('imports.resume')}
      danger={isCancel}
      blocked={blocked}
      mutation={mutation}
    >
      <Consequences
        title={tell('imports.follows')}
        lines={
          isCancel
            ? [
                [tell('imports.rowsStay', rows), tell('imports.rowsStayWhy')],
                [tell('imports.restStays'), tell('imports.restStaysWhy')],
              ]
            : [[tell('imports.goesOn', rows), tell('imports.goesOnWhy')]]
        }
      />
    </ActDrawer>
  );
}
