import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Refused } from '../data/refused.ts';
import { Text, useText } from '../text/use-text.tsx';
import { Icon, type IconName } from './icon.tsx';

type CalloutKind = 'good' | 'info' | 'warn' | 'bad';
const icons: Readonly<Record<CalloutKind, IconName>> = { good: 'check', info: 'info', warn: 'warning', bad: 'notice' };

/** A notice at its place: what stops, what to mind, what is good to know, what is done. */
export function Callout({
  kind,
  live,
  children,
}: {
  readonly kind: CalloutKind;
  /** It came by what the person did just now: it is read out. */
  readonly live?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={`callout ${kind}`} role={live ? (kind === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon name={icons[kind]} />
      <div>{children}</div>
    </div>
  );
}

/** What the person has just done, above the page it changed. */
export function Done({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className="done">
      <Callout kind="good" live>
        {children}
      </Callout>
    </div>
  );
}

/** In place of a list that has nothing: what would fill it. */
export function Empty({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <b>{title}</b>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

interface FailureProps {
  readonly error: Error;
  readonly again?: () => void;
}

/** In place of what could not be read: why, that nothing was changed, and the id of the request. */
export function Failure({ error, again }: FailureProps): ReactNode {
  const tell = useText();
  return (
    <Callout kind="bad">
      <p>
        <Text k="parts.notLoaded" with={{ why: <Why error={error} /> }} />
      </p>
      {again !== undefined && (
        <p className="acts">
          <button type="button" className="btn" onClick={again}>
            {tell('parts.tryAgain')}
          </button>
        </p>
      )}
      <RequestId error={error} />
    </Callout>
  );
}

/** Above the buttons of a form: why it was not done, and what to do. */
export function NotDone({ error }: { readonly error: Error }): ReactNode {
  const fix = error instanceof Refused ? error.problem?.fix : undefined;
  return (
    <Callout kind="bad" live>
      <p>
        {fix === undefined ? (
          <Text k="parts.notDone" with={{ why: <Why error={error} /> }} />
        ) : (
          <Text k="parts.notDoneFix" with={{ why: <Why error={error} />, fix: <span lang="en">{fix}</span> }} />
        )}
      </p>
      <RequestId error={error} />
    </Callout>
  );
}

/** The API speaks English. */
function Why({ error }: { readonly error: Error }): ReactNode {
  const tell = useText();
  if (!(error instanceof Refused)) return tell('parts.noAnswer');
  return <span lang="en">{error.message}</span>;
}

function RequestId({ error }: { readonly error: Error }): ReactNode {
  const request = error instanceof Refused ? error.problem?.requestId : undefined;
  if (request === undefined) return null;
  return (
    <p className="note">
      <Text k="parts.tellEngineer" with={{ request }} /> · <Health />
    </p>
  );
}

function Health(): ReactNode {
  return <Link to="/health">{useText()('parts.health')}</Link>;
}

/** A line whose words are not there yet. */
export function Bone({ width }: { readonly width: string }): ReactNode {
  return <span className="bone" style={{ width }} />;
}
