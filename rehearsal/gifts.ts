import { DateTime } from 'luxon';
import type { Instant } from '../values/instant.ts';
import type { JsonObject } from '../values/json.ts';
import type { Gift } from '../workflows/lifecycles/journey/asks.ts';
import { lacksForStep } from '../workflows/lifecycles/journey/budgets.ts';
import type { CouponOffer, CouponOffers } from '../workflows/lifecycles/journey/coupons.ts';
import type { Cost } from '../workflows/lifecycles/journey/kind.ts';
import { atMost, minus, noCost, plus, type RunningCampaign } from './campaign.ts';
import type { Enrolment } from './enrolment.ts';
import type { Stage } from './stage.ts';

/** What was given, so that it can be taken back as far as it is unused. */
export type Given =
  { readonly kind: 'points'; readonly key: string } | { readonly kind: 'coupon'; readonly code: string };

/** Benefits that a person has had. */
export class Claims {
  private readonly claimed = new Set<string>();

  isFree(gift: Gift, enrolment: Enrolment): boolean {
    const key = keyOf(gift, enrolment);
    return key === undefined || !this.claimed.has(key);
  }

  claim(gift: Gift, enrolment: Enrolment): void {
    const key = keyOf(gift, enrolment);
    if (key !== undefined) this.claimed.add(key);
  }
}

/** A person is known by address, however many accounts there are. */
function keyOf(gift: Gift, { person }: Enrolment): string | undefined {
  if (gift.kind !== 'points' || gift.oncePerPerson === undefined) return undefined;
  return `${gift.oncePerPerson}/${person.email ?? person.id}`;
}

export function costOfGifts(gifts: readonly Gift[], campaign: RunningCampaign): Cost {
  const offers = (campaign.file.coupons ?? {}) as CouponOffers;
  return gifts.reduce(
    (sum, gift) =>
      plus(
        sum,
        gift.kind === 'points'
          ? { ...noCost, points: gift.points }
          : { ...noCost, coupons: 1, worth: offers[gift.coupon]?.worth ?? 0 },
      ),
    noCost,
  );
}

/** Why these gifts, and a message with them, may not be given: all of them, or none. */
export function giftObjection(
  gifts: readonly Gift[],
  cost: Cost,
  { campaign, enrolment, claims }: { campaign: RunningCampaign; enrolment: Enrolment; claims: Claims },
): string | undefined {
  if (gifts.some((gift) => !claims.isFree(gift, enrolment))) return 'the person has had it';
  const lacks = lacksForStep(campaign.file.budget, campaign.spent, cost);
  return lacks === undefined ? undefined : `the budget has no ${lacks} left`;
}

/** Books what is given against what was reserved for the member. */
export function book(campaign: RunningCampaign, enrolment: Enrolment, cost: Cost): void {
  const ofReserve = atMost(enrolment.reserved, cost);
  enrolment.reserved = minus(enrolment.reserved, ofReserve);
  const { given, reserved } = campaign.spent;
  campaign.spent = { ...campaign.spent, given: plus(given, cost), reserved: minus(reserved, ofReserve) };
}

/** Gives one gift under the key of its step. */
export function give(
  stage: Stage,
  enrolment: Enrolment,
  gift: Gift,
  key: string,
): { readonly given: Given; readonly data: JsonObject; readonly text: string } {
  const { ledger, id } = enrolment.person;
  if (gift.kind === 'points') {
    const { points, expiresInDays } = gift;
    const { zone } = stage.setting.catalogue;
    const end = expiresInDays === undefined ? undefined : endOfDay(stage.now, expiresInDays, zone);
    ledger.earn(key, points, stage.now, { source: 'enrolment', ...(end === undefined ? {} : { expiresAt: end }) });
    const data: JsonObject = { points, ...(end === undefined ? {} : { expiresAt: end }) };
    return { given: { kind: 'points', key }, data, text: `${points} points` };
  }
  const offer = (enrolment.plan.file.coupons as CouponOffers | undefined)?.[gift.coupon];
  const code = `${gift.coupon}/${id}/${key}`;
  const expiresAt = couponEnd(stage, enrolment, offer);
  ledger.give({ code, kind: gift.coupon, expiresAt });
  const text = `coupon ${gift.coupon} until ${stage.show(expiresAt, enrolment.person)}`;
  return { given: { kind: 'coupon', code }, data: { code, couponUntil: expiresAt }, text };
}

/** Nobody loses hours that a mail promised: the later of the programme's midnight and the member's. */
function couponEnd(stage: Stage, { person }: Enrolment, offer: CouponOffer | undefined): Instant {
  const zones = [stage.setting.catalogue.zone, stage.zoneOf(person)];
  const ends = zones.map((zone) =>
    offer?.validUntil === 'end of month'
      ? DateTime.fromMillis(stage.now, { zone }).endOf('month').toMillis()
      : endOfDay(stage.now, offer?.validDays ?? 0, zone),
  );
  return Math.max(...ends);
}

const endOfDay = (at: Instant, days: number, zone: string): Instant =>
  DateTime.fromMillis(at, { zone }).plus({ days }).endOf('day').toMillis();

/** Takes a gift back as far as it is unused. */
export function takeBack({ person }: Enrolment, given: Given): boolean {
  return given.kind === 'points' ? person.ledger.takeBack(given.key) > 0 : person.ledger.takeBackCoupon(given.code);
}
