import type { Instant } from '../../values/instant.ts';
import { readDoors, type Schedule } from '../../workflows/lifecycles/journey/doors.ts';
import { endOfDuration } from '../../workflows/lifecycles/journey/moments.ts';
import type { Plan } from '../../workflows/lifecycles/journey/plan.ts';
import { runOf } from '../../workflows/lifecycles/journey/runs.ts';
import { nextOccasion } from '../../workflows/lifecycles/journey/schedules.ts';
import type { MessageClass } from '../programme/rules-message-limits.ts';
import { keepsQuietHours, opensAt } from '../programme/rules-quiet-hours.ts';
import type { Programme } from '../programme/rules.ts';

/**
 * When the first message of a journey may leave for somebody who lives in `where`; undefined when that depends on the member, or none
 * is sent. Waits of one path before it are added up; behind a fork nobody can say.
 */
export function firstMessage(
  plan: Plan,
  { zone, quietHours }: Pick<Programme, 'zone' | 'quietHours'>,
  where: string,
  now: Instant,
): Instant | undefined {
  const { zone: clock = 'member' } = plan.file;
  const waits = clock === 'member' ? where : clock === 'programme' ? zone : clock;
  let at: Instant | undefined = beginsAt(plan, zone, now);
  for (const step of plan.file.steps) {
    if (at === undefined) return undefined;
    const kind = plan.language.kindOf(step);
    if (kind.verb === 'message') {
      const of = (step.class ?? 'marketing') as MessageClass;
      return keepsQuietHours(of) ? opensAt(quietHours, where, at) : at;
    }
    if (kind.verb === 'wait') at = afterWait(step, waits, at);
    else if (kind.isFork === true || kind.waits === true) return undefined;
  }
  return undefined;
}

/** When the first member can come in: at once, when it begins to run, or when its calendar says. */
function beginsAt({ file }: Plan, zone: string, now: Instant): Instant | undefined {
  const from = Math.max(now, runOf(file, zone).from ?? 0);
  const doors = readDoors(file.entry);
  if (doors.some(({ schedule }) => schedule === undefined)) return from;
  const nexts = doors.flatMap((door) => nextOccasion(door as Schedule, zone, from) ?? []);
  return nexts.length === 0 ? undefined : Math.min(...nexts);
}

function afterWait({ wait, at, days }: Readonly<Record<string, unknown>>, zone: string, from: Instant) {
  const calendar = {
    ...{ at: at as string | undefined, days: days as string | readonly string[] | undefined, notOn: [] },
  };
  const nothing = { yearly: () => undefined, date: () => undefined };
  return endOfDuration(String(wait), calendar, { from, zone, leapDay: 'february', ...nothing });
}
