import { inspect } from 'node:util';
import { type SteppedProgramme, sweepOnce, untilIdle } from '../../devstack/stepping.ts';
import { moveClock } from '../../platform/clock.ts';

const dayMs = 86_400_000;
/** Longer than any story of the tests. */
const daysMaxDefault = 90;

/** Lets time pass for a programme on a stepped clock. */
export interface ProgrammeTime {
  /** Goes to an instant, and stands on the way wherever something is due. */
  passTo(at: Date): Promise<void>;
  /** Goes on until a question has the wanted answer. */
  passUntil<T>(ask: () => Promise<T>, isEnough: (answer: T) => boolean, options?: { daysMax?: number }): Promise<T>;
}

/** Time goes from one due instant to the next; the sweep runs once a day, at the hour of the beginning. */
export function programmeTime(programme: SteppedProgramme): ProgrammeTime {
  const { database, clock } = programme;
  let sweepAt = clock.now().getTime();

  /** Does all that is due at the instant at which the clock stands. */
  const work = async () => {
    await untilIdle(programme);
    const now = clock.now().getTime();
    if (now < sweepAt) return;
    await sweepOnce(programme, new Date(sweepAt).toISOString());
    while (sweepAt <= now) sweepAt += dayMs;
    await untilIdle(programme);
  };
  const nextDue = async (): Promise<Date> => {
    const [row] = await database.$queryRaw<{ at: Date | null }[]>`
      SELECT least(
        (SELECT min(next_wake_at) FROM cohort WHERE ended_at IS NULL AND next_wake_at > ${clock.now()}::timestamptz),
        (SELECT min(not_before) FROM message WHERE status = 'reserved' AND not_before > ${clock.now()}::timestamptz),
        (SELECT min(look_at) FROM journey_watch WHERE look_at > ${clock.now()}::timestamptz),
        (SELECT min(due_at) FROM journey_entry WHERE decided_at IS NULL AND due_at > ${clock.now()}::timestamptz),
        -- Dates are looked forward to by two days: the daily step is enough for them.
        (SELECT min(due_at) FROM journey_door WHERE kind <> 'date' AND due_at > ${clock.now()}::timestamptz)) AS at`;
    return new Date(Math.min(row?.at?.getTime() ?? Infinity, sweepAt));
  };
  const moveTo = async (at: Date) => {
    await moveClock(database, { to: at });
    await work();
  };

  return {
    async passTo(at) {
      await work();
      while (clock.now() < at) {
        const due = await nextDue();
        await moveTo(due < at ? due : at);
      }
    },
    async passUntil(ask, isEnough, { daysMax = daysMaxDefault } = {}) {
      await work();
      const giveUpAt = clock.now().getTime() + daysMax * dayMs;
      for (;;) {
        const answer = await ask();
        if (isEnough(answer)) return answer;
        if (clock.now().getTime() > giveUpAt)
          throw new Error(`still waiting after ${daysMax} days: ${inspect(answer, { depth: 3 })}`);
        await moveTo(await nextDue());
      }
    },
  };
}
