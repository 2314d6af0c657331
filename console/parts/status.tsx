import type { ReactNode } from 'react';

/** How something stands; shape and word carry it, colour only helps. */
export type StatusKind = 'draft' | 'held' | 'scheduled' | 'live' | 'paused' | 'ended' | 'ok' | 'bad';

export function Status({ kind, children }: { readonly kind: StatusKind; readonly children: ReactNode }): ReactNode {
  return <span className={`pill ${kind}`}>{children}</span>;
}

/** A fact without a state: a version, a tier. */
export function Tag({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className="tag">{children}</span>;
}
