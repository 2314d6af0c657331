import { addDays, type LocalDay, localDay, startOfLocalDay } from '../values/calendar.ts';
import type { CastEvent } from './cast.ts';
import { seededRandom } from '../values/random.ts';

const hourMs = 3_600_000;

export interface CheckInOptions {
  readonly seed: number;
  readonly startsAt: Date;
  readonly zone: string;
  readonly days: number;
  readonly memberIds: readonly string[];
}

/** How a member keeps the habit: the share of days left out, and after how many days it is given up. */
const habits = [
  { missed: 0, givesUpAfter: Infinity },
  { missed: 0, givesUpAfter: Infinity },
  { missed: 0.08, givesUpAfter: Infinity },
  { missed: 0.08, givesUpAfter: Infinity },
  { missed: 0, givesUpAfter: 9 },
  { missed: 0.3, givesUpAfter: 18 },
] as const;

/** Daily check-ins of some members over the month, each in the first half of the day; some forget a day, some give up. */
export function castCheckIns({ seed, startsAt, zone, days, memberIds }: CheckInOptions): CastEvent[] {
  const random = seededRandom(seed + 3);
  return memberIds.flatMap((memberId) => {
    const { missed, givesUpAfter } = habits[Math.floor(random() * habits.length)] ?? habits[0];
    const first = Math.floor(random() * 7);
    const last = Math.min(days, first + givesUpAfter);
    const events: CastEvent[] = [];
    for (let place = first; place < last; place += 1) {
      const hour = 8 + random() * 6;
      if (random() < missed) continue;
      const day: LocalDay = addDays(localDay(startsAt, zone), place);
      events.push({
        id: `demo:checkin:${memberId}:${place}`,
        type: 'checkin.done',
        memberId,
        occurredAt: new Date(startOfLocalDay(day, zone).getTime() + hour * hourMs),
        data: {},
      });
    }
    return events;
  });
}
