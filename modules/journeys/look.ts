import type { Database, Db } from '../../platform/database.ts';
import { transact } from '../../platform/transact.ts';
import type { Door } from '../../workflows/lifecycles/journey/doors.ts';
import { whileCounting } from '../segments/count.ts';
import { calendarOf } from './dates.ts';
import { findJourney, type Journey } from './journey.ts';
import { pageDated } from './rows-dates.ts';
import { type DoorProgress, type DueDoor, dueDoors, forgetDoor, moveDoor } from './rows-doors.ts';
import { addEntries, type NewEntry } from './rows-entries.ts';
import { lastMemberOf, pageInZones, type PagedMember, zonesOf } from './rows-looks.ts';
import { dateOf, daysLookedFor } from './rules-dates.ts';
import { nextOf, occasionsBetween, placeOf, type ScheduleOccasion } from './rules-occasions.ts';

interface LookDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

const hourMs = 3_600_000;
/** An hour of the day comes to the last zone so long after the first. */
const zonesApartMs = 26 * hourMs;
/** Members one page writes entries for. */
const membersMax = 500;
/** Dates so far ahead are noted: a look that comes a day late misses none. */
const aheadMs = 50 * hourMs;
/** After everything: a door that is not looked at any more. */
const never = new Date('9999-12-31T00:00:00Z');

/** Looks at a page of each door whose time has come: who is in the audience at a launch or on a day, whose date is near. Answers at how many. */
export async function lookAtDoors(deps: LookDeps, goOn: () => boolean): Promise<number> {
  let looked = 0;
  for (const door of await dueDoors(deps.database, deps.clock.now())) {
    if (!goOn()) break;
    await lookPage(deps, door);
    looked += 1;
  }
  return looked;
}

/** A page of a look: what it finds is written with how far it has come, so that a crash loses and doubles nobody. Answers where the next one begins. */
export async function lookPage({ database, clock }: LookDeps, at: DueDoor): Promise<DueDoor | undefined> {
  const now = clock.now();
  const journey = await findJourney(database, at.campaignId);
  const door = journey?.doors.find(({ digest }) => digest === at.digest)?.door;
  // Of a version that is not the present one.
  if (journey === undefined || door === undefined) return forgetDoor(database, at);
  const found = await whileCounting(database, (tx) => pageOf(tx, journey, door, at, now));
  const { entries, progress, isOver } = found;
  const next = { ...at, ...progress };
  const isMoved = await transact(database, async (tx) => {
    if (!(await moveDoor(tx, at, progress))) return false;
    await addEntries(tx, { programmeId: journey.programme.id, campaignId: at.campaignId }, entries);
    return true;
  });
  return isMoved && !isOver ? next : undefined;
}

/** What a page of a look comes to. */
interface Page {
  readonly entries: readonly NewEntry[];
  readonly progress: DoorProgress;
  readonly isOver: boolean;
}

async function pageOf(tx: Db, journey: Journey, door: Door, at: DueDoor, now: Date): Promise<Page> {
  switch (at.kind) {
    case 'launch':
      return pageOfLaunch(tx, journey, at, now);
    case 'schedule':
      return pageOfSchedule(tx, journey, door, at, now);
    case 'date':
      return pageOfDates(tx, journey, door, at, now);
    default:
      return at.kind satisfies never;
  }
}

/** Where a look has come to: behind the last one of a full page, or at its end. */
function progressOf(
  at: DueDoor,
  look: { readonly until: Date; readonly last: bigint | null; readonly taken: number },
  page: readonly { readonly id: bigint }[],
  dueAfter: () => Date,
): { readonly progress: DoorProgress; readonly isOver: boolean } {
  const behind = page.at(-1)?.id;
  if (page.length === membersMax && behind !== undefined) {
    const { until: lookingUntil, last: lastMemberId } = look;
    const { lookedUntil, dueAt, taken } = at;
    const more = { lookingUntil, lastMemberId, afterMemberId: behind, taken: taken + BigInt(look.taken) };
    return { progress: { lookedUntil, dueAt, ...more }, isOver: false };
  }
  const begin = { lookingUntil: null, afterMemberId: 0n, lastMemberId: null, taken: 0n };
  return { progress: { ...begin, lookedUntil: look.until, dueAt: dueAfter() }, isOver: true };
}

/** When the next one of a launch or a schedule comes in: so many an hour as the journey says. */
function pacedAt({ plan }: Journey, begin: Date, place: number): Date {
  const perHour = plan.file.pace?.perHour;
  return perHour === undefined ? begin : new Date(begin.getTime() + Math.floor(place / perHour) * hourMs);
}

async function audiencePage(
  tx: Db,
  { plan, programme, known }: Journey,
  page: { readonly now: Date; readonly after: bigint; readonly last: bigint; readonly zones?: readonly string[] },
): Promise<PagedMember[]> {
  const { audience: who } = plan.file;
  // A file is checked for it: who takes an audience in has one.
  if (who === undefined) return [];
  const { now, after, last, zones } = page;
  const programmeZone = known.catalogue.zone;
  return pageInZones(tx, { programme, known, who, now }, { after, last, zones, programmeZone, limit: membersMax });
}

async function pageOfLaunch(tx: Db, journey: Journey, at: DueDoor, now: Date): Promise<Page> {
  const until = at.lookingUntil ?? now;
  const last = at.lastMemberId ?? (await lastMemberOf(tx, journey.programme.id));
  const members = await audiencePage(tx, journey, { now, after: at.afterMemberId, last });
  const entries = members.map(({ id: memberId }, place) => ({
    ...{ memberId, source: 'launch', door: at.digest, at: until, createdAt: now },
    dueAt: pacedAt(journey, until, Number(at.taken) + place),
  }));
  return { entries, ...progressOf(at, { until, last, taken: entries.length }, members, () => never) };
}

async function pageOfSchedule(tx: Db, journey: Journey, door: Door, at: DueDoor, now: Date): Promise<Page> {
  const { programme, known } = journey;
  const programmeZone = known.catalogue.zone;
  const word = door.zone ?? 'programme';
  const isOfMembers = word === 'member';
  const zone = word === 'programme' ? programmeZone : word;
  const zones = isOfMembers ? await zonesOf(tx, programme.id, programmeZone) : [zone];
  const until = at.lookingUntil ?? now;
  const after = at.lookedUntil.getTime();
  const due = new Map(
    zones
      .map((one) => [one, occasionsBetween(door, one, after, until.getTime())] as const)
      .filter(([, occasions]) => occasions.length > 0),
  );
  const dueAfter = () => {
    const next = nextOf(door, zones, until.getTime());
    if (next === undefined) return never;
    // Somebody may come to live where it is earlier: by so much at most.
    const soon = Math.min(next, Math.max(until.getTime() + hourMs, next - zonesApartMs));
    return new Date(isOfMembers ? soon : next);
  };
  if (due.size === 0) return { entries: [], ...progressOf(at, { until, last: null, taken: 0 }, [], dueAfter) };
  const last = at.lastMemberId ?? (await lastMemberOf(tx, programme.id));
  const some = isOfMembers ? { zones: [...due.keys()] } : {};
  const members = await audiencePage(tx, journey, { now, after: at.afterMemberId, last, ...some });
  const entries: NewEntry[] = [];
  for (const member of members) {
    const occasion = occasionFor(journey, door, due.get(isOfMembers ? (member.zone ?? programmeZone) : zone), member);
    if (occasion === undefined) continue;
    entries.push({
      ...{ memberId: member.id, source: `schedule:${at.digest}:${occasion.on}`, door: at.digest, createdAt: now },
      ...{ at: new Date(occasion.at), dueAt: pacedAt(journey, until, Number(at.taken) + entries.length) },
    });
  }
  return { entries, ...progressOf(at, { until, last, taken: entries.length }, members, dueAfter) };
}

function occasionFor(
  { code }: Journey,
  door: Door,
  occasions: readonly ScheduleOccasion[] | undefined,
  { id }: PagedMember,
): ScheduleOccasion | undefined {
  const place = placeOf(door, code, id);
  return occasions?.find((one) => one.place === place);
}

async function pageOfDates(tx: Db, journey: Journey, door: Door, at: DueDoor, now: Date): Promise<Page> {
  const until = at.lookingUntil ?? now;
  const ahead = new Date(until.getTime() + aheadMs);
  const members = await pageDated(tx, door, {
    ...{ programmeId: journey.programme.id, from: until, after: at.afterMemberId, limit: membersMax },
    between: daysLookedFor(door, at.lookedUntil.getTime(), ahead.getTime()),
  });
  const calendar = calendarOf(journey);
  const entries = members.flatMap((member) => {
    const opens = dateOf(door, member, until.getTime(), calendar);
    if (opens === undefined || opens < at.lookedUntil.getTime() || opens > ahead.getTime()) return [];
    const due = new Date(opens);
    const source = `date:${at.digest}:${due.toISOString()}`;
    return [{ memberId: member.id, source, door: at.digest, at: due, dueAt: due, createdAt: now }];
  });
  const hourOn = () => new Date(until.getTime() + hourMs);
  return { entries, ...progressOf(at, { until, last: null, taken: 0 }, members, hourOn) };
}
