import type { Patterns } from '../../../values/stored-text.ts';

/** What the story's steps and endings give as their reasons, in Chinese. */
export const pointsExpiryTexts: Patterns = {
  'Points about to expire': '积分即将到期',
  '{end}, or kept by activity': '{end}，或因有新的获得或兑换而保留',
  'nothing left to expire: spent before it could': '没有即将到期的积分：已提前使用',
  'found too late for a message: {points:points} points expired': '发现过晚，未能提醒：{points:points}已过期',
  'all {points:points} points were used in time': '{points:points}均已在到期前使用',
  'the one point was used in time': '1 积分已在到期前使用',
  '{expired:points} points expired': '{expired:points}已过期',
  '{expired:points} points expired, {saved:points} were used in time':
    '{expired:points}已过期，{saved:points}在到期前使用',
  '{expired:points} points expired, {saved:points} was used in time':
    '{expired:points}已过期，{saved:points}在到期前使用',
};
