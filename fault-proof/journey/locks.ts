import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Database, inTransaction } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { Prisma } from '../../prisma/generated/client.ts';

/** Something in the database that is held, so that whoever wants it stands still in the middle of what it does. */
export interface Held {
  release(): Promise<void>;
}

/** What holds says so: it is no transaction of the product's. */
export const heldMark = '/* held by the proof */';

const lookEveryMs = 10;
const heldAtMostMs = 60_000;

/** Holds what the statement locks, until it is released; a connection that breaks releases it, too. */
export async function hold(database: Database, statement: Prisma.Sql): Promise<Held> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let isHeld = () => {};
  const held = new Promise<void>((resolve) => (isHeld = resolve));
  const over = inTransaction(
    database,
    async (tx) => {
      await tx.$executeRaw(Prisma.sql`${Prisma.raw(heldMark)} ${statement}`);
      isHeld();
      await released;
    },
    { timeoutMs: heldAtMostMs },
  );
  await Promise.race([held, over]);
  return { release: () => (release(), over.catch(() => undefined)) };
}

const waitingRow = z.object({ waits: z.boolean() });

/** Waits until a statement of these words stands still at a lock; false when it has not within that time, or when there is no more to wait for. */
export async function standsStill(
  database: Database,
  words: string,
  { patienceMs, isOver = () => false }: { readonly patienceMs: number; readonly isOver?: () => boolean },
): Promise<boolean> {
  const giveUpAt = performance.now() + patienceMs;
  while (performance.now() < giveUpAt && !isOver()) {
    const { waits } = await readOnlyRow(
      waitingRow,
      database.$queryRaw`
        SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
          AND position(${words} IN query) > 0) AS waits`,
    );
    if (waits) return true;
    await sleep(lookEveryMs);
  }
  return false;
}
