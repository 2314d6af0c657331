import { loadProgramme } from '../programme/rows.ts';
import { keptSince, type KeptFor, retentionOf } from '../programme/rules-retention.ts';
import { type DetailKind, detailKinds, keptFor } from './kinds.ts';
import type { RetentionDeps } from './purge.ts';
import { countPast, readPasses } from './rows.ts';

/** What is kept how long, and how it stands. */
export interface RetentionView {
  readonly kind: DetailKind;
  readonly days: KeptFor;
  /** Rows past their time, as far as they are counted. */
  readonly past: number;
  readonly pastIsMore: boolean;
  /** When all rows were last gone through. */
  readonly purgedAt: Date | null;
  /** Rows that lost their details or went, ever. */
  readonly removed: number;
}

/** Rows that are counted at most; to know that there are many is enough. */
const countedMax = 100_000;

/** Every kind of details, how long it is kept, and how many rows are past that. */
export async function readRetention({ database, clock }: RetentionDeps, programmeId: number): Promise<RetentionView[]> {
  const { definition } = await loadProgramme(database, programmeId);
  const passes = await readPasses(database, programmeId);
  const views: RetentionView[] = [];
  for (const kind of detailKinds) {
    const days = keptFor(kind, retentionOf(definition));
    const before = keptSince(days, clock.now());
    const past = before === undefined ? 0 : await countPast(database, kind, { programmeId, before, max: countedMax });
    const pass = passes.find((one) => one.kind === kind);
    views.push({
      ...{ kind, days, past, pastIsMore: past === countedMax },
      ...{ purgedAt: pass?.finishedAt ?? null, removed: pass?.removedEver ?? 0 },
    });
  }
  return views;
}
