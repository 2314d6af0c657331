import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Database, Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';

/** How long a call waits for transactions that were in flight when it began; what they hold up is sealed by the next call. */
const inFlightMsMax = 2_000;
const pollMs = 20;
/** Blocks a call seals: 10,000 x 1,000 transactions. */
const sealsMax = 10_000;

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

/** Whether every transaction that was in flight at the call has ended; it is waited for, but not for long. */
export async function inFlightHasEnded(database: Database): Promise<boolean> {
  const { next } = await readOnlyRow(
    numbersRow,
    database.$queryRaw`SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next`,
  );
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
