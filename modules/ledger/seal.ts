import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Database, Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';

/** How long a call waits for transactions that were in flight when it began; what they hold up is sealed by the next call. */
const inFlightMsMax = 2_000;
const pollMs = 20;
/** Blocks a call seals: 10,000 x 1,000 transactions. */
const sealsMax = 10_000;
/** Blocks a statement checks: 50 x 1,000 transactions are about 2 s. */
const checkSealsMax = 50;

export interface Sealed {
  /** Transactions sealed by this call. */
  readonly sealed: number;
}

const horizonRow = z.object({ id: z.bigint() });
const numbersRow = z.object({ next: z.string() });
const sealedRow = z.object({ count: z.int() });
const endedRow = z.object({ ended: z.boolean() });

/**
 * Extends the hash chain over all that was posted before the call.
 *
 * A transaction draws its ids after it has a transaction number, so once every number given out before we looked has ended,
 * no row with an id below the one we saw can appear any more.
 */
export async function sealLedger(database: Database): Promise<Sealed> {
  const horizon = await readOnlyRow(
    horizonRow,
    database.$queryRaw`SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS id FROM ledger.txn_id_seq`,
  );
  if (!(await inFlightHasEnded(database))) return { sealed: 0 };

  let sealed = 0;
  for (let block = 0; block < sealsMax; block += 1) {
    const { count } = await readOnlyRow(sealedRow, database.$queryRaw`SELECT ledger.seal_next(${horizon.id}) AS count`);
    if (count === 0) break;
    sealed += count;
  }
  // After the blocks are written: what was counted and is not there was removed.
  if (sealed > 0) await database.$executeRaw`SELECT setval('ledger.seals_made', max(seq)) FROM ledger.seal`;
  return { sealed };
}

/**
 * Whether every transaction that was in flight at the call has ended; it is waited for, but not for long. A number is taken for that: a
 * snapshot's xmax is only behind the last one that ended, and one that began later may be open.
 */
export async function inFlightHasEnded(database: Database): Promise<boolean> {
  const { next } = await readOnlyRow(numbersRow, database.$queryRaw`SELECT pg_current_xact_id()::text AS next`);
  return allEnded(database, next);
}

async function allEnded(db: Db, next: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= inFlightMsMax; waitedMs += pollMs) {
    const { ended } = await readOnlyRow(
      endedRow,
      db.$queryRaw`SELECT pg_snapshot_xmin(pg_current_snapshot()) >= ${next}::xid8 AS ended`,
    );
    if (ended) return true;
    await sleep(pollMs);
  }
  return false;
}

/** True when a block with this hash, in hex, is in the chain. */
export async function isSealed(db: Db, head: string): Promise<boolean> {
  return (await db.ledgerSeal.count({ where: { hash: Buffer.from(head, 'hex') } })) > 0;
}

export type SealCheck =
  | {
      readonly ok: true;
      readonly seals: number;
      readonly transactions: number;
      /** Posted since the last seal. */
      readonly unsealed: number;
      /** Hash of the newest block. Kept outside the database it also shows when blocks at the end were removed. */
      readonly head: string | null;
    }
  | { readonly ok: false; readonly firstAltered: AlteredRow };

/** The first thing found that is not as it was sealed. */
export interface AlteredRow {
  readonly seal: number;
  readonly what: 'altered' | 'missing' | 'added' | 'seal altered' | 'seal missing';
  /** Null when the seal itself is at fault. */
  readonly txnId: string | null;
}

const checkRow = z.object({
  seq: z.bigint().nullable(),
  what: z.enum(['altered', 'missing', 'added', 'seal altered', 'seal missing']).nullable(),
  txn_id: z.bigint().nullable(),
  next_seq: z.bigint().nullable(),
});

const chainRow = z.object({
  seals: z.bigint(),
  transactions: z.bigint(),
  unsealed: z.bigint(),
  head: z.string().nullable(),
});

/** Recomputes the chain from its first block and names the first row that is not as it was sealed. */
export async function verifySeal(db: Db): Promise<SealCheck> {
  let next: bigint | null = 1n;
  while (next !== null) {
    const { seq, what, txn_id, next_seq }: z.infer<typeof checkRow> = await readOnlyRow(
      checkRow,
      db.$queryRaw`SELECT * FROM ledger.check_seals(${next}, ${checkSealsMax}::int)`,
    );
    if (what !== null) {
      return { ok: false, firstAltered: { seal: Number(seq), what, txnId: txn_id === null ? null : String(txn_id) } };
    }
    next = next_seq;
  }
  const all = await readOnlyRow(
    chainRow,
    db.$queryRaw`
      SELECT count(*) AS seals, coalesce(sum(count), 0)::bigint AS transactions,
        (SELECT count(*) FROM ledger.txn WHERE id > coalesce((SELECT max(last_txn) FROM ledger.seal), 0)) AS unsealed,
        (SELECT encode(hash, 'hex') FROM ledger.seal ORDER BY seq DESC LIMIT 1) AS head
      FROM ledger.seal`,
  );
  return {
    ok: true,
    seals: Number(all.seals),
    transactions: Number(all.transactions),
    unsealed: Number(all.unsealed),
    head: all.head,
  };
}
