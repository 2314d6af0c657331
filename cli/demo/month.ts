import { setTimeout as sleep } from 'node:timers/promises';
import type { SpendRequest } from '../../ledger/requests.ts';
import type { Clock } from '../../runtime/clock.ts';
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

const pollMs = 40;
/** Members' doings sent at one go at most. */
const batchMax = 200;

/** Plays the script as programme time gets there: what is due is sent, each thing once, until the month is over. */
export async function playMonth(options: MonthOptions): Promise<void> {
  const { database, clock, programmeId, script } = options;
  const events = [...script.events];
  const redemptions = [...script.redemptions];
  for (;;) {
    const now = clock.now();
    options.onTime(now);
    const dueEvents = takeDue(events, now, (event) => event.occurredAt);
    if (dueEvents.length > 0) await send(database, clock, programmeId, dueEvents);
    await redeem(
      database,
      takeDue(redemptions, now, (request) => request.at),
    );
    const finished = now >= options.endsAt && events.length === 0 && redemptions.length === 0;
    if (finished || options.isStopped()) return;
    await sleep(pollMs);
  }
}

function takeDue<T>(queue: T[], now: Date, timeOf: (item: T) => Date): T[] {
  const later = queue.findIndex((item) => timeOf(item) > now);
  const due = later === -1 ? queue.length : later;
  return queue.splice(0, Math.min(due, batchMax));
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
