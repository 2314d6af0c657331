import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useFormats } from '../data/session.tsx';
import { Text } from '../text/use-text.tsx';

interface FigureProps<Data> {
  readonly label: ReactNode;
  /** What it is counted from. */
  readonly of: UseQueryResult<Data>;
  readonly value: (data: Data) => ReactNode;
  /** The list that it counts; a figure of zero leads nowhere. */
  readonly to?: (data: Data) => string | undefined;
  /** What it is made of. */
  readonly note?: (data: Data) => ReactNode;
}

/** A number that explains itself: ready, zero, loading (never 0), stale with its time, or unknown. */
export function Figure<Data>({ label, of: query, value, to, note }: FigureProps<Data>): ReactNode {
  const { data, isError } = query;
  if (data === undefined) return isError ? <Unknown label={label} query={query} /> : <Loading label={label} />;
  const target = to?.(data);
  const shown = value(data);
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd className="value">
        {target === undefined ? (
          shown
        ) : (
          <Made to={target} dim={isError}>
            {shown}
          </Made>
        )}
      </dd>
      {isError ? <Stale at={query.dataUpdatedAt} /> : note !== undefined && <dd>{note(data)}</dd>}
    </div>
  );
}

/** A number as a link to what it is made of; `#lots` is further down on the same page. */
export function Made({
  to,
  dim,
  children,
}: {
  readonly to: string;
  readonly dim?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const className = dim ? 'made dim' : 'made';
  if (to.startsWith('#')) {
    return (
      <a href={to} className={className}>
        {children}
      </a>
    );
  }
  return (
    <Link to={to} className={className}>
      {children}
    </Link>
  );
}

function Loading({ label }: { readonly label: ReactNode }): ReactNode {
  return (
    <div className="figure" aria-busy="true">
      <dt>{label}</dt>
      <dd className="value">
        <span className="bone figure-bone" />
      </dd>
      <dd>
        <Text k="parts.loading" />
      </dd>
    </div>
  );
}

function Unknown<Data>({
  label,
  query,
}: {
  readonly label: ReactNode;
  readonly query: UseQueryResult<Data>;
}): ReactNode {
  const again = (words: ReactNode) => (
    <button type="button" className="as-link" onClick={() => void query.refetch()}>
      {words}
    </button>
  );
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd className="value">
        <Text k="parts.none" />
      </dd>
      <dd className="bad">
        <Text k="parts.unknown" a={again} />
      </dd>
    </div>
  );
}

function Stale({ at }: { readonly at: number }): ReactNode {
  const formats = useFormats();
  return (
    <dd className="warn">
      <Text k="parts.stale" with={{ time: formats.time(at) }} />
    </dd>
  );
}

/** Figures in a row: `<Figures><Figure … /></Figures>`. */
export function Figures({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className="figures">{children}</dl>;
}
