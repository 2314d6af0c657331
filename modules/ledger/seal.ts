import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Db } from '../../platform/database.ts';

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

/**
 * Extends the hash chain over all that was posted before the call.
 *
 * A transaction draws its ids after it has a transaction number, so once every number given out before we looked has ended,
 * no row with an id below the one we saw can appear any more.
 */
export async function sealLedger(database: Database): Promise<Sealed> {
  const [horizon] = await database.$queryRaw<[{ id: bigint }]>`
    SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS id FROM ledger.txn_id_seq`;
  const [numbers] = await database.$queryRaw<[{ next: string }]>`
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next`;
  if (!(await allEnded(database, numbers.next))) return { sealed: 0 };

  let sealed = 0;
  for (let block = 0; block < sealsMax; block += 1) {
    const [{ count }] = await database.$queryRaw<[{ count: number }]>`SELECT ledger.seal_next(${horizon.id}) AS count`;
    if (count === 0) break;
    sealed += count;
  }
  return { sealed };
}

async function allEnded(db: Db, next: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= inFlightMsMax; waitedMs += pollMs) {
    const [{ ended }] = await db.$queryRaw<[{ ended: boolean }]>`
      SELECT pg_snapshot_xmin(pg_current_snapshot()) >= ${next}::xid8 AS ended`;
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

interface CheckRow {
  readonly seq: bigint | null;
  readonly what: AlteredRow['what'] | null;
  readonly txn_id: bigint | null;
  readonly next_seq: bigint | null;
}

/** Recomputes the chain from its first block and names the first row that is not as it was sealed. */
export async function verifySeal(db: Db): Promise<SealCheck> {
  let next: bigint | null = 1n;
  while (next !== null) {
    const [found]: CheckRow[] = await db.$queryRaw<
      [CheckRow]
    >`SELECT * FROM ledger.check_seals(${next}, ${checkSealsMax}::int)`;
    if (found !== undefined && found.what !== null) {
      const { seq, what, txn_id } = found;
      return { ok: false, firstAltered: { seal: Number(seq), what, txnId: txn_id === null ? null : String(txn_id) } };
    }
    next = found?.next_seq ?? null;
  }
  const [all] = await db.$queryRaw<[{ seals: bigint; transactions: bigint; unsealed: bigint; head: string | null }]>`
    SELECT count(*) AS seals, coalesce(sum(count), 0)::bigint AS transactions,
      (SELECT count(*) FROM ledger.txn WHERE id > coalesce((SELECT max(last_txn) FROM ledger.seal), 0)) AS unsealed,
      (SELECT encode(hash, 'hex') FROM ledger.seal ORDER BY seq DESC LIMIT 1) AS head
    FROM ledger.seal`;
  return {
    ok: true,
    seals: Number(all.seals),
    transactions: Number(all.transactions),
    unsealed: Number(all.unsealed),
    head: all.head,
  };
}
