import { asStored, type PhraseOf, type StoredTexts, type TextPhrases, type Wording } from '../../values/phrase.ts';

/** What happened to a coupon. */
export interface CouponPhrases {
  'coupon.issued': { name: string };
  'coupon.redeemed': { name: string };
  'coupon.refunded': { name: string };
  'coupon.expired': { name: string };
  'coupon.cancelled': { name: string };
  'coupon.moved': { name: string };
  'coupon.other': { name: string; kind: string };
  'coupon.not-given': { step: string };
  'coupon.terms': { code: string; expiresAt: Date };
  'coupon.on-order': { orderId: string };
  'coupon.with-order': { name: string };
}

export const couponWording: Wording<CouponPhrases> = {
  en: {
    'coupon.issued': ({ name }) => `Coupon given: ${name}`,
    'coupon.redeemed': ({ name }) => `Coupon used: ${name}`,
    'coupon.refunded': ({ name }) => `Coupon given back: ${name}`,
    'coupon.expired': ({ name }) => `Coupon expired: ${name}`,
    'coupon.cancelled': ({ name }) => `Coupon cancelled: ${name}`,
    'coupon.moved': ({ name }) => `Coupon came from another account of the member: ${name}`,
    'coupon.other': ({ name, kind }) => `${kind.toLowerCase()}: ${name}`,
    'coupon.not-given': ({ step }) => `Coupon not given: ${step}`,
    'coupon.terms': ({ code, expiresAt }, say) => `code ${code}, good until ${say.programmeDate(expiresAt)}`,
    'coupon.on-order': ({ orderId }) => `on order ${orderId}`,
    'coupon.with-order': ({ name }) => `with the coupon “${name}”`,
  },
  'zh-CN': {
    'coupon.issued': ({ name }) => `发放优惠券：${name}`,
    'coupon.redeemed': ({ name }) => `使用优惠券：${name}`,
    'coupon.refunded': ({ name }) => `退还优惠券：${name}`,
    'coupon.expired': ({ name }) => `优惠券已过期：${name}`,
    'coupon.cancelled': ({ name }) => `优惠券已作废：${name}`,
    'coupon.moved': ({ name }) => `由本人的另一账户转入优惠券“${name}”`,
    'coupon.other': ({ name, kind }) => `优惠券变动（${kind}）：${name}`,
    'coupon.not-given': ({ step }) => `未发放优惠券：${step}`,
    'coupon.terms': ({ code, expiresAt }, say) => `券码 ${code}，有效期至${say.programmeDate(expiresAt)}`,
    'coupon.on-order': ({ orderId }) => `用于订单 ${orderId}`,
    'coupon.with-order': ({ name }) => `使用优惠券“${name}”`,
  },
};

/** A coupon's move, as far as it is told. */
export interface CouponMoveToTell {
  readonly kind: string;
  readonly orderId: string | null;
  readonly reason: string | null;
  readonly code: string;
  readonly name: string;
  readonly expiresAt: Date;
}

const titleKeys = {
  ISSUE: 'coupon.issued',
  REDEEM: 'coupon.redeemed',
  REFUND: 'coupon.refunded',
  EXPIRE: 'coupon.expired',
  CANCEL: 'coupon.cancelled',
  MOVE: 'coupon.moved',
} as const satisfies Record<string, keyof CouponPhrases>;

/** `Coupon used: 5 off your next order` */
export function couponTitle({ kind, name }: CouponMoveToTell): PhraseOf<CouponPhrases> {
  const key = kind in titleKeys ? titleKeys[kind as keyof typeof titleKeys] : undefined;
  return key === undefined ? { key: 'coupon.other', params: { name, kind } } : { key, params: { name } };
}

export function couponDetails(move: CouponMoveToTell): PhraseOf<CouponPhrases & TextPhrases>[] {
  const { kind, code, expiresAt, orderId, reason } = move;
  if (kind === 'ISSUE') return [{ key: 'coupon.terms', params: { code, expiresAt } }];
  if (kind === 'REDEEM') return orderId === null ? [] : [{ key: 'coupon.on-order', params: { orderId } }];
  return reason === null ? [] : [asStored(reason)];
}

/** A step that gave no coupon. */
export function couponNotGiven(step: string): PhraseOf<CouponPhrases> {
  return { key: 'coupon.not-given', params: { step } };
}

/** The coupon that was used on an order. */
export function couponWithOrder(name: unknown): PhraseOf<CouponPhrases>[] {
  return typeof name === 'string' ? [{ key: 'coupon.with-order', params: { name } }] : [];
}

export const couponTexts: StoredTexts = {
  'zh-CN': {
    'there is no such coupon': '没有这张优惠券',
    'the coupon has expired': '优惠券已过期',
    'the coupon was cancelled': '优惠券已作废',
    'the coupon was not used': '优惠券未使用',
  },
};
