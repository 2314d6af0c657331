import { nearest } from '../../../conditions/words.ts';
import { isZone } from '../../../values/calendar.ts';
import type { Tell } from '../../../conditions/names.ts';
import { dateRefs } from './calendar.ts';
import { checkNames } from './check-refs.ts';
import { type Door, readDoors, takesAudience } from './doors.ts';
import type { Known } from './findings.ts';
import { below } from './refs.ts';
import { doorRefs, type Plan } from './plan.ts';
import { readInstant } from './runs.ts';

/** How members come in: events, segments and dates that are there, days that are still to come, an audience where one is taken in. */
export function checkDoors(plan: Plan, known: Known, tell: Tell): void {
  const { file, language } = plan;
  const { catalogue } = known;
  const doors = readDoors(file.entry);
  doors.forEach((door, index) => {
    const path = ['entry', index];
    checkNames(doorRefs(door, language), path, tell, { plan, catalogue });
    if (door.date !== undefined) checkDate(door.date, path, tell, plan, known);
    if (door.by !== undefined && door.key !== undefined && !Object.hasOwn(door.fields ?? {}, door.key)) {
      tell([...path, 'key'], `names ${door.key}, which is none of its fields`, 'declare it under `fields`');
    }
    checkZone(door.zone, [...path, 'zone'], tell);
    checkFuture(door.schedule, [...path, 'schedule'], tell, known);
    if (takesAudience(door) && file.audience === undefined) {
      const verb = door.launch === undefined ? 'schedule' : 'launch';
      tell([...path, verb], 'takes in an audience, but there is none', 'add "audience": a condition');
    }
  });
  checkTogether(plan, doors, tell);
}

/** A door by a date knows the member only: nobody has entered yet. */
function checkDate(date: string, path: readonly PropertyKey[], tell: Tell, plan: Plan, { catalogue }: Known): void {
  const refs = dateRefs(date, 'date');
  const own = refs.find(({ name }) => !name.startsWith('member.'));
  if (own !== undefined) {
    const fix = 'name a date of the member, such as birthday or member.renewsOn';
    return tell([...path, 'date'], `speaks of ${own.name}, before anybody has entered`, fix);
  }
  checkNames(below(refs), path, tell, { plan, catalogue });
}

function checkTogether({ file }: Plan, doors: readonly Door[], tell: Tell): void {
  const isKeyed = doors.some(({ key }) => key !== undefined);
  if (file.whileInside === 'alongside' && !isKeyed) {
    const fix = 'add "key" to an entry, or write refuse or restart';
    tell(['whileInside'], 'lets a member in several times at once, but no entry has a key', fix);
  }
  if (file.insideMax !== undefined && !isKeyed) {
    tell(['insideMax'], 'counts enrolments at a time, but no entry has a key', 'remove it, or add "key" to an entry');
  }
}

export function checkZone(zone: unknown, path: readonly PropertyKey[], tell: Tell): void {
  if (typeof zone !== 'string' || zone === 'member' || zone === 'programme' || isZone(zone)) return;
  const near = nearest(zone, ['member', 'programme', ...Intl.supportedValuesOf('timeZone')]);
  const fix = near === undefined ? 'write member, programme or a zone such as "Europe/London"' : `write "${near}"`;
  tell(path, `is "${zone}", which is no zone this machine knows`, fix);
}

export function checkFuture(
  text: string | undefined,
  path: readonly PropertyKey[],
  tell: Tell,
  { catalogue, now }: Known,
): void {
  if (text === undefined || text.startsWith('every ')) return;
  const at = readInstant(text, catalogue.zone);
  if (at === undefined) tell(path, `is ${text}, and there is no such date`, 'write a date that there is');
  else if (at <= now) tell(path, `is ${text}, which is over`, 'write a date that is still to come');
}
