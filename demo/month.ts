import { addDays, localDay, startOfLocalDay } from '../values/calendar.ts';
import { type Clock, moveClock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { type EventInput, ingestEvents } from '../modules/intake/ingest.ts';
import { type Backlog, type SteppedProgramme, sweepOnce, untilIdle } from '../devstack/stepping.ts';
import type { CastEvent } from './cast.ts';
import type { Checkout } from './cast-checkouts.ts';
import type { Till } from './till.ts';

/** What happens in the month, each part in the order of time. */
export interface Script {
  readonly events: readonly CastEvent[];
  /** Who wants to pay with points. */
  readonly checkouts: readonly Checkout[];
}

export interface MonthOptions extends SteppedProgramme {
  readonly programmeId: number;
  readonly script: Pick<Script, 'events'>;
  readonly till: Till;
  /** When the clock stands and members act, in the order of time; what they do after the last does not happen. */
  readonly slots: readonly Date[];
  /** Told before the work of a slot begins, and again and again while some is left. */
  readonly onWork: (now: Date, left?: Backlog) => void;
  /** Told when members have just acted, while what follows from it is under way. */
  readonly onActed: (now: Date) => void;
  readonly isStopped: () => boolean;
}

/** Local hours at which the demo's clock stands: nothing it shows happens between the last and the first. */
const slotHours = [9, 13, 17, 20] as const;
const hourMs = 3_600_000;
/** Members' doings sent at one go at most. */
const batchMax = 500;

/** The slots of so many days from the first midnight on, and half an hour before the last one. */
export function slotsOf(dayOne: Date, days: number, zone: string): Date[] {
  const first = localDay(dayOne, zone);
  const midnight = (place: number) => startOfLocalDay(addDays(first, place), zone).getTime();
  const slots = Array.from({ length: days }, (_, place) => slotHours.map((hour) => midnight(place) + hour * hourMs));
  return [...slots.flat(), midnight(days) - hourMs / 2].map((at) => new Date(at));
}

/**
 * Plays the script: the clock goes from one slot to the next and stands there until all that is due has been done, the sweep
 * has run and what members did since the last slot has had its effect. So neither a slow machine nor a dead worker changes
 * what comes out; they only make the month take longer.
 */
export async function runMonth(options: MonthOptions): Promise<void> {
  const { database, clock, programmeId, script, till, slots, onWork, onActed, isStopped } = options;
  for (const [place, at] of slots.entries()) {
    if (isStopped()) return;
    const since = slots[place - 1] ?? new Date(0);
    const isNew = (instant: Date) => instant > since && instant <= at;
    const quiet = () => untilIdle(options, { onWait: (left) => onWork(at, left) });
    onWork(at);
    await moveClock(database, { to: at });
    await quiet();
    await sweepOnce(options, at.toISOString());
    await quiet();
    // Points are held while nothing else is under way: what is there to be used is the same on every machine.
    const shopped = await till.serve(since, at);
    const events = [...script.events.filter(({ occurredAt }) => isNew(occurredAt)), ...shopped].sort(byTime);
    for (let first = 0; first < events.length; first += batchMax) {
      await send(database, clock, programmeId, events.slice(first, first + batchMax));
    }
    onActed(at);
    await quiet();
  }
}

/** One order of events, whichever of them a member's visit led to. */
const byTime = (a: CastEvent, b: CastEvent) =>
  a.occurredAt.getTime() - b.occurredAt.getTime() || (a.id < b.id ? -1 : 1);

/** Sends events; one that is refused would be a mistake in the script, so it ends the demo. */
export async function send(
  database: Database,
  clock: Clock,
  programmeId: number,
  events: readonly EventInput[],
): Promise<void> {
  const answers = await ingestEvents({ database, clock }, programmeId, events);
  const refused = answers.find((answer) => answer.kind === 'refused');
  if (refused?.kind === 'refused') throw new Error(`The demo sent an event that was refused: ${refused.message}`);
}
