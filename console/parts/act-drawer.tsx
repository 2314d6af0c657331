import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Drawer, Leave } from './drawer.tsx';
import { Button } from './form.tsx';
import { NotDone } from './states.tsx';

interface ActDrawerProps {
  readonly id: string;
  readonly title: ReactNode;
  readonly note?: ReactNode;
  /** What its button says. */
  readonly act: string;
  /** It takes something away. */
  readonly danger?: boolean;
  /** Why it can't be done now. */
  readonly blocked: string | undefined;
  readonly mutation: Pick<UseMutationResult<unknown, Error, void>, 'isPending' | 'error' | 'mutate'>;
  readonly children: ReactNode;
}

/** A drawer that says what comes of one act and does it: once, and only where it may be done. */
export function ActDrawer(props: ActDrawerProps): ReactNode {
  const { id, title, note, act, danger = false, blocked, mutation, children } = props;
  return (
    <Drawer
      id={id}
      title={title}
      note={note}
      onSubmit={() => {
        if (blocked === undefined && !mutation.isPending) mutation.mutate();
      }}
      foot={
        <>
          <Button type="submit" main={!danger} danger={danger} busy={mutation.isPending} blocked={blocked}>
            {act}
          </Button>
          <Leave id={id} />
        </>
      }
    >
      {children}
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </Drawer>
  );
}
