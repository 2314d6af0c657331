import { type ClockMapping, programmeInstant, realTime, stepped } from '../values/programme-clock.ts';
import type { Database } from './database.ts';
import { Prisma } from '../prisma/generated/client.ts';
import { PerennialError } from './errors.ts';

/** The programme's time for a process. */
export interface Clock {
  now(): Date;
  mapping(): ClockMapping;
  /** Reads the database at once instead of at the next interval. */
  refresh(): Promise<void>;
  close(): void;
}

/**
 * A scaled clock goes on for this long after the last heartbeat of its keeper, then stands still. Three heartbeats: what a
 * keeper has not looked at yet can be no further behind than this.
 */
export const keeperPatienceMs = 300;
const patience = `${keeperPatienceMs} ms`;
const heartbeatMs = 100;
const refreshMs = 100;
/** Until every process has read that the clock stands: none of them sees it go back. */
const standStillAfterMs = refreshMs + 50;
/** How often a keeper looks for a scaled clock where there was none. */
const idleHeartbeatMs = 1_000;
/** A day in 86 ms: faster than that, heartbeats are days apart. */
const scaleMax = 1_000_000;

/** Real time. */
export function realClock(): Clock {
  return { now: () => new Date(), mapping: () => realTime, refresh: () => Promise.resolve(), close: () => undefined };
}

interface ClockRow {
  readonly mapping: ClockMapping;
  /** The real instant the clock stands still from unless its keeper is seen again. */
  readonly standsFrom: number;
}

/** The programme clock of a database: real time, or the scaled clock that is set there. */
export async function openClock(database: Database): Promise<Clock> {
  let row = await readClock(database);
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let asked = 0;
  let taken = 0;

  const refresh = async () => {
    const turn = ++asked;
    const read = await readClock(database);
    // Of two readings under way at once, the one that was asked for last counts.
    if (turn > taken) [row, taken] = [read, turn];
    schedule();
  };
  // A database that is away for a moment changes nothing here: without heartbeats the clock stands still by itself.
  const poll = () => void refresh().catch(schedule);
  const schedule = () => {
    clearTimeout(timer);
    if (!closed && row !== undefined) timer = setTimeout(poll, refreshMs).unref();
  };
  schedule();

  return {
    now: () => new Date(row === undefined ? Date.now() : instantOf(row, Date.now())),
    mapping: () => row?.mapping ?? realTime,
    refresh,
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Reads where a stepped clock stands: it may have been moved since the last interval, and what is done between two moves is
 * done at that instant. Any other clock goes on by itself and needs no reading.
 */
export async function readStep(clock: Clock): Promise<void> {
  if (clock.mapping().scale === stepped) await clock.refresh();
}

export interface ScaledClockOptions {
  readonly at: Date;
  readonly scale: number;
}

/** Sets the programme clock to `at`; it stands there until a keeper lives, then runs `scale` times as fast as real time. */
export async function startScaledClock(database: Database, { at, scale }: ScaledClockOptions): Promise<void> {
  if (!(scale > 0 && scale <= scaleMax)) {
    throw new PerennialError('CLOCK_REFUSED', `A clock cannot run ${scale} times as fast as real time.`, {
      field: 'scale',
      fix: `Choose a scale above 0 and up to ${scaleMax}; 57600 makes a day last 1.5 s.`,
    });
  }
  await setClock(database, at, scale);
}

/** Sets the programme clock to `at`, where it stands until it is moved: for a script that says when what happens. */
export async function startSteppedClock(database: Database, { at }: { at: Date }): Promise<void> {
  await setClock(database, at, stepped);
}

async function setClock(database: Database, at: Date, scale: number): Promise<void> {
  await refuseOutsideEmbeddedStack(database);
  const clock = { anchorAt: at, anchorRealAt: new Date(), scale, keeperSeenAt: null };
  await database.programmeClock.upsert({ where: { id: 1 }, create: { id: 1, ...clock }, update: clock });
}

/** Goes back to real time. */
export async function stopScaledClock(database: Database): Promise<void> {
  await database.programmeClock.deleteMany();
}

/** Moves a stepped clock on to an instant, at once and never back; repeating it changes nothing. */
export async function moveClock(database: Database, { to }: { to: Date }): Promise<void> {
  const moved = await database.$executeRaw`
    UPDATE programme_clock SET anchor_at = greatest(anchor_at, ${to}::timestamptz) WHERE id = 1 AND scale = ${stepped}::float`;
  if (moved === 0) throw new PerennialError('CLOCK_REFUSED', 'Only a stepped clock is moved; this one goes by itself.');
}

export interface ClockHeartbeat {
  stop(): Promise<void>;
}

export interface KeeperOptions {
  /** Asked before every heartbeat; throwing is a no. Default yes. */
  readonly healthy?: () => boolean | Promise<boolean>;
}

/**
 * Keeps a scaled clock going for as long as `healthy` says yes, and stops it when it says no; on real time it does nothing.
 * A keeper that comes back after a gap moves the anchor, so that the gap costs no programme time.
 */
export function startClockHeartbeat(database: Database, { healthy = () => true }: KeeperOptions = {}): ClockHeartbeat {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let beating = Promise.resolve();

  const beat = async () => {
    const well = await Promise.resolve()
      .then(healthy)
      .catch(() => false);
    const scaled = await (well ? keepAlive : standStill)(database, new Date()).catch(() => true);
    if (!stopped) timer = setTimeout(run, scaled ? heartbeatMs : idleHeartbeatMs);
  };
  const run = () => {
    beating = beat();
  };
  run();

  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await beating;
    },
  };
}

/** The programme instant that a scaled clock shows at a real instant, in SQL. */
function standingAt(real: Date): Prisma.Sql {
  const lastReal = Prisma.sql`least(${real}::timestamptz, coalesce(keeper_seen_at + ${patience}::interval, anchor_real_at))`;
  return Prisma.sql`anchor_at + (greatest(${lastReal}, anchor_real_at) - anchor_real_at) * scale`;
}

/** One heartbeat: false when there is no scaled clock. The whole decision is one UPDATE, so two keepers can't both re-anchor. */
async function keepAlive(database: Database, real: Date): Promise<boolean> {
  const gap = Prisma.sql`coalesce(keeper_seen_at + ${patience}::interval < ${real}::timestamptz, true)`;
  const updated = await database.$executeRaw`
    UPDATE programme_clock SET
      anchor_at = CASE WHEN ${gap} THEN ${standingAt(real)} ELSE anchor_at END,
      anchor_real_at = CASE WHEN ${gap} THEN greatest(anchor_real_at, ${real}::timestamptz) ELSE anchor_real_at END,
      keeper_seen_at = greatest(keeper_seen_at, ${real}::timestamptz)
    WHERE id = 1`;
  return updated > 0;
}

/** Stops a scaled clock at once rather than after the keeper's patience: work is behind, and shall not fall further behind. */
async function standStill(database: Database, real: Date): Promise<boolean> {
  const seenAt = new Date(real.getTime() + standStillAfterMs - keeperPatienceMs);
  await database.$executeRaw`
    UPDATE programme_clock SET keeper_seen_at = ${seenAt}::timestamptz
    WHERE id = 1 AND keeper_seen_at > ${seenAt}::timestamptz`;
  return true;
}

async function readClock(database: Database): Promise<ClockRow | undefined> {
  const row = await database.programmeClock.findUnique({ where: { id: 1 } });
  if (row === null) return undefined;
  await refuseOutsideEmbeddedStack(database);
  const anchorRealAt = row.anchorRealAt.getTime();
  return {
    mapping: { anchorAt: row.anchorAt.getTime(), anchorRealAt, scale: row.scale },
    standsFrom: row.keeperSeenAt === null ? anchorRealAt : row.keeperSeenAt.getTime() + keeperPatienceMs,
  };
}

function instantOf({ mapping, standsFrom }: ClockRow, realMs: number): number {
  // Another process may have set the anchor a moment ahead of this one's clock: never before the anchor.
  return programmeInstant(mapping, Math.max(mapping.anchorRealAt, Math.min(realMs, standsFrom)));
}

const embeddedDatabases = new WeakSet<Database>();

/** Members of a real programme must never get a month of mail in an hour: only the embedded PostgreSQL says it is embedded. */
async function refuseOutsideEmbeddedStack(database: Database): Promise<void> {
  if (embeddedDatabases.has(database)) return;
  const [row] = await database.$queryRaw<{ embedded: string | null }[]>`
    SELECT current_setting('perennial.embedded', true) AS embedded`;
  if (row?.embedded !== 'on') {
    throw new PerennialError('CLOCK_REFUSED', 'A scaled clock runs only on the embedded stack.', {
      fix: 'Unset DATABASE_URL and use `perennial up`, or delete the row of programme_clock to go on in real time.',
    });
  }
  embeddedDatabases.add(database);
}
