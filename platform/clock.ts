import { z } from 'zod';
import type { ClockKind } from '../values/programme-clock.ts';
import type { Database } from './database.ts';
import { PerennialError } from './errors.ts';
import { readOnlyRow } from './rows.ts';

/** The programme's time for a process. */
export interface Clock {
  now(): Date;
  kind(): ClockKind;
  /** Reads the database at once instead of at the next interval. */
  refresh(): Promise<void>;
  close(): void;
}

/** How often a process looks where a stepped clock stands. */
const refreshMs = 100;

/** Real time. */
export function realClock(): Clock {
  return { now: () => new Date(), kind: () => 'real', refresh: () => Promise.resolve(), close: () => undefined };
}

/** The programme clock of a database: real time, or the stepped clock that is set there. */
export async function openClock(database: Database): Promise<Clock> {
  let standsAt = await readClock(database);
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let asked = 0;
  let taken = 0;

  const refresh = async () => {
    const turn = ++asked;
    const read = await readClock(database);
    // Of two readings under way at once, the one that was asked for last counts.
    if (turn > taken) [standsAt, taken] = [read, turn];
    schedule();
  };
  // A database that is away for a moment changes nothing here: the clock stands where it was last seen.
  const poll = () => void refresh().catch(schedule);
  const schedule = () => {
    clearTimeout(timer);
    if (!closed && standsAt !== undefined) timer = setTimeout(poll, refreshMs).unref();
  };
  schedule();

  return {
    now: () => new Date(standsAt ?? Date.now()),
    kind: () => (standsAt === undefined ? 'real' : 'stepped'),
    refresh,
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Reads where a stepped clock stands: it may have been moved since the last interval, and what is done between two moves is
 * done at that instant. Real time needs no reading.
 */
export async function readStep(clock: Clock): Promise<void> {
  if (clock.kind() === 'stepped') await clock.refresh();
}

/** Sets the programme clock to `at`, where it stands until it is moved: for a script that says when what happens. */
export async function startSteppedClock(database: Database, { at }: { at: Date }): Promise<void> {
  await refuseOutsideEmbeddedStack(database);
  const clock = { standsAt: at, workerSeenAt: null };
  await database.programmeClock.upsert({ where: { id: 1 }, create: { id: 1, ...clock }, update: clock });
}

/** Moves a stepped clock on to an instant, at once and never back; repeating it changes nothing. */
export async function moveClock(database: Database, { to }: { to: Date }): Promise<void> {
  const moved = await database.$executeRaw`
    UPDATE programme_clock SET anchor_at = greatest(anchor_at, ${to}::timestamptz) WHERE id = 1`;
  if (moved === 0)
    throw new PerennialError('CLOCK_REFUSED', 'Only a stepped clock is moved; real time goes by itself.');
}

/** Notes for whoever moves a stepped clock that a worker is there and well. */
export async function noteWorker(database: Database): Promise<void> {
  await database.$executeRaw`UPDATE programme_clock SET worker_seen_at = clock_timestamp() WHERE id = 1`;
}

async function readClock(database: Database): Promise<number | undefined> {
  const row = await database.programmeClock.findUnique({ where: { id: 1 } });
  if (row === null) return undefined;
  await refuseOutsideEmbeddedStack(database);
  return row.standsAt.getTime();
}

const stackRow = z.object({ embedded: z.string().nullable() });

const embeddedDatabases = new WeakSet<Database>();

/** Members of a real programme must never get a month of mail in an hour: only the embedded PostgreSQL says it is embedded. */
async function refuseOutsideEmbeddedStack(database: Database): Promise<void> {
  if (embeddedDatabases.has(database)) return;
  const { embedded } = await readOnlyRow(
    stackRow,
    database.$queryRaw`
      SELECT current_setting('perennial.embedded', true) AS embedded`,
  );
  if (embedded !== 'on') {
    throw new PerennialError('CLOCK_REFUSED', 'A stepped clock stands only on the embedded stack.', {
      fix: 'Unset DATABASE_URL and use `perennial up`, or delete the row of programme_clock to go on in real time.',
    });
  }
  embeddedDatabases.add(database);
}
