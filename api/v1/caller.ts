import type { Context } from 'hono';
import type { AuthenticatedKey, Keyring } from '../../modules/keys/authenticate.ts';
import { type MemberToken, readMemberToken } from '../../modules/keys/member-token.ts';
import type { Scope } from '../../modules/keys/rules-token.ts';
import { PerennialError } from '../../platform/errors.ts';

/** Who calls. */
export type Caller =
  | { readonly kind: 'key'; readonly id: string; readonly programmeId: number; readonly key: AuthenticatedKey }
  | { readonly kind: 'member'; readonly id: string; readonly programmeId: number; readonly token: MemberToken }
  | { readonly kind: 'nobody'; readonly id: 'nobody'; readonly programmeId: 0 };

interface CallerDeps {
  readonly keyring: Keyring;
  readonly scope: Scope | 'member' | 'none';
  readonly secret: string;
}

/** Who sent a request: a key, or on `/me` a member with a token. Each opens its own routes only. */
export async function callerOf(context: Context, { keyring, scope, secret }: CallerDeps): Promise<Caller> {
  if (scope === 'none') return { kind: 'nobody', id: 'nobody', programmeId: 0 };
  const text = /^Bearer +([^\s]+) *$/i.exec(context.req.header('Authorization') ?? '')?.[1] ?? '';
  if (scope === 'member') {
    const token = readMemberToken(secret, text);
    if (token === undefined || !(await keyring.isGood(token.keyId))) throw unauthenticated(scope);
    return { kind: 'member', id: `member:${token.memberId}`, programmeId: token.programmeId, token };
  }
  const key = await keyring.authenticate(text);
  if (key === undefined) throw unauthenticated(scope);
  return { kind: 'key', id: key.id, programmeId: key.programmeId, key };
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
