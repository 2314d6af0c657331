import type { Patterns } from '../../../values/stored-text.ts';

/** What the story's steps and endings give as their reasons, in Chinese. */
export const checkInStreakTexts: Patterns = {
  'Checked in {days} in a row': '连续签到 {days}',
  '{count:count} days': '{count:count} 天',
  'there is no check-in to follow': '没有签到记录',
  'no check-in for {days:count} days after a streak of {streak}': '连续签到 {streak}后，{days:count} 天未再签到',
};
