import type { JsonObject } from '../values/json.ts';
import { type Draw, drawFrom } from './random.ts';

/** Something a member does, at its own time. */
export interface ScriptedEvent {
  readonly id: string;
  readonly type: string;
  readonly memberId: string;
  readonly occurredAt: Date;
  readonly data: JsonObject;
  /** The slot in which word of it comes: its own, or a later one. */
  readonly slot: number;
  /** Word of it comes by itself, at a moment of its own. */
  readonly isAlone?: true;
}

export interface ScriptOptions {
  readonly seed: number;
  readonly members: number;
  readonly days: number;
  /** Midnight before the first day. */
  readonly startsAt: Date;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Members act at these hours of the day, off the hours at which stories have their deadlines. */
const slotHours = [11.61, 19.61] as const;
/** Mail to this domain is refused for good. */
export const deadDomain = 'gone.example.test';
/** Days that nobody starts anything new, so that stories come to their ends. */
const restDays = 3;
/** The slots of those days. */
export const restSlots = restDays * slotHours.length;

const places = [
  { zone: 'Europe/London', locale: 'en' },
  { zone: 'America/New_York', locale: 'en' },
  { zone: 'Asia/Shanghai', locale: 'zh-CN' },
] as const;

/** When members act and the programme is looked at. */
export function slotsOf({ days, startsAt }: Pick<ScriptOptions, 'days' | 'startsAt'>): Date[] {
  return Array.from(
    { length: days * slotHours.length },
    (_, slot) =>
      new Date(
        startsAt.getTime() +
          Math.floor(slot / slotHours.length) * dayMs +
          (slotHours[slot % slotHours.length] ?? 0) * hourMs,
      ),
  );
}

/** What the member at a place of the list is called. */
export const nameOf = (place: number) => `member-${String(place).padStart(5, '0')}`;

/** The people of the proof, known before anything starts: who they are. */
export function writePeople({ seed, members, startsAt }: ScriptOptions): ScriptedEvent[] {
  return Array.from({ length: members }, (_, place) => place)
    .filter((place) => !isFriend(place))
    .map((place) => ({
      id: `${nameOf(place)}:known`,
      type: 'member.joined',
      memberId: nameOf(place),
      occurredAt: startsAt,
      data: { ...profileOf(seed, place), early: true },
      slot: 0,
    }));
}

/** Every fifth is unknown until joining with the code of another. */
export const isFriend = (place: number) => place % 5 === 4;

function profileOf(seed: number, place: number): JsonObject {
  const draw = drawFrom(seed, `person ${place}`);
  const { zone, locale } = draw.pick(places);
  // Every thirtieth is a second account of the one before; every sixtieth has an address that is no more.
  const emailOf = place % 30 === 29 ? place - 1 : place;
  const domain = place % 60 === 11 ? deadDomain : 'example.test';
  const email = `${nameOf(emailOf)}@${domain}`;
  return { email, name: `Person ${place}`, zone, locale, consent: { email: draw.share() < 0.8 } };
}

/** All that members do, from a seed: in every slot a member does one thing at most, but for a check-in. */
export function writeScript(options: ScriptOptions): ScriptedEvent[] {
  const slots = slotsOf(options);
  const doings: ScriptedEvent[] = [];
  for (let place = 0; place < options.members; place += 1) {
    const draw = drawFrom(options.seed, `doings ${place}`);
    doings.push(...doingsOf(place, options, slots, draw));
    doings.push(...checkInsOf(place, options, slots));
  }
  return doings;
}

function doingsOf(place: number, { days, seed }: ScriptOptions, slots: readonly Date[], draw: Draw): ScriptedEvent[] {
  const memberId = nameOf(place);
  const lastSlot = slots.length - 1;
  const lastStart = Math.max(1, slots.length - restSlots);
  const doings: ScriptedEvent[] = [];
  // Of two things of which word comes in one slot the order would decide, and faults change the order.
  const taken = new Set<number>();
  const doIt = (from: number, type: string, data: JsonObject, id: string) => {
    let slot = from;
    while (taken.has(slot)) slot += 1;
    const occurredAt = slots[slot];
    if (occurredAt === undefined || slot >= lastStart) return;
    // Word of a few orders comes a slot late, for both runs alike.
    const isLate = type === 'order.placed' && draw.share() < 0.05 && !taken.has(slot + 1);
    const heardIn = Math.min(lastSlot, slot + (isLate ? 1 : 0));
    taken.add(slot).add(heardIn);
    doings.push({ id: `${memberId}:${id}`, type, memberId, occurredAt, data, slot: heardIn });
  };

  // A person's two accounts are neighbours and never join in one slot: which of them is the first would be open.
  const joins = 2 * draw.below(Math.max(1, Math.floor(slots.length / 6))) + (place % 2);
  // The code is the world's to know: `inviter` becomes the inviter's code when the event is sent.
  const invited = isFriend(place) ? { ...profileOf(seed, place), inviter: nameOf(place - 2) } : {};
  doIt(joins, 'member.joined', invited, 'joined');
  if (draw.share() < 0.6) doIt(joins + 1 + draw.below(12), 'member.updated', { birthday: '1990-05-17' }, 'profile');
  for (let order = 0, slot = joins; order < 4; order += 1) {
    slot += 2 + draw.below(days);
    if (draw.share() > 0.7) break;
    const orderId = `${memberId}-${order}`;
    const amountMinor = 500 + draw.below(12_000);
    doIt(slot, 'order.placed', { orderId, amountMinor, currency: 'GBP' }, `order-${order}`);
    if (draw.share() < 0.15)
      doIt(slot + 3 + draw.below(10), 'order.returned', { orderId, amountMinor, currency: 'GBP' }, `return-${order}`);
  }
  return doings;
}

/** Two members of five check in on most days, once a day. */
function checkInsOf(place: number, { seed }: ScriptOptions, slots: readonly Date[]): ScriptedEvent[] {
  const draw = drawFrom(seed, `check-ins ${place}`);
  if (isFriend(place) || draw.share() > 0.4) return [];
  const doings: ScriptedEvent[] = [];
  for (let slot = 2 * draw.below(4); slot < slots.length - 2 * restDays; slot += slotHours.length) {
    const occurredAt = slots[slot];
    if (occurredAt === undefined || draw.share() < 0.15) continue;
    const memberId = nameOf(place);
    doings.push({ id: `${memberId}:check-in-${slot}`, type: 'checkin.done', memberId, occurredAt, data: {}, slot });
  }
  return doings;
}
