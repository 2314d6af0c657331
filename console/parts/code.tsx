import { Fragment, type ReactNode } from 'react';
import { Text, useText } from '../text/use-text.tsx';

export interface LineError {
  /** From 1 on. */
  readonly line: number;
  readonly what: ReactNode;
  readonly fix?: ReactNode;
}

interface CodeProps {
  /** What it is, for who hears it. */
  readonly label: string;
  readonly text: string;
  readonly errors?: readonly LineError[];
}

/** A file with its numbers of lines; an error stands under its line, with the fix. */
export function Code({ label, text, errors = [] }: CodeProps): ReactNode {
  const byLine = Map.groupBy(errors, ({ line }) => line);
  return (
    <div className="code" role="region" aria-label={label} tabIndex={0}>
      {text.split('\n').map((line, at) => {
        const found = byLine.get(at + 1) ?? [];
        return (
          <Fragment key={at}>
            <span className={found.length > 0 ? 'l wrong' : 'l'}>{line === '' ? ' ' : line}</span>
            {found.map((error, place) => (
              <span className="at" key={place}>
                <b>
                  <Text k="parts.line" with={{ line: error.line }} />
                </b>{' '}
                {error.what} {error.fix}
              </span>
            ))}
          </Fragment>
        );
      })}
    </div>
  );
}

export interface DiffPart {
  readonly kind: 'same' | 'struck' | 'added';
  readonly text: string;
}

/** What changes, struck and added, in words; who hears it is told which is which. */
export function Diff({ parts }: { readonly parts: readonly DiffPart[] }): ReactNode {
  const tell = useText();
  return (
    <span className="diff">
      {parts.map(({ kind, text }, at) => {
        if (kind === 'same') return <Fragment key={at}>{text} </Fragment>;
        const Mark = kind === 'struck' ? 'del' : 'ins';
        return (
          <Fragment key={at}>
            <Mark>
              <span className="sr">{tell(kind === 'struck' ? 'parts.struck' : 'parts.added')} </span>
              {text}
            </Mark>{' '}
          </Fragment>
        );
      })}
    </span>
  );
}
