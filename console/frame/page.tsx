import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useText } from '../text/use-text.tsx';
import { useTitle } from './title.ts';

interface PageProps {
  /** The one h1, as plain words. */
  readonly title: string;
  /** Beside the title: a status, a tier. */
  readonly beside?: ReactNode;
  /** What the page is about, in a sentence. */
  readonly intro?: ReactNode;
  /** The main action last. */
  readonly acts?: ReactNode;
  /** Pages above this one. */
  readonly above?: readonly { readonly to: string; readonly name: string }[];
  readonly children: ReactNode;
}

/** A page inside the frame: where it is, its title, what can be done, and its content. */
export function Page({ title, beside, intro, acts, above = [], children }: PageProps): ReactNode {
  const tell = useText();
  useTitle(title);
  return (
    <>
      {above.length > 0 && (
        <nav className="crumb" aria-label={tell('frame.path')}>
          {above.map(({ to, name }) => (
            <span key={to}>
              <Link to={to}>{name}</Link> <span aria-hidden="true">/</span>
            </span>
          ))}
          <span>{title}</span>
        </nav>
      )}
      <div className="head">
        <div>
          <h1>
            {title} {beside}
          </h1>
          {intro !== undefined && <p>{intro}</p>}
        </div>
        {acts !== undefined && <div className="acts">{acts}</div>}
      </div>
      {children}
    </>
  );
}
