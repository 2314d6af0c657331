import type { Patterns } from '../../../values/stored-text.ts';

/** What the story's steps and endings give as their reasons, in Chinese. */
export const onboardingGiftTexts: Patterns = {
  'Welcome gift': '入会礼',
  'Profile completed': '完善资料',
  'First order': '首笔订单',
  'placed the first order': '已完成首笔订单',
  'it was heard of when the {days:count} days after joining were over': '得知加入时，加入后的 {days:count} 天已过',
  'it was heard of when the {days:count} day after joining was over': '得知加入时，加入后的 {days:count} 天已过',
  'no order within {days:count} days of joining': '加入 {days:count} 天内未下单',
  'the gift was not activated, and no order within {days:count} days of joining':
    '入会礼未领取，加入 {days:count} 天内未下单',
  'nobody decided about the gift in {days:count} days: {reason}': '{days:count} 天内无人审核入会礼：{reason}',
  'the gift was rejected on review: {reason}': '入会礼审核未通过：{reason}',
};
