import { isKeyGood } from '../../modules/keys/rules-token.ts';
import type { KeySummary } from '../../modules/keys/rows.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';

const minute = (at: Date | null) => (at === null ? '' : `${at.toISOString().slice(0, 16).replace('T', ' ')}Z`);

function stateOf(key: KeySummary, out: Output): string {
  if (key.revokedAt !== null) return out.paint('red', `revoked ${minute(key.revokedAt)}`);
  if (!isKeyGood(key, new Date())) return out.paint('yellow', 'ended');
  return out.paint('green', key.expiresAt === null ? 'good' : `good until ${minute(key.expiresAt)}`);
}

/** A line for each key. */
export function renderKeys(keys: readonly KeySummary[], out: Output): string {
  if (keys.length === 0) return 'No keys yet: perennial key create NAME --scopes read,write';
  return renderTable(
    ['Key', 'Whose', 'May', 'State', 'Made', 'Last used'].map((title) => ({ title })),
    keys.map((key) => [
      ...[key.id, key.name, key.scopes.join(', '), stateOf(key, out)],
      ...[minute(key.createdAt), key.lastUsedAt === null ? 'never' : minute(key.lastUsedAt)],
    ]),
  );
}

/** One key, without its secret. */
export function renderKey(key: KeySummary, out: Output): string {
  return renderPairs([
    ['Key', key.id],
    ['Whose', key.name],
    ['May', key.scopes.join(', ')],
    ['State', stateOf(key, out)],
  ]);
}
