import type { Db } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import { nothingSpent, type Spent } from '../../workflows/lifecycles/journey/budgets.ts';
import { worstCase } from '../../workflows/lifecycles/journey/cost.ts';
import type { Cost } from '../../workflows/lifecycles/journey/kind.ts';
import { membersMeeting } from '../segments/count.ts';
import { watchExits } from './exits.ts';
import { inMinorUnits, lockBudget, readReserves, reserveFor, tellOfBudget } from './budget.ts';
import { datesThatHold } from './dates.ts';
import type { Journey } from './journey.ts';
import { addEntries, type Entry, settleEntries, type Settling } from './rows-entries.ts';
import { endOlder, enrol, type NewEnrolment, readStays, type Stays } from './rows-enrolments.ts';
import { type ComingEvent, type EnteringMember, lockMembers, readEvents, readLasting } from './rows-members.ts';
import { admit, refusals } from './rules-admission.ts';
import { type EntryKind, lastingAt, type Opened, openedBy } from './rules-doors.ts';

/** What became of an entry: an enrolment, the reason why there is none, or neither of one that is looked at later or opens no door. */
export interface Decision {
  readonly enrolmentId?: bigint;
  readonly reason?: string;
}

/** An entry at the door that it opens. */
interface AtDoor {
  readonly entry: Entry;
  readonly member: EnteringMember;
  readonly event: ComingEvent | undefined;
  readonly opened: Opened;
}

/**
 * Decides entries of a journey that is live, whose rows are locked, in the transaction of `tx`: who comes in, with what, and who does not
 * for what reason. Of one member it decides one; the others stay as they are. Answers what became of each that it has decided.
 */
export async function decideEntries(
  tx: Db,
  journey: Journey,
  entries: readonly Entry[],
  now: Date,
): Promise<ReadonlyMap<bigint, Decision>> {
  const members = await lockMembers(
    tx,
    entries.map(({ memberId }) => memberId),
  );
  const firsts = firstOfEach(entries, members);
  const events = await readEvents(
    tx,
    firsts.flatMap(({ entry }) => entry.eventId ?? []),
  );
  const { atDoor, gone } = await openDoorsFor(tx, journey, firsts, events, now);
  const due = await stillThere(tx, journey, atDoor, now);
  const page = await decideAll(tx, journey, due.here, now);
  const settling: Settling = {
    gone,
    decided: [...due.decided, ...page.decided],
    later: [...due.later, ...page.later],
  };
  await settleEntries(tx, settling, now);
  return new Map([
    ...gone.map((id) => [id, {}] as const),
    ...settling.later.map(({ id }) => [id, {}] as const),
    ...settling.decided.map(({ id, ...decision }) => [id, decision] as const),
  ]);
}

interface First {
  readonly entry: Entry;
  readonly member: EnteringMember;
}

/** The first entry of each person: the next one has to see what becomes of it. */
function firstOfEach(entries: readonly Entry[], members: ReadonlyMap<bigint, EnteringMember>): First[] {
  const seen = new Set<bigint>();
  return entries.flatMap((entry) => {
    const member = members.get(entry.memberId);
    if (member === undefined || seen.has(member.id)) return [];
    seen.add(member.id);
    return [{ entry, member }];
  });
}

const kindOf = ({ source }: Entry) => source.split(':')[0] as EntryKind;

/** Which door each entry opens. One that opens several comes to the others as entries of their own. */
async function openDoorsFor(
  tx: Db,
  journey: Journey,
  firsts: readonly First[],
  events: ReadonlyMap<bigint, ComingEvent>,
  now: Date,
): Promise<{ readonly atDoor: AtDoor[]; readonly gone: bigint[] }> {
  const atDoor: AtDoor[] = [];
  const gone: bigint[] = [];
  const others = [];
  for (const { entry, member } of firsts) {
    const event = entry.eventId === null ? undefined : events.get(entry.eventId);
    const arrival = {
      ...{ kind: kindOf(entry), fields: entry.fields, arrivedAt: entry.createdAt.getTime() },
      ...(entry.door === null ? {} : { door: entry.door }),
      ...(event === undefined ? {} : { event: { type: event.type, at: event.at.getTime(), data: event.data } }),
    };
    const [opened, ...more] = openedBy(journey, arrival, journey.known.catalogue);
    if (opened === undefined) gone.push(entry.id);
    else atDoor.push({ entry, member, event, opened });
    for (const { digest } of more) {
      others.push({ ...entry, source: `${entry.source}/${digest}`, door: digest, dueAt: now });
    }
  }
  await addEntries(tx, { programmeId: journey.programme.id, campaignId: journey.campaignId }, others);
  return { atDoor, gone };
}

const stayName = ({ name }: ComingEvent) => name.slice(name.indexOf(':') + 1);

/** Of those who have come into a segment, or out of it, who has stayed; of those whose date it is, whose it still is. */
async function stillThere(
  tx: Db,
  journey: Journey,
  atDoor: readonly AtDoor[],
  now: Date,
): Promise<{ readonly here: AtDoor[]; readonly later: Settling['later']; readonly decided: Settling['decided'] }> {
  const { zone } = journey.known.catalogue;
  const later = [];
  const asked = [];
  const ready: AtDoor[] = [];
  for (const one of atDoor) {
    const { entry, member, event, opened } = one;
    const { enters, leaves } = opened.door;
    const segment = enters ?? leaves;
    if (segment === undefined || event === undefined) {
      ready.push(one);
      continue;
    }
    const lasting = lastingAt(opened.door, event.at.getTime(), zone);
    if (lasting > now.getTime()) {
      later.push({ id: entry.id, door: opened.digest, dueAt: new Date(lasting) });
      continue;
    }
    ready.push(one);
    const until = new Date(Math.max(lasting, entry.door === null ? 0 : entry.dueAt.getTime()));
    if (until <= event.at) continue;
    const stay = { stay: stayName(event), isIn: enters !== undefined, since: event.at, until };
    asked.push({ entry: entry.id, memberId: member.id, segment, ...stay });
  }
  const lasting = await readLasting(tx, journey.programme.id, asked);
  const lost = new Set(asked.map(({ entry }) => entry).filter((id) => !lasting.has(id)));
  const dated = ready.filter(({ entry }) => kindOf(entry) === 'date');
  const moved = await datesMoved(tx, journey, dated);
  return {
    here: ready.filter(({ entry }) => !lost.has(entry.id) && !moved.has(entry.id)),
    later,
    decided: [
      ...[...lost].map((id) => ({ id, reason: refusals.notThere })),
      ...[...moved].map((id) => ({ id, reason: refusals.dateMoved })),
    ],
  };
}

async function datesMoved(tx: Db, journey: Journey, dated: readonly AtDoor[]): Promise<ReadonlySet<bigint>> {
  if (dated.length === 0) return new Set();
  const hold = await datesThatHold(
    tx,
    journey,
    dated.map(({ entry, member, opened }) => ({ id: entry.id, memberId: member.id, at: entry.at, door: opened.door })),
  );
  return new Set(dated.map(({ entry }) => entry.id).filter((id) => !hold.has(id)));
}

interface Decided {
  readonly decided: Settling['decided'];
  readonly later: Settling['later'];
}

async function decideAll(tx: Db, journey: Journey, here: readonly AtDoor[], now: Date): Promise<Decided> {
  if (here.length === 0) return { decided: [], later: [] };
  const { file } = journey.plan;
  const asked = here.map(({ member, opened }) => ({ memberId: member.id, key: opened.key }));
  const audience = await audienceAmong(
    tx,
    journey,
    asked.map(({ memberId }) => memberId),
    now,
  );
  const stays = await readStays(tx, journey.campaignId, asked);
  const counted = await countBudget(tx, journey, file.whileInside === 'restart' ? stays : undefined);
  let { spent } = counted;
  const { zone } = journey.known.catalogue;
  const standing = { file, now: now.getTime(), zone, closedAt: journey.closedAt?.getTime(), ...counted };
  const decided: { id: bigint; reason: string; enrolmentId?: bigint }[] = [];
  const later = [];
  const ends: string[] = [];
  const comers: { readonly entry: bigint; readonly enrolment: NewEnrolment }[] = [];
  for (const { entry, member, event, opened } of here) {
    const { key } = opened;
    const own = stays.of.get(member.id) ?? [];
    const comer = { isActive: member.isActive, isInAudience: audience?.has(member.id) ?? true, key, stays: own };
    const admission = admit({ ...standing, spent }, { ...comer, zone: member.zone ?? zone });
    ends.push(...(admission.ends ?? []));
    spent = admission.spent ?? spent;
    if (admission.kind === 'enters') {
      comers.push({ entry: entry.id, enrolment: enrolmentOf({ entry, member, event, opened }, stays, now) });
      continue;
    }
    const isOfSegment = opened.door.enters !== undefined || opened.door.leaves !== undefined;
    const { reason, free, isSame } = admission;
    // Who comes too early is taken in when the days are over, if still there.
    if (free !== undefined && isOfSegment) later.push({ id: entry.id, door: opened.digest, dueAt: new Date(free) });
    else {
      const same = isSame === true ? own.find((stay) => !stay.isOver && stay.key === key)?.id : undefined;
      decided.push({ id: entry.id, reason, ...(same === undefined ? {} : { enrolmentId: BigInt(same) }) });
    }
  }
  const ids = await bringInAll(
    tx,
    journey,
    { ends, comers: comers.map(({ enrolment }) => enrolment), ...counted, spent },
    now,
  );
  const entered = comers.flatMap(({ entry, enrolment }) => {
    const enrolmentId = ids.get(enrolment.memberId);
    return enrolmentId === undefined ? [] : [{ id: entry, enrolmentId }];
  });
  return { decided: [...decided, ...entered], later };
}

async function audienceAmong(
  tx: Db,
  { plan, programme, known }: Journey,
  ids: readonly bigint[],
  now: Date,
): Promise<ReadonlySet<bigint> | undefined> {
  const { audience: who } = plan.file;
  return who === undefined ? undefined : membersMeeting(tx, { programme, known, who, now }, ids);
}

interface Counted {
  readonly budget: ReturnType<typeof budgetOf>;
  readonly spent: Spent;
  readonly worst: Cost;
  readonly reserveOf: (id: string) => { readonly reserved: Cost; readonly given: Cost } | undefined;
}

const budgetOf = ({ plan, known }: Journey) =>
  plan.file.budget === undefined ? undefined : inMinorUnits(plan.file.budget, known.catalogue.currencyDigits);

/** What the budget has left, locked when there is one; with what is freed by those who would end for a newer one. */
async function countBudget(tx: Db, journey: Journey, stays: Stays | undefined): Promise<Counted> {
  const worst = inMinorUnits(worstCase(journey.plan), journey.known.catalogue.currencyDigits);
  const budget = budgetOf(journey);
  if (budget === undefined) return { budget, spent: nothingSpent, worst, reserveOf: () => undefined };
  const spent = await lockBudget(tx, journey.campaignId);
  const running = [...(stays?.of.values() ?? [])].flat().filter(({ isOver }) => !isOver);
  const reserves = await readReserves(
    tx,
    running.map(({ id }) => id),
  );
  return { budget, spent, worst, reserveOf: (id) => reserves.get(id) };
}

function enrolmentOf({ entry, member, event, opened }: AtDoor, stays: Stays, now: Date): NewEnrolment {
  const isOfEvent = opened.door.event !== undefined && event !== undefined;
  const enteredAt = isOfEvent ? event.at.getTime() : now.getTime();
  const { key, entry: fields } = opened;
  const input: JsonObject = {
    enteredAt,
    ...(Object.keys(fields).length === 0 ? {} : { entry: fields }),
    ...(key === undefined ? {} : { key }),
  };
  const occurrence = (stays.lastOccurrence.get(member.id) ?? 0) + 1;
  return { memberId: member.id, occurrence, input, enteredAt, eventId: entry.eventId };
}

async function bringInAll(
  tx: Db,
  journey: Journey,
  {
    ends,
    comers,
    budget,
    spent,
    worst,
  }: Counted & { readonly ends: readonly string[]; readonly comers: readonly NewEnrolment[] },
  now: Date,
): Promise<ReadonlyMap<bigint, bigint>> {
  const { programme, campaignId, versionId } = journey;
  await endOlder(tx, ends, now);
  const ids = await enrol(tx, { programmeId: programme.id, campaignId, versionId, now }, comers);
  await watchExits(tx, journey, { ids, comers }, now);
  if (budget === undefined) return ids;
  await reserveFor(tx, campaignId, [...ids.values()], budget.reserve === 'onStep' ? undefined : worst);
  await tellOfBudget(tx, campaignId, budget, spent, now);
  return ids;
}
