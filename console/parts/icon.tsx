import type { ReactNode } from 'react';

/** Drawn in 16 by 16, in the colour of the words beside them. */
const paths = {
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  close: 'm4 4 8 8M12 4l-8 8',
  check: 'm3 8.5 3.2 3L13 4.5',
  pause: 'M5.5 4v8M10.5 4v8',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.4v.1',
  notice: 'M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0M8 5v3.5M8 10.9v.1',
  up: 'm4 9.5 4-4 4 4',
  down: 'm4 6.5 4 4 4-4',
  info: 'M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0M8 7.5v3.5M8 5.1v.1',
} as const;
export type IconName = keyof typeof paths;

/** A picture that says nothing the words do not say. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** The sign of the product. */
export function Leaf(): ReactNode {
  return (
    <svg className="leaf" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M10 18V8M10 12c-4 0-6-2-6-6 4 0 6 2 6 6ZM10 8c0-3.5 2-5.5 6-5.5 0 3.5-2 5.5-6 5.5Z" />
    </svg>
  );
}
