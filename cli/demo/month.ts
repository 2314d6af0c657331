import { setTimeout as sleep } from 'node:timers/promises';
import type { SpendRequest } from '../../ledger/requests.ts';
import { type Clock, letClockRun } from '../../runtime/clock.ts';
import type { Database } from '../../store/database.ts';
import { type EventInput, ingestEvents } from '../../store/events.ts';
import type { CastEvent } from './cast.ts';
import { redeem } from './redemptions.ts';

/** What happens in the month, each part in the order of time. */
export interface Script {
  readonly events: readonly CastEvent[];
  readonly redemptions: readonly SpendRequest[];
}

export interface MonthOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly programmeId: number;
  readonly script: Script;
  readonly endsAt: Date;
  /** Told the programme time again and again. */
  readonly onTime: (now: Date) => void;
  readonly isStopped: () => boolean;
}

const pollMs = 25;
/** What falls into the same hours happens together, when they are over. */
const slotMs = 2 * 3_600_000;
/** Members' doings sent at one go at most. */
const batchMax = 500;

/**
 * Plays the script: the clock runs from one slot to the next and stands there until what happens in it has been sent. So a
 * slow machine makes the month longer, and nothing later than it is.
 */
export async function playMonth(options: MonthOptions): Promise<void> {
  const { database, clock, programmeId, script, endsAt } = options;
  for (const slot of slotsOf(script)) {
    await runUntil(options, new Date(Math.min(slot.endsAt, endsAt.getTime())));
    if (options.isStopped()) return;
    for (let from = 0; from < slot.events.length; from += batchMax) {
      await send(database, clock, programmeId, slot.events.slice(from, from + batchMax));
    }
    await redeem(database, slot.redemptions);
  }
  await runUntil(options, endsAt);
}

async function runUntil({ database, clock, onTime, isStopped }: MonthOptions, until: Date): Promise<void> {
  await letClockRun(database, { until });
  for (;;) {
    await clock.refresh();
    const now = clock.now();
    onTime(now);
    if (now >= until || isStopped()) return;
    await sleep(pollMs);
  }
}

interface Slot extends Script {
  readonly endsAt: number;
}

function slotsOf({ events, redemptions }: Script): Slot[] {
  const slotAt = (at: Date) => Math.ceil(at.getTime() / slotMs) * slotMs;
  const ends = new Set([
    ...events.map(({ occurredAt }) => slotAt(occurredAt)),
    ...redemptions.map(({ at }) => slotAt(at)),
  ]);
  return [...ends]
    .sort((a, b) => a - b)
    .map((endsAt) => ({
      endsAt,
      events: events.filter(({ occurredAt }) => slotAt(occurredAt) === endsAt),
      redemptions: redemptions.filter(({ at }) => slotAt(at) === endsAt),
    }));
}

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
