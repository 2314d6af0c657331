import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { encode } from 'uqr';
import { Refused } from '../data/refused.ts';
import { useText } from './text.tsx';

/** A part of the page with its heading. */
export function Section({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className="part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** What was read, or that it is being read, or why it was not. */
export function Loaded<Data>({
  of: query,
  children,
}: {
  readonly of: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}): ReactNode {
  const { tell } = useText();
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <Failed error={query.error} again={() => void query.refetch()} />;
  return (
    <p className="dim" aria-busy="true">
      {tell('loading')}
    </p>
  );
}

export function Failed({ error, again }: { readonly error: Error; readonly again?: () => void }): ReactNode {
  const { tell } = useText();
  const problem = error instanceof Refused ? error.problem : undefined;
  return (
    <div className="failed" role="alert">
      <p>{problem === undefined ? tell('failed.away') : tell('failed.refused', { why: error.message })}</p>
      {problem !== undefined && <p className="note">{tell('failed.id', { id: problem.requestId })}</p>}
      {again !== undefined && (
        <button type="button" className="btn" onClick={again}>
          {tell('failed.again')}
        </button>
      )}
    </div>
  );
}

/** Free modules round the code: readers at a till want four. */
const quiet = 4;

/** A code for the reader of a till, always dark on white. */
export function Qr({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : '')))
    .join('');
  const side = size + 2 * quiet;
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges">
      <rect width={side} height={side} className="qr-ground" />
      <path d={path} className="qr-marks" />
    </svg>
  );
}

/** Plain words; addresses in them can be followed. */
export function PlainText({ text }: { readonly text: string }): ReactNode {
  const { tell } = useText();
  return (
    <p className="plain">
      {text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/).map((piece, at) =>
        at % 2 === 0 ? (
          piece
        ) : (
          <a key={at} href={piece} target="_blank" rel="noopener noreferrer">
            {piece}
            <span className="sr"> {tell('opensElsewhere')}</span>
          </a>
        ),
      )}
    </p>
  );
}
