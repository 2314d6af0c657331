import type { ReactNode } from 'react';

interface ConsequencesProps {
  readonly title: string;
  readonly lines: readonly (readonly [what: ReactNode, why?: ReactNode])[];
}

/** What will be, line by line: in short, and why. */
export function Consequences({ title, lines }: ConsequencesProps): ReactNode {
  return (
    <div>
      <p className="label">{title}</p>
      <ul className="consequences">
        {lines.map(([what, why], at) => (
          <li key={at}>
            {what}
            {why !== undefined && <small>{why}</small>}
          </li>
        ))}
      </ul>
    </div>
  );
}
