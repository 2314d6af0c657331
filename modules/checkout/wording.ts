import {
  asStored,
  type NoParams,
  type PhraseOf,
  type StoredTexts,
  type TextPhrases,
  type Wording,
} from '../../values/phrase.ts';
import { isList, type JsonObject, type JsonValue } from '../../values/json.ts';

/** What events say of points that an order was paid with, and of the quote that it names. */
export interface CheckoutPhrases {
  'redemption.used': { points: number };
  'redemption.back': { points: number };
  'quote.honoured': NoParams;
  'quote.not-honoured': { why: string };
}

export const checkoutWording: Wording<CheckoutPhrases> = {
  en: {
    'redemption.used': ({ points }, say) => `${say.points(points)} used on it`,
    'redemption.back': ({ points }, say) => `${say.points(points)} given back that had been used on it`,
    'quote.honoured': () => 'reckoned as it was quoted',
    'quote.not-honoured': ({ why }) => `not reckoned by its quote: ${why}`,
  },
  'zh-CN': {
    'redemption.used': ({ points }, say) => `使用 ${say.points(points)}`,
    'redemption.back': ({ points }, say) => `使用的积分已退还 ${say.points(points)}`,
    'quote.honoured': () => '按报价计算',
    'quote.not-honoured': ({ why }, say) => `未按报价计算：${say.text(why)}`,
  },
};

/** What an event's result says of its redemption and its quote, and what is worth a look. */
export function checkoutDetails({
  redemption,
  quote,
  warnings,
}: JsonObject): PhraseOf<CheckoutPhrases & TextPhrases>[] {
  return [...redemptionDetails(redemption), ...quoteDetails(quote), ...warningDetails(warnings)];
}

function redemptionDetails(redemption: JsonValue | undefined): PhraseOf<CheckoutPhrases>[] {
  const { capturedPoints, refundedPoints } = objectOf(redemption);
  if (typeof refundedPoints === 'number' && refundedPoints > 0) {
    return [{ key: 'redemption.back', params: { points: refundedPoints } }];
  }
  if (typeof capturedPoints !== 'number' || capturedPoints === 0) return [];
  return [{ key: 'redemption.used', params: { points: capturedPoints } }];
}

function quoteDetails(quote: JsonValue | undefined): PhraseOf<CheckoutPhrases>[] {
  const { honoured, reason } = objectOf(quote);
  if (honoured === true) return [{ key: 'quote.honoured', params: {} }];
  return typeof reason === 'string' ? [{ key: 'quote.not-honoured', params: { why: reason } }] : [];
}

function warningDetails(warnings: JsonValue | undefined): PhraseOf<TextPhrases>[] {
  if (warnings === undefined || !isList(warnings)) return [];
  return warnings.flatMap((warning) => {
    const { detail } = objectOf(warning);
    return typeof detail === 'string' ? [asStored(detail)] : [];
  });
}

const objectOf = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !isList(value) ? value : {};

export const checkoutTexts: StoredTexts = {
  'zh-CN': {
    'the quote was changed, or is none of ours': '报价内容已被更改，或非本系统出具',
    'the quote is of another programme': '报价属于其他会员计划',
    'the quote was made for another member': '报价属于其他会员',
    'the quote was made for the order with another coupon, or without one': '报价时所用优惠券与订单不符',
    'the quote was good until {at}': '报价有效期至 {at}',
    'the order was placed before the quote was made': '订单早于报价',
    'the quote was made for at most {amount:money}': '报价金额上限为 {amount:money}',
    '{points} points were not captured: the hold had run out, and they are gone':
      '{points} 积分未能使用：冻结已到期，且积分已不足',
    '{points} points were not captured: the hold had been released': '{points} 积分未能使用：冻结已解除',
    '{points} points were not captured: they had been given back': '{points} 积分未能使用：积分已退还',
    'nothing is held for the order any more': '该订单已无冻结积分',
    '{points} points stay on hold for this order, which does not name them: {id}':
      '该订单另有 {points} 积分仍在冻结，订单未注明：{id}',
  },
};
