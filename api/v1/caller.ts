import type { Context } from 'hono';
import type { AuthenticatedKey, Keyring } from '../../modules/keys/authenticate.ts';
import { readSession } from '../../modules/keys/sessions.ts';
import { type MemberToken, readMemberToken } from '../../modules/keys/member-token.ts';
import type { Scope } from '../../modules/keys/rules-token.ts';
import type { Database } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { requireOwnPage, sessionIdOf } from '../console/cookie.ts';

/** Who calls. */
export type Caller =
  | { readonly kind: 'key'; readonly id: string; readonly programmeId: number; readonly key: AuthenticatedKey }
  | { readonly kind: 'member'; readonly id: string; readonly programmeId: number; readonly token: MemberToken }
  | { readonly kind: 'nobody'; readonly id: 'nobody'; readonly programmeId: 0 };

interface CallerDeps {
  readonly keyring: Keyring;
  readonly scope: Scope | 'member' | 'none';
  readonly secret: string;
  readonly database: Database;
  readonly publicUrl?: string | undefined;
}

/** Who sent a request: a key, itself or by the cookie of the console that stands for it, or on `/me` a member with a token. Each opens its own routes only. */
export async function callerOf(context: Context, deps: CallerDeps): Promise<Caller> {
  const { keyring, scope, secret } = deps;
  if (scope === 'none') return { kind: 'nobody', id: 'nobody', programmeId: 0 };
  const text = /^Bearer +([^\s]+) *$/i.exec(context.req.header('Authorization') ?? '')?.[1] ?? '';
  if (scope === 'member') {
    const token = readMemberToken(secret, text);
    if (token === undefined || !(await keyring.isGood(token.keyId))) throw unauthenticated(scope);
    return { kind: 'member', id: `member:${token.memberId}`, programmeId: token.programmeId, token };
  }
  const signedIn = context.req.header('Authorization') === undefined ? sessionIdOf(context) : undefined;
  const key = await (signedIn === undefined ? keyring.authenticate(text) : keyOfSession(context, signedIn, deps));
  if (key === undefined) throw unauthenticated(scope);
  return { kind: 'key', id: key.id, programmeId: key.programmeId, key };
}

/** The key of who is signed in to the console; throws when the request was not made by a page of it. */
async function keyOfSession(
  context: Context,
  id: string,
  { publicUrl, ...deps }: CallerDeps,
): Promise<AuthenticatedKey | undefined> {
  requireOwnPage(context, publicUrl);
  return (await readSession(deps, id))?.key;
}

export function requireScope(caller: Caller, scope: CallerDeps['scope']): void {
  if (caller.kind !== 'key' || scope === 'member' || scope === 'none') return;
  requireScopeOf(caller.key.scopes, scope);
}

/** Throws SCOPE_MISSING when a key with these scopes lacks one that only some requests of a route need. */
export function requireScopeOf(scopes: readonly Scope[], scope: Scope): void {
  if (scopes.includes(scope)) return;
  throw new PerennialError('SCOPE_MISSING', `${scope} is needed.`, {
    fix: `Use a key that has the scope ${scope}; this one has ${scopes.join(', ')}.`,
  });
}

const unauthenticated = (scope: Scope | 'member') =>
  new PerennialError('UNAUTHENTICATED', 'The key is missing, revoked or expired.', {
    field: 'Authorization',
    fix: scope === 'member' ? 'Send Authorization: Bearer mtk_… .' : 'Send Authorization: Bearer prn_… .',
  });
