import { type ReactNode, useId } from 'react';

interface PanelProps {
  readonly title: ReactNode;
  readonly intro?: ReactNode;
  /** On the right of the title: a link, a filter. */
  readonly more?: ReactNode;
  /** A line below. */
  readonly foot?: ReactNode;
  /** Its address on the page. */
  readonly id?: string;
  /** Its place where both columns become one; lower comes first. */
  readonly order?: number;
  /** Padded, for what is no table or list. */
  readonly padded?: boolean;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Panel({ title, intro, more, foot, id, order, padded, children }: PanelProps): ReactNode {
  const heading = useId();
  return (
    <section className="panel" id={id} aria-labelledby={heading} style={order === undefined ? undefined : { order }}>
      <header>
        <h2 id={heading}>{title}</h2>
        {more !== undefined && <div className="more">{more}</div>}
        {intro !== undefined && <p>{intro}</p>}
      </header>
      {padded ? <div className="pad">{children}</div> : children}
      {foot !== undefined && <p className="foot">{foot}</p>}
    </section>
  );
}

/** The main column and the one of 336 px beside it. */
export function Columns({ main, side }: { readonly main: ReactNode; readonly side: ReactNode }): ReactNode {
  return (
    <div className="cols">
      <div className="stack">{main}</div>
      <div className="stack">{side}</div>
    </div>
  );
}
