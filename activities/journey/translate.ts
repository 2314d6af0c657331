import { later } from '../../conditions/days.ts';
import { readDuration } from '../../conditions/words.ts';
import type { JourneyVariables } from '../../modules/campaigns/journey-variables.ts';
import type { CouponOffer } from '../../modules/coupons/rules.ts';
import { journeySubject } from '../../modules/intake/rules/reviews.ts';
import type { Channel } from '../../modules/programme/rules-message-limits.ts';
import type { JsonValue } from '../../values/json.ts';
import type { LocalText } from '../../values/locale.ts';
import type { StepRequest } from '../../workflows/engine/protocol.ts';
import type { Gift, JourneyAsk, MessageAsk } from '../../workflows/lifecycles/journey/asks.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import type { CouponStep, GrantStep, MessageStep, PromisedGift, ReviewStep, Step } from '../../workflows/steps.ts';
import { type CouponTerms, offerOf } from './coupon-offer.ts';
import { zoneMeant } from '../../modules/journeys/zone.ts';

/** A coupon that an enrolment was given before. */
export interface EarlierCoupon {
  readonly name: string;
  /** As the file calls it. */
  readonly offerCode: string | null;
  readonly code: string;
  readonly expiresAt: number;
  readonly minOrderMinor: number;
}

/** What a journey's asks are read by, beside themselves. */
export interface Translating {
  readonly journey: JourneyFile;
  readonly programme: CouponTerms & { readonly zone: string };
  /** Where the member lives; undefined of one who has not said. */
  memberZone(memberId: string): string | undefined;
  /** The latest that was not taken back. */
  earlierCoupon(enrolmentId: string): EarlierCoupon | undefined;
}

/** A step that the product knows from its other lifecycles, or one that only journeys ask for. */
export type JourneyStep = GrantStep | CouponStep | MessageStep | ReviewStep | Exclude<JourneyAsk, TranslatedAsk>;
type TranslatedAsk = Extract<JourneyAsk, { kind: 'gift' | 'message' | 'review' }>;

/** The request as the product's own where it has such a step: what is recorded of it reads as everybody else's. */
export function translate(request: StepRequest, translating: Translating): StepRequest<Step> {
  const ask = request.step as JourneyAsk;
  // Those that only journeys ask for are performed by performers of their own, which know them by their kind.
  return { ...request, step: stepOf(request, ask, translating) as Step };
}

function stepOf(request: StepRequest, ask: JourneyAsk, translating: Translating): JourneyStep {
  switch (ask.kind) {
    case 'gift':
      return { name: ask.name, ...afterPause(ask), ...giftStep(ask.gift, ask.name, request, translating) };
    case 'message':
      return messageStep(request, ask, translating);
    case 'review': {
      const { name, question, by } = ask;
      const facts = { question, by, campaign: translating.journey.campaign, step: name };
      return { kind: 'review', name, subject: journeySubject, reasons: [question], facts };
    }
    default:
      return ask;
  }
}

const afterPause = ({ afterPause: policy }: JourneyAsk) => (policy === undefined ? {} : { afterPause: policy });

/** Why it was given, as the ledger and the timeline say it. */
export const reasonOf = ({ name }: JourneyFile, step: string): string => `the journey "${name}", step ${step}`;

type GiftOf<Kind extends 'points' | 'coupon'> = Extract<PromisedGift, { kind: Kind }>;

function giftStep(gift: Gift, name: string, request: StepRequest, translating: Translating) {
  const reason = reasonOf(translating.journey, name);
  if (gift.kind === 'points') return { ...gift, kind: 'grant', reason } as const;
  return { kind: 'coupon', reason, ...couponOf(gift.coupon, request, translating) } as const;
}

function couponOf(code: string, { memberId }: StepRequest, { journey, programme, memberZone }: Translating) {
  const written = journey.coupons?.[code];
  if (written === undefined) throw new TypeError(`the journey ${journey.campaign} has no coupon "${code}"`);
  const zone = memberZone(memberId);
  return {
    ...{ offer: offerOf(written, programme), offerCode: code },
    ...(zone === undefined ? {} : { memberZone: zone }),
  };
}

function messageStep(request: StepRequest, ask: MessageAsk, translating: Translating): MessageStep {
  const { template, onlyIf, known, within } = ask;
  const { journey, programme, memberZone } = translating;
  const zone = zoneMeant(journey.zone, programme.zone, memberZone(request.memberId));
  const gives = ask.gives.flatMap((gift): PromisedGift[] => promised(gift, ask.name, request, translating));
  return {
    ...{ kind: 'message', name: ask.name, ...afterPause(ask), template, class: ask.class },
    // The check lets no other channel pass.
    channel: ask.channel as Channel,
    variables: variablesOf(gives, request, translating),
    ...(gives.length === 0 ? {} : { gives: toldOnce(gives) }),
    ...(onlyIf === undefined
      ? {}
      : { onlyIf: { kind: 'journey', holds: onlyIf, known: known ?? noKnown, zone: journey.zone ?? 'member' } }),
    ...(within === undefined ? {} : { deadlineAt: later(request.at, readDuration(within), zone) }),
  };
}

const noKnown = { values: {}, outcomes: {}, since: {} };

/** Points of a field may be none: then nothing is promised. */
function promised(gift: Gift, name: string, request: StepRequest, translating: Translating): PromisedGift[] {
  const reason = reasonOf(translating.journey, name);
  if (gift.kind === 'coupon')
    return [{ ...couponOf(gift.coupon, request, translating), kind: 'coupon', reason, tells: {} }];
  return gift.points > 0 ? [{ ...gift, reason, tells: {} }] : [];
}

/** A text has one place for an end and one for a code: of several gifts the points that end first, and the last coupon, are told. */
function toldOnce(gives: readonly PromisedGift[]): PromisedGift[] {
  const points = gives.filter((gift): gift is GiftOf<'points'> => gift.kind === 'points');
  const first = points.toSorted((a, b) => (a.expiresInDays ?? Infinity) - (b.expiresInDays ?? Infinity))[0];
  const coupon = gives.findLast(({ kind }) => kind === 'coupon');
  return gives.map((gift) => {
    if (gift === first) return { ...gift, tells: { giftExpiresAt: 'expiresAt' } };
    return gift === coupon ? { ...gift, tells: { couponCode: 'code', couponUntil: 'expiresAt' } } : gift;
  });
}

/** Every variable has a value, whatever is given. The name of a coupon is in all its languages until that of the message is known. */
function variablesOf(
  gives: readonly PromisedGift[],
  { enrolmentId }: StepRequest,
  { journey, earlierCoupon, programme }: Translating,
): Record<JourneyVariables, JsonValue> {
  const points = gives.reduce((sum, gift) => sum + (gift.kind === 'points' ? gift.points : 0), 0);
  const given = gives.findLast((gift): gift is GiftOf<'coupon'> => gift.kind === 'coupon');
  const earlier = given === undefined ? earlierCoupon(enrolmentId) : undefined;
  const written = journey.coupons?.[earlier?.offerCode ?? ''];
  const offer = given?.offer ?? (written && offerOf(written, programme));
  return {
    ...{ giftPoints: points, giftExpiresAt: null },
    ...{ couponCode: earlier?.code ?? '', couponUntil: earlier?.expiresAt ?? 0 },
    couponName: nameOf(offer) ?? earlier?.name ?? '',
    couponMinOrder: earlier?.minOrderMinor ?? given?.offer.minOrderMinor ?? 0,
    couponValidDays: offer?.validDays ?? 0,
  };
}

const nameOf = (offer: CouponOffer | undefined): LocalText | undefined => offer?.names ?? offer?.name;
