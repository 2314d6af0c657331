import type { CouponOffer } from '../../modules/coupons/rules.ts';
import type { JsonObject, JsonValue } from '../../values/json.ts';
import { inLocale } from '../../values/locale.ts';

/** Variables of every message that may speak of a coupon, by the same names in every lifecycle. */
export const couponVariables = {
  couponName: 'name of the coupon in the language of the mail; empty or null when there is none',
  couponCode: 'its code; empty or null until it is given',
  couponUntil: 'the last instant it can be used; 0 or null until it is given',
  couponMinOrder: 'orders below this can not use it, in minor units; 0 is none',
  couponValidDays: 'days it can be used from the day it is given; 0 when there is none',
} as const;

/** What is known of a coupon once it is issued. */
export interface IssuedTerms {
  readonly expiresAt: number;
  readonly minOrderMinor: number;
}

/**
 * The variables of a message with the coupon's terms by their names of today, and its name in a language. The coupon is the one of
 * the offers that has the name; what has been issued says its own terms.
 */
export function withCouponWords(
  variables: JsonObject,
  { settings, locale, issued }: { settings: JsonObject; locale?: string; issued?: IssuedTerms | undefined },
): JsonObject {
  const { couponName, coupon, couponCode, couponUntil, couponExpiresAt, couponMinOrder } = variables;
  // Before 0.2 referrals said "coupon", and others "couponExpiresAt": templates may still do.
  const own = couponName === undefined ? coupon : couponName;
  if (own === undefined) return variables;
  const offer = typeof own === 'string' && own !== '' ? offersIn(settings).find(({ name }) => name === own) : undefined;
  const name = locale === undefined ? own : (inLocale(offer?.names, locale) ?? own);
  return {
    ...variables,
    ...(coupon === undefined ? {} : { coupon: name }),
    couponName: name,
    couponCode: couponCode ?? (own === '' ? '' : null),
    couponUntil: couponUntil ?? couponExpiresAt ?? issued?.expiresAt ?? null,
    couponMinOrder: couponMinOrder ?? issued?.minOrderMinor ?? offer?.minOrderMinor ?? 0,
    couponValidDays: offer?.validDays ?? 0,
  };
}

type NamedOffer = Pick<CouponOffer, 'name' | 'names' | 'minOrderMinor' | 'validDays'>;

/** Every coupon that settings offer, wherever in them it stands. */
export function offersIn(settings: JsonValue | undefined): NamedOffer[] {
  if (Array.isArray(settings)) return settings.flatMap((item: JsonValue) => offersIn(item));
  if (typeof settings !== 'object' || settings === null) return [];
  const value = settings as JsonObject;
  if (typeof value.name === 'string' && typeof value.validDays === 'number' && value.benefit !== undefined) {
    return [value as unknown as NamedOffer];
  }
  return Object.values(value).flatMap((item) => offersIn(item));
}
