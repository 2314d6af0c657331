import type { ReactNode } from 'react';
import { useFormats } from '../data/session.tsx';
import type { Instant } from '../text/format.ts';
import { Text } from '../text/use-text.tsx';

interface WhenProps {
  readonly at: Instant;
  /** In which words; day and time when absent. */
  readonly as?: 'dateTime' | 'day' | 'date' | 'time';
  /** Whose time it is; the programme's when absent. */
  readonly zone?: string;
}

/** An instant in words of the chosen language. Say beside it whose zone it is, once for a part. */
export function When({ at, as = 'dateTime', zone }: WhenProps): ReactNode {
  const formats = useFormats();
  return <time dateTime={new Date(at).toISOString()}>{formats[as](at, zone)}</time>;
}

/** "at the end of Thu 26 Nov 2026": how long what expires can still be used. */
export function EndOf({ at, zone }: Omit<WhenProps, 'as'>): ReactNode {
  return <Text k="parts.endOf" with={{ day: <When at={at} as="day" {...(zone === undefined ? {} : { zone })} /> }} />;
}

/** A change of points, with its sign and its colour. */
export function Change({ points }: { readonly points: number }): ReactNode {
  const formats = useFormats();
  return <span className={points < 0 ? 'minus' : 'plus'}>{formats.signed(points)}</span>;
}
