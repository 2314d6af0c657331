import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { sqlStateOf } from '../../platform/database-faults.ts';
import { PerennialError } from '../../platform/errors.ts';
import { within } from '../../platform/transact.ts';
import { readRow, vouchedFor } from '../../platform/rows.ts';
import type { JsonValue } from '../../values/json.ts';

/** A request that is to have its effect once, and the same answer every time. */
export interface KeyedRequest {
  readonly programmeId: number;
  /** The Idempotency-Key. */
  readonly key: string;
  /** SHA-256 of method, path and canonical body: another one under the same key is another request. */
  readonly fingerprint: Uint8Array;
  /** Points and coupons are kept for ever, so that no late repeat finds its key free; other answers for 30 days. */
  readonly keep: 'forever' | '30 days';
}

export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue | null;
}

export type OnceAnswer = KeptAnswer & { readonly replayed: boolean };

/** The second of two at once waits so long for the answer of the first. */
const waitMs = 5_000;
/** Refusals by rule are kept so long, that no late repeat succeeds after a "no". */
const refusalMs = 86_400_000;
const keptMs = 30 * 86_400_000;
/** Refusals that a repeat gets again; after any other error the key is free. */
const keptRefusals = [409, 422];

const answerRow = z.object({
  fingerprint: z.instanceof(Uint8Array),
  status: z.int().nullable(),
  headers: vouchedFor<Record<string, string> | null>(),
  body: vouchedFor<JsonValue | null>(),
  ended: z.boolean(),
});

/**
 * What `work` answers, written with its effect in one transaction: a crash before the commit leaves the key free, after it the
 * answer. `tell` makes the answer of a refusal, which is kept too, without what the work had written.
 */
export async function answerOnce(
  database: Database,
  request: KeyedRequest,
  work: (tx: Db) => Promise<KeptAnswer>,
  tell: (refusal: PerennialError) => KeptAnswer,
): Promise<OnceAnswer> {
  try {
    return await inTransaction(database, async (tx) => {
      const before = await claim(tx, request);
      if (before !== undefined) return before;
      const answer = await attempt(tx, work, tell);
      await keep(tx, request, answer);
      return { ...answer.answer, replayed: false };
    });
  } catch (error) {
    if (sqlStateOf(error) === '55P03') throw inProgress();
    throw error;
  }
}

/**
 * The same for work that has its own transactions and is the same when it comes twice: its answer is kept behind it. A crash
 * between the two lets a repeat do it again, which by its nature changes nothing.
 */
export async function rememberedAnswer(
  database: Database,
  request: KeyedRequest,
  work: () => Promise<KeptAnswer>,
): Promise<OnceAnswer> {
  const before = await keptAnswer(database, request);
  if (before !== undefined && !before.ended) return replayOf(before, request);
  const answer = await work();
  await inTransaction(database, async (tx) => {
    if ((await claim(tx, request)) === undefined) await keep(tx, request, { answer, refused: false });
  });
  return { ...answer, replayed: false };
}

/** What `work` answers, in a transaction of its own. */
export function answerInTransaction<T>(database: Database, work: (tx: Db) => Promise<T>): Promise<T> {
  return within(database, work);
}

/** Takes the key for this transaction, or gives the answer that is there. */
async function claim(tx: Db, request: KeyedRequest): Promise<OnceAnswer | undefined> {
  const { programmeId, key, fingerprint } = request;
  // Whoever has the key in a transaction that is open is waited for by PostgreSQL itself.
  await tx.$executeRaw`SELECT set_config('lock_timeout', ${`${waitMs}ms`}, true)`;
  const mine = await tx.$executeRaw`
    INSERT INTO idempotent_answer (programme_id, key, fingerprint) VALUES (${programmeId}::smallint, ${key}, ${fingerprint})
    ON CONFLICT (programme_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = NULL, headers = NULL, body = NULL,
      kept_until = NULL, created_at = clock_timestamp()
    WHERE idempotent_answer.kept_until < clock_timestamp()`;
  await tx.$executeRaw`SELECT set_config('lock_timeout', '0', true)`;
  if (mine === 1) return undefined;
  const kept = await keptAnswer(tx, request);
  if (kept === undefined) throw inProgress();
  return replayOf(kept, request);
}

function keptAnswer(db: Db, { programmeId, key }: KeyedRequest) {
  return readRow(
    answerRow,
    db.$queryRaw`
      SELECT fingerprint, status, headers, body, coalesce(kept_until < clock_timestamp(), false) AS ended
      FROM idempotent_answer WHERE programme_id = ${programmeId}::smallint AND key = ${key}`,
  );
}

function replayOf(kept: z.infer<typeof answerRow>, { fingerprint }: KeyedRequest): OnceAnswer {
  if (!Buffer.from(kept.fingerprint).equals(fingerprint)) throw otherRequest();
  return { status: kept.status ?? 500, headers: kept.headers ?? {}, body: kept.body, replayed: true };
}

/** Does the work behind a savepoint: a refusal takes back what it wrote, and leaves the key. */
async function attempt(
  tx: Db,
  work: (tx: Db) => Promise<KeptAnswer>,
  tell: (refusal: PerennialError) => KeptAnswer,
): Promise<{ answer: KeptAnswer; refused: boolean }> {
  await tx.$executeRaw`SAVEPOINT work`;
  try {
    return { answer: await work(tx), refused: false };
  } catch (error) {
    const isKept =
      error instanceof PerennialError &&
      keptRefusals.includes(error.kind.status) &&
      error.code !== 'REQUEST_IN_PROGRESS';
    if (!isKept) throw error;
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT work`;
    return { answer: tell(error), refused: true };
  }
}

async function keep(tx: Db, request: KeyedRequest, { answer, refused }: { answer: KeptAnswer; refused: boolean }) {
  const { programmeId, key } = request;
  const forMs = refused ? refusalMs : request.keep === 'forever' ? null : keptMs;
  const until = forMs === null ? null : new Date(Date.now() + forMs);
  await tx.$executeRaw`
    UPDATE idempotent_answer SET status = ${answer.status}::smallint, headers = ${JSON.stringify(answer.headers)}::jsonb,
      body = ${answer.body === null ? null : JSON.stringify(answer.body)}::jsonb, kept_until = ${until}::timestamptz
    WHERE programme_id = ${programmeId}::smallint AND key = ${key}`;
}

const inProgress = () =>
  new PerennialError('REQUEST_IN_PROGRESS', 'The first request with this key is still under way.', {
    field: 'Idempotency-Key',
    fix: 'Send the same request again with the same key.',
  });

const otherRequest = () =>
  new PerennialError('IDEMPOTENCY_KEY_REUSED', 'The key was used for another request.', {
    field: 'Idempotency-Key',
    fix: 'Give every request a key of its own.',
  });

/** The answer that is kept under a key already; undefined when there is none. */
export async function replayIfKept(database: Database, request: KeyedRequest): Promise<OnceAnswer | undefined> {
  const kept = await keptAnswer(database, request);
  return kept === undefined || kept.ended ? undefined : replayOf(kept, request);
}

/** Does one after the other what has the same name. */
export type Queue = <T>(name: string, work: (hasWaited: boolean) => Promise<T>) => Promise<T>;

/** The requests of this process, each behind the one before it with its key: repeats wait here, and not on a connection each. */
export function createQueue(): Queue {
  const ends = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const before = ends.get(name);
    const turn = before === undefined ? Promise.resolve() : waitFor(before);
    const mine = turn.then(() => work(before !== undefined));
    ends.set(name, mine);
    try {
      return await mine;
    } finally {
      if (ends.get(name) === mine) ends.delete(name);
    }
  };
}

async function waitFor(before: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const longest = delay(waitMs, undefined, { ref: false, signal: patience.signal }).catch(() => undefined);
  await Promise.race([before.catch(() => undefined), longest]);
  patience.abort();
}
