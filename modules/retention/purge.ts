import { type Database, inTransaction } from '../../platform/database.ts';
import { loadProgramme } from '../programme/rows.ts';
import { keptSince, retentionOf } from '../programme/rules-retention.ts';
import { type DetailKind, detailKinds, keptFor } from './kinds.ts';
import { claimPass, notePass, removers } from './rows.ts';

/** Rows a page looks at, in a transaction of some hundredths of a second; it locks what it removes, and nothing else. */
const scannedMax = 2_000;
/** Details are gone through once a day, however often the sweep comes. */
const passHours = 20;

export interface RetentionDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

export interface PurgeOptions {
  /** Now, and not only when the last time was yesterday. */
  readonly again?: boolean;
  readonly scannedMax?: number;
}

/** Removes a page of what is kept no longer; undefined when all kinds have been gone through. */
export async function purgePage(
  { database, clock }: RetentionDeps,
  programmeId: number,
  options: PurgeOptions = {},
): Promise<{ readonly kind: DetailKind; readonly removed: number } | undefined> {
  const now = clock.now();
  const { definition } = await loadProgramme(database, programmeId);
  const rules = retentionOf(definition);
  for (const kind of detailKinds) {
    const before = keptSince(keptFor(kind, rules), now);
    if (before === undefined) continue;
    const removed = await inTransaction(database, async (tx) => {
      const idleSince = options.again ? now : new Date(now.getTime() - passHours * 3_600_000);
      const pass = await claimPass(tx, programmeId, kind, { now, idleSince });
      if (pass === undefined) return undefined;
      const page = { programmeId, before, afterId: pass.afterId, scannedMax: options.scannedMax ?? scannedMax };
      const done = await removers[kind](tx, page);
      await notePass(tx, programmeId, kind, { ...done, now });
      return done.removed;
    });
    if (removed !== undefined) return { kind, removed };
  }
  return undefined;
}

/** Goes through every kind once, and says how many rows of each lost their details or went. */
export async function purgeAll(
  deps: RetentionDeps,
  programmeId: number,
  options: Omit<PurgeOptions, 'again'> = {},
): Promise<Partial<Record<DetailKind, number>>> {
  const removed: Partial<Record<DetailKind, number>> = {};
  const now = deps.clock.now();
  const { definition } = await loadProgramme(deps.database, programmeId);
  for (const kind of detailKinds) {
    const before = keptSince(keptFor(kind, retentionOf(definition)), now);
    if (before === undefined) continue;
    removed[kind] = 0;
    let lastId: string | null = '0';
    while (lastId !== null) {
      const afterId: string = lastId;
      const done = await inTransaction(deps.database, async (tx) => {
        await claimPass(tx, programmeId, kind, { now, idleSince: now });
        const page = { programmeId, before, afterId, scannedMax: options.scannedMax ?? scannedMax };
        const result = await removers[kind](tx, page);
        await notePass(tx, programmeId, kind, { ...result, now });
        return result;
      });
      removed[kind] += done.removed;
      lastId = done.lastId;
    }
  }
  return removed;
}
