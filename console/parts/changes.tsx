import type { ReactNode } from 'react';
import { Diff, type DiffPart } from './code.tsx';

/** `~ settings.giftPoints: 100 → 200` as what is struck and what is added. */
function partsOf(change: string): DiffPart[] {
  const [, mark = '~', path = '', rest = ''] = /^([~+−-]) ([^:]+): ?(.*)$/s.exec(change) ?? ['', '~', change, ''];
  const [before = '', after] = rest.split(' → ');
  const same: DiffPart = { kind: 'same', text: path };
  if (mark === '+') return [same, { kind: 'added', text: rest }];
  if (mark !== '~') return [same, { kind: 'struck', text: rest }];
  return [
    same,
    { kind: 'struck', text: before },
    ...(after === undefined ? [] : [{ kind: 'added' as const, text: after }]),
  ];
}

/** What differs between two versions of a file, field by field, as the API says it. */
export function Changes({ changes }: { readonly changes: readonly string[] }): ReactNode {
  return (
    <ul className="changes" lang="en">
      {changes.map((change, at) => (
        <li key={at}>
          <Diff parts={partsOf(change)} />
        </li>
      ))}
    </ul>
  );
}
