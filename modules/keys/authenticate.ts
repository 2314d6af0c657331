import type { Database } from '../../platform/database.ts';
import { type KeySummary, summaryOf } from './rows.ts';
import { isKeyGood, readKeyToken } from './rules-token.ts';
import { isSecret } from './secrets.ts';

/** A key that let somebody in. */
export interface AuthenticatedKey extends KeySummary {
  readonly programmeId: number;
}

/** What a session keeps of its key. */
interface SessionOfKey {
  readonly keyId: string;
  readonly secretHash: Uint8Array;
}

/** How long a process takes a key's word for it: so long a revoked one is still taken by another process. */
const trustMs = 1_000;
/** Keys a process remembers. */
const rememberedMax = 1_000;
/** `lastUsedAt` is true to this, so that reading is not also writing. */
const usedEveryMs = 60_000;

type Row = NonNullable<Awaited<ReturnType<Database['apiKey']['findUnique']>>>;

/** Tells whose key a request brings. One for a process: it remembers a key for a second. */
export function createKeyring(database: Database): {
  authenticate(token: string, now?: Date): Promise<AuthenticatedKey | undefined>;
  /** Whether a key, by its id inside a token, still lets anybody in. */
  isGood(id: string, now?: Date): Promise<boolean>;
  /** The key of a session, while it takes the secret that the session was begun with. */
  ofSession(session: SessionOfKey, now?: Date): Promise<AuthenticatedKey | undefined>;
} {
  const noted = new Map<string, number>();
  const remembered = new Map<string, { readonly row: Row | null; readonly until: number }>();

  const rowOf = async (id: string, now: Date): Promise<Row | null> => {
    const known = remembered.get(id);
    if (known !== undefined && known.until > now.getTime()) return known.row;
    const row = await database.apiKey.findUnique({ where: { id } });
    if (remembered.size >= rememberedMax) remembered.clear();
    // An id that nobody has is not remembered: guesses would push out the keys of others.
    if (row !== null) remembered.set(id, { row, until: now.getTime() + trustMs });
    return row;
  };

  /** Once a minute for a key; it is waited for, so that nothing is under way when the database is let go. */
  const noteUse = async ({ id, lastUsedAt }: Row, now: Date): Promise<void> => {
    const last = Math.max(lastUsedAt?.getTime() ?? 0, noted.get(id) ?? 0);
    if (now.getTime() - last < usedEveryMs) return;
    if (noted.size >= rememberedMax) noted.clear();
    noted.set(id, now.getTime());
    const since = new Date(now.getTime() - usedEveryMs);
    const stale = { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: since } }] };
    // What a list shows is worth no failed request.
    await database.apiKey.updateMany({ where: stale, data: { lastUsedAt: now } }).catch(() => undefined);
  };

  return {
    async authenticate(text, now = new Date()) {
      const token = readKeyToken(text);
      if (token === undefined) return undefined;
      const row = await rowOf(token.id, now);
      if (row === null || !isKeyGood(row, now)) return undefined;
      const { secretHash, previousHash, previousUntil } = row;
      const isOld = previousHash !== null && previousUntil !== null && previousUntil > now;
      if (!isSecret(token.secret, secretHash) && !(isOld && isSecret(token.secret, previousHash))) return undefined;
      await noteUse(row, now);
      return { ...summaryOf(row), programmeId: row.programmeId };
    },
    async isGood(id, now = new Date()) {
      const row = await rowOf(id, now);
      return row !== null && isKeyGood(row, now);
    },
    async ofSession({ keyId, secretHash }, now = new Date()) {
      const row = await rowOf(keyId, now);
      if (row === null || !isKeyGood(row, now)) return undefined;
      const isOld = row.previousUntil !== null && row.previousUntil > now;
      const hashes = [row.secretHash, isOld ? row.previousHash : null];
      if (!hashes.some((hash) => hash !== null && Buffer.compare(hash, secretHash) === 0)) return undefined;
      await noteUse(row, now);
      return { ...summaryOf(row), programmeId: row.programmeId };
    },
  };
}

export type Keyring = ReturnType<typeof createKeyring>;
