import type { Instant } from '../../../values/instant.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { CouponOffer } from '../../../modules/coupons/rules.ts';
import type { EventPattern } from '../../engine/event-pattern.ts';
import type { Ending, Outcome } from '../../engine/story.ts';
import { type AnswerOf, ask, type MemberContext, type MemberLifecycle, type PromisedGift } from '../../steps.ts';
import {
  balanceObjection,
  classifyOrder,
  type Offered,
  segmentFor,
  type ShoppingFigures,
  type WinBackRung,
} from './rules.ts';
import type { WinBackSettings } from './settings.ts';
import { counted } from '../../../values/plural.ts';

/** What the sweep found: nobody's order came after `cutoffAt`. */
type Entry = {
  readonly cutoffAt: Instant;
};

/** How far a member has come, from the second chapter on. */
type WinBackState = Entry & {
  readonly enteredAt: Instant;
  /** Null is everybody else. */
  readonly segment: string | null;
  /** When each rung is offered, and last when the story ends. */
  readonly dueAt: readonly Instant[];
  readonly rung: number;
  readonly offered: readonly Offered[];
};

interface Figures extends ShoppingFigures {
  readonly lastOrderAt: Instant;
  readonly lastOrderDaysAgo: number;
}

const orderPlaced: EventPattern = { type: 'order.placed' };

/** What is given stands while an order that came after it is kept. */
const bringsOrder = { kind: 'nextOrder' } as const;

const dayMs = 86_400_000;

/**
 * A member who has not ordered for some weeks is reminded, then offered more, rung by rung, until an order comes: then it
 * ends at once, and what waits to be sent is not sent. One rung a chapter, so that a member in a long wait carries next to nothing.
 *
 * Messages: `win-back-reminder`, `win-back-coupon`, `win-back-points`, each only if a ladder has such a rung.
 */
export const winBack: MemberLifecycle<WinBackSettings> = {
  code: 'win-back',
  trigger: { kind: 'sweep' },
  listensTo: [orderPlaced.type],

  async story(context, settings, input) {
    if (!isUnderWay(input)) return begin(context, settings, readEntry(input));

    const order = await context.waitFor([orderPlaced], input.dueAt[input.rung]);
    if (order) return judge(input, order.at) ?? { kind: 'chapter', input: { ...input } };

    const ladder = ladderOf(settings, input.segment);
    const rung = ladder[input.rung];
    if (!rung) return end('done', `no order within ${counted(settings.endAfterDays, 'day', 'days')}`);

    // An order may be known and its event still on the way.
    const figures = await askFigures(context);
    const cameBack = judge(input, figures.lastOrderAt);
    if (cameBack) return cameBack;

    const told = await makeOffer(context, settings, rung, input, figures, input.rung === ladder.length - 1);
    if (told.kind === 'refused') return end('suppressed', told.reason);
    const offered =
      told.kind === 'applied' ? [...input.offered, { offer: rung.offer, at: context.now() }] : input.offered;
    return chapter({ ...input, rung: input.rung + 1, offered });
  },
};

/** Whoever ordered while the sweep was looking is let go; for the others the days are laid down. */
async function begin(context: MemberContext, settings: WinBackSettings, { cutoffAt }: Entry): Promise<Ending> {
  const enteredAt = context.now();
  const figures = await askFigures(context);
  const early = judge({ cutoffAt, enteredAt, offered: [] }, figures.lastOrderAt);
  if (early) return early;
  const objection = balanceObjection(settings.balance, figures.points);
  if (objection !== undefined) return end('skipped', objection);

  const segment = segmentFor(settings.segments, figures)?.name ?? null;
  // Done and not skipped: who is skipped is found again by the next sweep.
  if (ladderOf(settings, segment).length === 0) return end('done', 'in no segment, and nothing is offered to others');
  const days = [...ladderOf(settings, segment).map(({ afterDays }) => afterDays), settings.endAfterDays];
  const dueAt = await askTimes(context, days, settings.atHour);
  return chapter({ cutoffAt, enteredAt, segment, dueAt, rung: 0, offered: [] });
}

/** How an order ends the story; undefined when it is older than what the member was found by. */
function judge(course: Pick<WinBackState, 'cutoffAt' | 'enteredAt' | 'offered'>, orderAt: Instant): Ending | undefined {
  const meaning = classifyOrder(orderAt, course);
  if (meaning.kind === 'nothing') return undefined;
  // A member who got something has had this time, rightly or not; one who got nothing may be found again at once.
  const status = meaning.kind === 'never-away' && course.offered.length === 0 ? 'skipped' : 'exited';
  return end(status, meaning.reason);
}

/** What is offered is given with the message that speaks of it, or before it; answers what came of the message. */
async function makeOffer(
  context: MemberContext,
  settings: WinBackSettings,
  rung: WinBackRung,
  course: WinBackState,
  { lastOrderDaysAgo: daysAway }: Figures,
  lastCall: boolean,
): Promise<Outcome> {
  const common = { segment: course.segment ?? '', daysAway, lastCall };
  const deadlineAt = course.dueAt[course.rung + 1];
  const tell = (variables: JsonObject, gives?: PromisedGift) =>
    context.step({
      kind: 'message',
      name: `${rung.offer}-message`,
      template: `win-back-${rung.offer}`,
      channel: 'email',
      class: 'marketing',
      variables: { ...common, ...variables },
      onlyIf: { kind: 'noOrderSince', at: course.cutoffAt },
      ...(deadlineAt === undefined ? {} : { deadlineAt }),
      ...(gives === undefined ? {} : { gives }),
      afterPause: 'skip',
    });
  if (rung.offer === 'reminder') return tell({});
  const withMessage = !settings.evenIfUntold && context.patched('told-gifts');
  return rung.offer === 'coupon'
    ? offerCoupon(context, rung.coupon, { withMessage, tell })
    : offerPoints(context, rung, { withMessage, tell });
}

interface Telling {
  /** The gift is given with the message; else before it. */
  readonly withMessage: boolean;
  readonly tell: (variables: JsonObject, gives?: PromisedGift) => Promise<Outcome>;
}

async function offerCoupon(
  context: MemberContext,
  offer: CouponOffer,
  { withMessage, tell }: Telling,
): Promise<Outcome> {
  const coupon = { couponName: offer.name, couponMinOrder: offer.minOrderMinor ?? 0 };
  const gift = { kind: 'coupon', offer, reason: 'Win-back', dependsOn: bringsOrder } as const;
  if (withMessage) {
    const tells = { couponCode: 'code', couponUntil: 'expiresAt' } as const;
    return tell({ ...coupon, couponCode: '', couponUntil: 0 }, { ...gift, tells });
  }
  const given = await context.step({ ...gift, name: 'coupon' });
  if (given.kind !== 'applied') return passedOver(given);
  return tell({ ...coupon, couponCode: given.data?.code ?? '', couponUntil: given.data?.expiresAt ?? 0 });
}

async function offerPoints(
  context: MemberContext,
  { points, expiresInDays }: Extract<WinBackRung, { offer: 'points' }>,
  { withMessage, tell }: Telling,
): Promise<Outcome> {
  const gift = { points, expiresInDays, reason: 'Welcome back', dependsOn: bringsOrder } as const;
  if (withMessage) {
    return tell({ points, pointsUntil: null }, { ...gift, kind: 'points', tells: { pointsUntil: 'expiresAt' } });
  }
  const given = await context.step({ ...gift, kind: 'grant', name: 'points' });
  if (given.kind !== 'applied') return passedOver(given);
  return tell({ points, pointsUntil: given.data?.expiresAt ?? null });
}

/** What could not be given is passed over; the next rung may do better. */
function passedOver(given: Exclude<Outcome, { kind: 'applied' }>): Outcome {
  return { kind: 'skipped', reason: given.reason };
}

async function askFigures(context: MemberContext): Promise<Figures> {
  const answer = await ask(context, 'figures', { kind: 'shoppingFigures' });
  const data: Partial<AnswerOf<{ kind: 'shoppingFigures' }>> = answer.kind === 'applied' ? (answer.data ?? {}) : {};
  const lastOrderAt = Number(data.lastOrderAt ?? -Infinity);
  return {
    orders: Number(data.orders ?? 0),
    spentMinor: Number(data.spentMinor ?? 0),
    points: Number(data.points ?? 0),
    lastOrderAt,
    lastOrderDaysAgo: data.lastOrderDaysAgo ?? Math.floor((context.now() - lastOrderAt) / dayMs),
  };
}

async function askTimes(context: MemberContext, days: readonly number[], hour: number): Promise<readonly Instant[]> {
  const answer = await ask(context, 'times', { kind: 'localTimes', fromAt: context.now(), days, hour });
  return answer.kind === 'applied' ? (answer.data?.at ?? []) : [];
}

function ladderOf({ ladder, segments }: WinBackSettings, segment: string | null): readonly WinBackRung[] {
  return segments.find(({ name }) => name === segment)?.ladder ?? ladder;
}

function readEntry(input: JsonObject): Entry {
  if (typeof input.cutoffAt !== 'number') throw new Error('a win-back starts from cutoffAt');
  return { cutoffAt: input.cutoffAt };
}

function isUnderWay(input: JsonObject): input is JsonObject & WinBackState {
  return 'dueAt' in input;
}

function chapter(course: WinBackState): Ending {
  return { kind: 'chapter', input: { ...course } };
}

function end(status: 'done' | 'exited' | 'skipped' | 'suppressed', reason: string): Ending {
  return { kind: 'end', status, reason };
}
