import type { ReactNode } from 'react';
import type { Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Status, type StatusKind } from '../../parts/status.tsx';
import { useText } from '../../text/use-text.tsx';

export type Import = Shape['Import'];
export type Reject = Shape['Reject'];

const kinds: Readonly<Record<Import['status'], StatusKind>> = {
  ...{ queued: 'scheduled', running: 'live', finished: 'ok', failed: 'bad', cancelled: 'ended' },
};

export function ImportStatus({ status }: Pick<Import, 'status'>): ReactNode {
  const tell = useText();
  const words: Readonly<Record<Import['status'], string>> = {
    queued: tell('imports.queued'),
    running: tell('imports.running'),
    finished: tell('imports.finished'),
    failed: tell('imports.failed'),
    cancelled: tell('imports.cancelled'),
  };
  return <Status kind={kinds[status]}>{words[status]}</Status>;
}

/** Whether something is still being done about it. */
export const isOpen = ({ status }: Pick<Import, 'status'>): boolean => status === 'queued' || status === 'running';

/** What is in a file. */
export function useKindWords(): Readonly<Record<Import['kind'], string>> {
  const tell = useText();
  return { orders: tell('imports.orders'), members: tell('imports.members') };
}

/** What an import is called: by its file, or by what is in it. */
export function useImportName(): (each: Import) => string {
  const kindOf = useKindWords();
  return ({ fileName, kind, id }) => fileName ?? `${kindOf[kind]} ${id}`;
}

/** "2 taken + 1 there already + 1 rejected = 4 rows": every row is one of them. */
export function useSum(): (counts: Import['counts']) => string {
  const tell = useText();
  const { number } = useFormats();
  return ({ lines, imported, duplicates, leftOut, rejected }) =>
    tell('imports.sum', {
      ...{ n: lines, rows: number(lines), taken: number(imported), there: number(duplicates) },
      ...{ leftOut: number(leftOut), rejected: number(rejected) },
    });
}
