import type { JsonObject } from '../values/json.ts';
import { type Draw, drawFrom } from './random.ts';
import { nameOf, restSlots, type ScriptedEvent, type ScriptOptions, slotsOf } from './script.ts';

/** How a visit to the checkout goes on once points are held for the basket. */
export type Ending = 'pays' | 'returns' | 'cancels' | 'late' | 'leaves' | 'releases' | 'captures';

/** A member who wants to pay with points, in a slot in which there is nothing else for this member. */
export interface Visit {
  readonly slot: number;
  readonly memberId: string;
  readonly orderId: string;
  readonly basketMinor: number;
  /** Of the points that may be used. */
  readonly share: number;
  readonly ending: Ending;
  /** When what is still to come of it comes: a return, the cancellation, word of the order. */
  readonly followsIn: number;
}

/** Members who come in a slot: this share of them, and so many of a few. */
const shareMin = 0.05;
const aSlotMin = 20;
const endings: readonly Ending[] = [
  'pays',
  'pays',
  'returns',
  'returns',
  'cancels',
  'late',
  'leaves',
  'releases',
  'captures',
];
const minuteMs = 60_000;
/** Word of a late order comes in a later slot; placed it was while the points were held, or afterwards. */
const lateMinutes = [10, 45] as const;

/** Who goes to the checkout and how it ends there, from a seed; only where neither the script nor another visit has anything for the member. */
export function writeVisits(options: ScriptOptions, script: readonly ScriptedEvent[]): Visit[] {
  const slots = slotsOf(options);
  const share = Math.max(shareMin, aSlotMin / options.members);
  const busy = new Set(script.flatMap(({ memberId, slot }) => [slot - 1, slot].map((each) => `${memberId} ${each}`)));
  const joined = new Map(
    script.filter(({ type }) => type === 'member.joined').map((each) => [each.memberId, each.slot]),
  );
  const visits: Visit[] = [];
  for (let place = 0; place < options.members; place += 1) {
    const memberId = nameOf(place);
    const draw = drawFrom(options.seed, `checkout ${place}`);
    let freeFrom = (joined.get(memberId) ?? slots.length) + 1;
    for (let slot = 0; slot < slots.length - restSlots; slot += 1) {
      const isMeant = draw.share() < share;
      const visit = drawVisit(draw, memberId, slot);
      if (!isMeant || slot < freeFrom || busy.has(`${memberId} ${slot}`)) continue;
      let followsIn = slot + 1;
      while (busy.has(`${memberId} ${followsIn}`)) followsIn += 1;
      if (followsIn >= slots.length - restSlots) continue;
      visits.push({ ...visit, followsIn });
      freeFrom = followsIn + 1;
    }
  }
  return visits;
}

function drawVisit(draw: Draw, memberId: string, slot: number): Omit<Visit, 'followsIn'> {
  return {
    ...{ slot, memberId, orderId: `${memberId}-points-${slot}` },
    basketMinor: 500 + draw.below(30_000),
    share: draw.share() < 0.5 ? 1 : 0.5,
    ending: draw.pick(endings),
  };
}

/** A visit for which points are held. */
export interface HeldVisit {
  readonly visit: Visit;
  readonly redemptionId: string;
  readonly quoteId: string;
  readonly payableMinor: number;
  readonly at: Date;
}

/** What the shop tells of it in its own slot. */
export function toldAtOnce(held: HeldVisit): ScriptedEvent[] {
  const { ending } = held.visit;
  return ending === 'pays' || ending === 'returns' || ending === 'cancels' ? [placed(held, 0)] : [];
}

/** What it tells later; two part returns at once, in whatever order. */
export function toldLater(held: HeldVisit, at: Date): ScriptedEvent[] {
  const { visit, payableMinor } = held;
  if (visit.ending === 'late') {
    return [placed(held, lateMinutes[visit.basketMinor % lateMinutes.length] ?? lateMinutes[0])];
  }
  if (visit.ending === 'cancels') return [eventOf(visit, 'order.cancelled', 'cancelled', at, {})];
  if (visit.ending !== 'returns') return [];
  return [0.3, 0.45].flatMap((share, part) => {
    const amountMinor = Math.floor(payableMinor * share);
    return amountMinor === 0 ? [] : [eventOf(visit, 'order.returned', `back-${part}`, at, { amountMinor })];
  });
}

function placed({ visit, redemptionId, quoteId, payableMinor, at }: HeldVisit, minutes: number): ScriptedEvent {
  const data = { amountMinor: payableMinor, currency: 'GBP', redemptionId, quoteId };
  return eventOf(visit, 'order.placed', 'placed', new Date(at.getTime() + minutes * minuteMs), data);
}

function eventOf(
  { memberId, orderId, slot }: Visit,
  type: string,
  what: string,
  occurredAt: Date,
  data: JsonObject,
): ScriptedEvent {
  return { id: `${orderId}:${what}`, type, memberId, occurredAt, data: { orderId, ...data }, slot };
}
