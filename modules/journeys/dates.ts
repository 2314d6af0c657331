import type { Db } from '../../platform/database.ts';
import type { Door } from '../../workflows/lifecycles/journey/doors.ts';
import type { Journey } from './journey.ts';
import { readDated } from './rows-dates.ts';
import { type Calendar, dateOf } from './rules-dates.ts';

/** A date of a member that has come, as it was looked forward to. */
export interface DateCome {
  readonly id: bigint;
  readonly memberId: bigint;
  readonly at: Date;
  readonly door: Door;
}

/** The calendar that dates of a journey's doors are reckoned on. */
export const calendarOf = ({ plan, known: { catalogue } }: Pick<Journey, 'plan' | 'known'>): Calendar => ({
  ...{ programmeZone: catalogue.zone, zone: plan.file.zone, leapDay: catalogue.leapDay },
});

/** Those of which the date still is what it was when it was looked forward to. */
export async function datesThatHold(tx: Db, journey: Journey, come: readonly DateCome[]): Promise<ReadonlySet<bigint>> {
  const hold = new Set<bigint>();
  const calendar = calendarOf(journey);
  for (const same of groupsOf(come)) {
    const [{ door, at }] = same;
    const ids = same.map(({ memberId }) => memberId);
    const facts = new Map((await readDated(tx, door, ids, at)).map((one) => [one.id, one]));
    for (const { id, memberId } of same) {
      const own = facts.get(memberId);
      if (own !== undefined && dateOf(door, own, at.getTime(), calendar) === at.getTime()) hold.add(id);
    }
  }
  return hold;
}

/** Dates of one door and one instant are read together. */
function groupsOf(come: readonly DateCome[]): [DateCome, ...DateCome[]][] {
  const groups = new Map<Door, Map<number, [DateCome, ...DateCome[]]>>();
  for (const one of come) {
    const ofDoor = groups.get(one.door) ?? new Map<number, [DateCome, ...DateCome[]]>();
    groups.set(one.door, ofDoor);
    const same = ofDoor.get(one.at.getTime());
    if (same === undefined) ofDoor.set(one.at.getTime(), [one]);
    else same.push(one);
  }
  return [...groups.values()].flatMap((ofDoor) => [...ofDoor.values()]);
}
