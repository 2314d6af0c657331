import type { ReactNode } from 'react';
import type { Reject } from './import-words.tsx';

/** Which field, what stood there, what is wrong with it, and what to write. */
export function Wrong({ of: { field = '', value = '', detail, fix } }: { readonly of: Reject }): ReactNode {
  return (
    <span lang="en" className="anywhere">
      {field !== '' && <code>{field}</code>} {value !== '' && <q>{value}</q>} {detail}
      {fix !== undefined && fix !== '' && <small>↳ {fix}</small>}
    </span>
  );
}
