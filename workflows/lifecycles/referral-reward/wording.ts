import type { Patterns } from '../../../values/stored-text.ts';

/** What the story's steps and endings give as their reasons, in Chinese. */
export const referralRewardTexts: Patterns = {
  'Invited by a friend': '应好友邀请加入',
  'Invited a friend': '邀请好友',
  'The order of the invited friend was returned': '受邀好友的订单已退货',
  'the order was returned after the reward was paid': '奖励发放后订单退货',
  'the order was returned, and the rewards were taken back': '订单已退货，奖励已收回',
  'nobody decided within {days:count} days': '{days:count} 天内无人审核',
  'refused on review': '审核未通过',
  'no order of the amount within {days:count} days of joining': '加入 {days:count} 天内没有达到金额的订单',
  'not counted: {reasons}': '不计入：{reasons}',
  'both were rewarded': '双方均已获得奖励',
  'only the friend was rewarded: {reasons}': '仅好友获得奖励：{reasons}',
};
