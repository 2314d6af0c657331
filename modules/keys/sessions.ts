import type { Database, Db } from '../../platform/database.ts';
import type { AuthenticatedKey, Keyring } from './authenticate.ts';
import { readKeyToken } from './rules-token.ts';
import { drawSecret, hashSecret } from './secrets.ts';

/** A working day and its evening. */
const sessionMs = 12 * 3_600_000;
/** Rows of ended sessions that a sign-in removes at most. */
const sweptMax = 1_000;

/** Who is signed in, and until when. */
export interface Session {
  readonly key: AuthenticatedKey;
  readonly expiresAt: Date;
}

interface SessionDeps {
  readonly database: Database;
  readonly keyring: Keyring;
}

/** Exchanges a key for a session; `id` is for the browser alone. Undefined when the key lets nobody in. */
export async function startSession(
  { database, keyring }: SessionDeps,
  text: string,
  now = new Date(),
): Promise<(Session & { readonly id: string }) | undefined> {
  const key = await keyring.authenticate(text, now);
  const token = readKeyToken(text);
  if (key === undefined || token === undefined) return undefined;
  await sweepSessions(database, now);
  const id = drawSecret();
  const usual = now.getTime() + sessionMs;
  const expiresAt = new Date(Math.min(usual, key.expiresAt?.getTime() ?? usual));
  await database.consoleSession.create({
    data: {
      ...{ keyId: token.id, createdAt: now, expiresAt },
      idHash: Uint8Array.from(hashSecret(id)),
      secretHash: Uint8Array.from(hashSecret(token.secret)),
    },
  });
  return { id, key, expiresAt };
}

/** Whose session this is; undefined when it has ended, or its key or its secret has. */
export async function readSession(
  { database, keyring }: SessionDeps,
  id: string,
  now = new Date(),
): Promise<Session | undefined> {
  const row = await database.consoleSession.findUnique({ where: { idHash: Uint8Array.from(hashSecret(id)) } });
  if (row === null || row.expiresAt <= now) return undefined;
  const key = await keyring.ofSession(row, now);
  return key === undefined ? undefined : { key, expiresAt: row.expiresAt };
}

/** Ends a session at once; one that is not there stays so. */
export async function endSession(db: Db, id: string): Promise<void> {
  await db.consoleSession.deleteMany({ where: { idHash: Uint8Array.from(hashSecret(id)) } });
}

async function sweepSessions(database: Database, now: Date): Promise<void> {
  const ended = await database.consoleSession.findMany({
    where: { expiresAt: { lte: now } },
    select: { idHash: true },
    take: sweptMax,
  });
  if (ended.length === 0) return;
  await database.consoleSession.deleteMany({ where: { idHash: { in: ended.map(({ idHash }) => idHash) } } });
}
