import { type NoParams, type PhraseOf, type StoredTexts, type Wording } from '../../values/phrase.ts';
import type { JsonObject } from '../../values/json.ts';

/** What check-ins are called. */
export interface CheckInPhrases {
  'checkin.done': { businessDay: string | null };
  'checkin.repaired': NoParams;
}

export const checkInWording: Wording<CheckInPhrases> = {
  en: {
    'checkin.done': ({ businessDay }) => (businessDay === null ? 'Checked in' : `Checked in for ${businessDay}`),
    'checkin.repaired': () => 'Used a repair card',
  },
  'zh-CN': {
    'checkin.done': ({ businessDay }, say) =>
      businessDay === null ? '签到' : `签到（${say.calendarDay(new Date(`${businessDay}T00:00:00Z`))}）`,
    'checkin.repaired': () => '使用补签卡',
  },
};

/** The title of an event of check-ins; undefined of any other. */
export function checkInTitle(type: string, data: JsonObject): PhraseOf<CheckInPhrases> | undefined {
  const businessDay = typeof data.businessDay === 'string' ? data.businessDay : null;
  if (type === 'checkin.done') return { key: 'checkin.done', params: { businessDay } };
  return type === 'checkin.repaired' ? { key: 'checkin.repaired', params: {} } : undefined;
}

export const checkInTexts: StoredTexts = {
  'zh-CN': {
    'already checked in today': '今天已签到',
    'a repair card stands for this day': '这一天已由补签卡补签',
    'a repair card brought the streak back, {standing}': '补签卡恢复了连续签到，{standing}',
    'day {streak} of the streak; day {day} brings {next:points}':
      '连续签到第 {streak} 天；第 {day} 天签到可得 {next:points}',
    'the day counts; held out, to measure what the campaign adds': '计入连续签到；对照组，用于衡量活动效果',
    'the day counts; no points while the campaign is paused': '计入连续签到；活动暂停期间不发积分',
  },
};
