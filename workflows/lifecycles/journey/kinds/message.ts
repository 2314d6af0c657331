import * as z from 'zod';
import type { Block } from '../../../../conditions/choice.ts';
import { codeWord, durationWord } from '../../../../conditions/words.ts';
import type { Gift, Tree } from '../asks.ts';
import { anyEffect, type Grammar, kind, type Life, perform, refusedPath } from '../kind.ts';
import { below } from '../refs.ts';
import type { Saying } from '../saying.ts';
import { couponCost, couponGift } from './coupon.ts';
import { pointsAtMost, pointsGift, type PointsGift, pointsGiftOf, pointsRefs, sayPoints } from './grant.ts';

/** Gifts of one message, at most. */
const giftsMax = 5;

const gift = (grammar: Grammar) =>
  grammar.oneOf('gift', [
    { verb: 'grant', about: 'points', schema: z.strictObject(pointsGift) },
    { verb: 'coupon', about: 'a coupon', schema: z.strictObject(couponGift) },
  ]);

type PromisedGift = PointsGift | { readonly coupon: string };
const promised = (block: Block) => block as unknown as PromisedGift;

function sayGift(block: Block, say: Saying): string {
  const one = promised(block);
  if (!('coupon' in one)) return sayPoints(one, say);
  return say.locale === 'zh-CN' ? `优惠券 ${one.coupon}` : `the coupon ${one.coupon}`;
}

function giftOf(block: Block, life: Life): Gift {
  const one = promised(block);
  return 'coupon' in one ? { kind: 'coupon', coupon: one.coupon } : pointsGiftOf(one, life);
}

/** What a message is called by its channel; that of e-mail is the usual one. */
const spoken = {
  en: { email: '', inbox: 'inbox ', sms: 'SMS ', wechat: 'WeChat ', push: 'push ' },
  'zh-CN': { email: '消息', inbox: '收件箱消息', sms: '短信', wechat: '微信消息', push: '推送' },
} as const;

const classes = { marketing: '营销', service: '服务', transactional: '交易' } as const;

export const message = kind({
  verb: 'message',
  about: 'sends a message, and with it what it promises',
  schema: (grammar) =>
    z.strictObject({
      message: codeWord.describe('the template'),
      class: z.enum(['marketing', 'service', 'transactional']).optional().describe('marketing when left out'),
      channel: z.enum(['email', 'inbox', 'sms', 'push', 'wechat']).optional().describe('email when left out'),
      gives: z
        .array(gift(grammar))
        .min(1)
        .max(giftsMax)
        .optional()
        .describe('given only if the message may be sent, in the same moment'),
      onlyIf: grammar.condition.optional().describe('asked again when it leaves'),
      within: durationWord.optional().describe('it leaves within this or not at all'),
      ...anyEffect(grammar),
    }),
  says: {
    en: ({ message: template, class: of = 'marketing', channel = 'email', gives, onlyIf, within }, say) =>
      [
        `send the ${spoken.en[channel]}message ${template}`,
        of === 'marketing' ? '' : ` (${of})`,
        gives === undefined ? '' : `, which gives ${say.list(gives.map((one) => sayGift(one, say)))}`,
        within === undefined ? '' : `, within ${say.length(within)} or not at all`,
        onlyIf === undefined ? '' : `, only if: ${say.condition(onlyIf)}`,
      ].join(''),
    'zh-CN': ({ message: template, class: of = 'marketing', channel = 'email', gives, onlyIf, within }, say) =>
      [
        `发送${spoken['zh-CN'][channel]} ${template}`,
        of === 'marketing' ? '' : `（${classes[of]}）`,
        gives === undefined ? '' : `，同时赠送${say.list(gives.map((one) => sayGift(one, say)))}`,
        within === undefined ? '' : `，须在 ${say.length(within)}内发出，否则不发`,
        onlyIf === undefined ? '' : `，仅当：${say.condition(onlyIf)}`,
      ].join(''),
  },
  paths: refusedPath,
  refs: ({ message: template, gives = [], onlyIf }, { refsOf }) => [
    { kind: 'template', name: template, path: ['message'] },
    ...gives.flatMap((block, place) => {
      const one = promised(block);
      return 'coupon' in one
        ? [{ kind: 'coupon' as const, name: one.coupon, path: ['gives', place, 'coupon'] }]
        : below(pointsRefs(one), 'gives', place);
    }),
    ...(onlyIf === undefined ? [] : below(refsOf(onlyIf), 'onlyIf')),
  ],
  cost: ({ gives = [] }, offers) => {
    const all = gives.map(promised);
    const coupons = all.flatMap((one) => ('coupon' in one ? [couponCost(one.coupon, offers)] : []));
    return {
      messages: 1,
      points: all.reduce((sum, one) => sum + ('coupon' in one ? 0 : pointsAtMost(one)), 0),
      coupons: coupons.length,
      worth: coupons.reduce((sum, { worth }) => sum + worth, 0),
    };
  },
  answers: () => [
    { field: 'code', type: 'text' },
    { field: 'couponUntil', type: 'date' },
    { field: 'points', type: 'number' },
  ],
  made: ({ message: template }) => template,
  run: (step, life) =>
    perform(step, life, {
      kind: 'message',
      template: step.message,
      class: step.class ?? 'marketing',
      channel: step.channel ?? 'email',
      gives: (step.gives ?? []).map((block) => giftOf(block, life)),
      ...(step.onlyIf === undefined ? {} : { onlyIf: step.onlyIf as Tree }),
      ...(step.within === undefined ? {} : { within: step.within }),
    }),
});
