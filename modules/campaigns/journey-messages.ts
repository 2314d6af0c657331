import type { JsonObject } from '../../values/json.ts';
import { inLocale } from '../../values/locale.ts';
import { currencyDigits } from '../../values/money.ts';
import type { MessageForm } from '../../workflows/lifecycles/form.ts';
import type { CouponOffer, CouponOffers } from '../../workflows/lifecycles/journey/coupons.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import { type Placed, planOf } from '../../workflows/lifecycles/journey/plan.ts';
import type { OutlineStep } from '../../workflows/lifecycles/outline.ts';
import { code, type MessageSample, type SampleDay } from '../../workflows/lifecycles/sample-values.ts';
import type { MessageClass } from '../programme/rules-message-limits.ts';
import { shippedLanguage } from '../journeys/language.ts';
import { journeyVariables } from './journey-variables.ts';

const classDefault: MessageClass = 'marketing';

interface Gift {
  readonly grant?: number | { readonly atMost: number };
  readonly expiresInDays?: number;
  readonly coupon?: string;
}

const templateOf = ({ step, kind }: Placed) => (kind.verb === 'message' ? String(step.message) : undefined);

/** The messages that a journey sends, by their templates. */
export function journeyForms(file: JourneyFile): Readonly<Record<string, MessageForm>> {
  return Object.fromEntries(
    planOf(file, shippedLanguage).steps.flatMap((placed) => {
      const template = templateOf(placed);
      if (template === undefined) return [];
      return [[template, { about: `sent by the step ${placed.name}`, variables: journeyVariables }] as const];
    }),
  );
}

const outlined = ['grant', 'coupon', 'message', 'review'] as const;

/** The steps of a journey that give, tell or ask a person, from the top. */
export function journeyOutline(file: JourneyFile): readonly OutlineStep[] {
  return planOf(file, shippedLanguage).steps.flatMap((placed): OutlineStep[] => {
    const kind = outlined.find((verb) => verb === placed.kind.verb);
    const template = templateOf(placed);
    if (kind === undefined) return [];
    return [{ name: placed.name, kind, ...(template === undefined ? {} : { template }) }];
  });
}

/** What the step that sends a template would bring, made up; undefined when none sends it. */
export function journeySample(
  file: JourneyFile,
  template: string,
  day: SampleDay,
  manner: { readonly locale?: string | undefined; readonly currency: string },
): MessageSample | undefined {
  const step = planOf(file, shippedLanguage).steps.find((placed) => templateOf(placed) === template)?.step;
  if (step === undefined) return undefined;
  const gifts = (step.gives ?? []) as readonly Gift[];
  const offers = (file.coupons ?? {}) as CouponOffers;
  // One that is not given here was given before, or the file has none.
  const offer = offers[gifts.find(({ coupon }) => coupon !== undefined)?.coupon ?? Object.keys(offers)[0] ?? ''];
  const variables = {
    ...pointsOf(gifts, day),
    ...(offer === undefined ? noCoupon : couponOf(offer, day, manner)),
  };
  return { class: (step.class ?? classDefault) as MessageClass, variables };
}

/** The same as it may be otherwise: a message that gives no coupon itself may leave before any was given. */
export function journeyAlternatives(file: JourneyFile, template: string): readonly (readonly JsonObject[])[] {
  const step = planOf(file, shippedLanguage).steps.find((placed) => templateOf(placed) === template)?.step;
  const gives = ((step?.gives ?? []) as readonly Gift[]).some(({ coupon }) => coupon !== undefined);
  return gives || file.coupons === undefined ? [] : [[noCoupon]];
}

const noCoupon: JsonObject = {
  ...{ couponName: '', couponCode: '', couponUntil: 0, couponMinOrder: 0, couponValidDays: 0 },
};

function pointsOf(gifts: readonly Gift[], day: SampleDay): JsonObject {
  const gift = gifts.find(({ grant }) => grant !== undefined);
  if (gift?.grant === undefined) return { giftPoints: 0, giftExpiresAt: null };
  const giftPoints = typeof gift.grant === 'number' ? gift.grant : gift.grant.atMost;
  return { giftPoints, giftExpiresAt: gift.expiresInDays === undefined ? null : day.endAfter(gift.expiresInDays) };
}

function couponOf(
  { name, minOrder = 0, validDays = 0 }: CouponOffer,
  day: SampleDay,
  { locale, currency }: { readonly locale?: string | undefined; readonly currency: string },
): JsonObject {
  const named = typeof name === 'string' ? name : (inLocale(name, locale ?? '') ?? Object.values(name)[0] ?? '');
  return {
    couponName: named,
    couponCode: code,
    couponUntil: day.endAfter(validDays),
    couponMinOrder: Math.round(minOrder * 10 ** (currencyDigits(currency) ?? 2)),
    couponValidDays: validDays,
  };
}
