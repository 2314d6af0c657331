import type { Patterns } from '../../../values/stored-text.ts';

/** What the story's steps and endings give as their reasons, in Chinese. */
export const winBackTexts: Patterns = {
  'Win-back': '召回优惠',
  'Welcome back': '欢迎回来',
  'no order within {days:count} days': '{days:count} 天内未下单',
  'had ordered already: the order arrived late': '此前已下单，订单迟到',
  'came back without an offer': '未收到优惠即回购',
  'came back after the {offer}': '收到{offer}后回购',
  'in no segment, and nothing is offered to others': '不属于任何细分人群，对其他人没有优惠',
  reminder: '提醒',
  coupon: '优惠券',
  points: '积分',
  'has no points to spend any more': '已没有可用积分',
  'has points to spend by now': '已有可用积分',
};
