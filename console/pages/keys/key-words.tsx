import type { ReactNode } from 'react';
import type { Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Status } from '../../parts/status.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';

export type Key = Shape['Key'];
export type Scope = Shape['Scope'];

/** Scopes in the order of what they open. */
export const scopes: readonly Scope[] = ['read', 'write', 'launch', 'finance', 'admin'];

/** What each scope opens. */
export function useScopeWords(): Readonly<Record<Scope, string>> {
  const tell = useText();
  return {
    read: tell('keys.scopeRead'),
    write: tell('keys.scopeWrite'),
    launch: tell('keys.scopeLaunch'),
    finance: tell('keys.scopeFinance'),
    admin: tell('keys.scopeAdmin'),
  };
}

/** Whether a key lets anybody in, by real time. */
export const isGood = ({ revokedAt, expiresAt }: Key): boolean =>
  revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > Date.now());

/** How a key stands, and since or until when. */
export function KeyStatus({ of: key }: { readonly of: Key }): ReactNode {
  const tell = useText();
  const { revokedAt, expiresAt } = key;
  if (revokedAt !== null) {
    return (
      <>
        <Status kind="ended">{tell('keys.revoked')}</Status>
        <small>
          <When at={revokedAt} />
        </small>
      </>
    );
  }
  const until = expiresAt !== null && (
    <small>
      <Text k={isGood(key) ? 'keys.until' : 'keys.endedAt'} with={{ time: <When at={expiresAt} /> }} />
    </small>
  );
  return (
    <>
      <Status kind={isGood(key) ? 'ok' : 'ended'}>{isGood(key) ? tell('keys.good') : tell('keys.over')}</Status>
      {until}
    </>
  );
}

/** Calls a minute that differ from the usual ones. */
export function Limits({ of: { limits = {} } }: { readonly of: Key }): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const lines = [
    limits.read === undefined ? undefined : tell('keys.limitRead', { count: number(limits.read) }),
    limits.write === undefined ? undefined : tell('keys.limitWrite', { count: number(limits.write) }),
    limits.events === undefined ? undefined : tell('keys.limitEvents', { count: number(limits.events) }),
  ].filter((line) => line !== undefined);
  if (lines.length === 0) return tell('keys.limitsUsual');
  return lines.map((line) => <div key={line}>{line}</div>);
}
