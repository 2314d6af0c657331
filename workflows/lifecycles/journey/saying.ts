import type { Block } from '../../../conditions/choice.ts';
import { readDuration, readMoment } from '../../../conditions/words.ts';
import { pluralOf } from '../../../values/plural.ts';
import type { Occasion } from './occasions.ts';

/** The languages that plans are read aloud in. */
export const saidIn = ['en', 'zh-CN'] as const;
export type SaidIn = (typeof saidIn)[number];

/** What sentences of steps are made of. */
export interface Saying {
  readonly locale: SaidIn;
  condition(tree: Block): string;
  occasion(occasion: Occasion): string;
  /** `100 points`, `1 coupon`. */
  many(count: number, thing: Thing): string;
  /** `3 days` */
  length(text: string): string;
  /** `3 days before the birthday` */
  moment(text: string): string;
  days(days: string | readonly string[]): string;
  list(parts: readonly string[]): string;
  either(parts: readonly string[]): string;
  /** Of steps that are named: how long ago counts. */
  zone(zone: string): string;
}

const things = {
  point: { en: ['point', 'points'], zh: '积分' },
  coupon: { en: ['coupon', 'coupons'], zh: '张优惠券' },
  message: { en: ['message', 'messages'], zh: '条消息' },
  day: { en: ['day', 'days'], zh: '天' },
  time: { en: ['time', 'times'], zh: '次' },
  member: { en: ['member', 'members'], zh: '位会员' },
} as const;
export type Thing = keyof typeof things;

/** `100 points`, `100 积分`. */
export function many(count: number, thing: Thing, locale: SaidIn): string {
  const shown = count.toLocaleString('en');
  const { en, zh } = things[thing];
  return locale === 'en' ? `${shown} ${pluralOf(count, { one: en[0], other: en[1] })}` : `${shown} ${zh}`;
}

const units = { minute: '分钟', hour: '小时', day: '天', week: '周', month: '个月' };

export function sayLength(text: string, locale: SaidIn): string {
  const { count, unit } = readDuration(text);
  if (locale === 'zh-CN') return `${count} ${units[unit]}`;
  return `${count} ${count === 1 ? unit : `${unit}s`}`;
}

const dates: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  birthday: { en: 'the birthday', zh: '生日' },
  anniversary: { en: 'the anniversary of joining', zh: '入会周年' },
  joined: { en: 'joining', zh: '入会' },
  tierEnds: { en: 'the tier ends', zh: '等级到期' },
  pointsExpire: { en: 'points expire', zh: '积分到期' },
};

function sayDate(name: string, locale: SaidIn): string {
  const known = dates[name];
  if (known !== undefined) return locale === 'en' ? known.en : known.zh;
  const [of = '', field = ''] = name.split('.');
  if (of === 'member') return field;
  if (of === 'entry') return locale === 'en' ? `${field} of what brought the member in` : `入场事件的 ${field}`;
  if (field === 'at') return locale === 'en' ? `the step ${of}` : `步骤 ${of}`;
  return locale === 'en' ? `${field} of ${of}` : `${of} 的 ${field}`;
}

/** A moment as it is read behind "until" or "at". */
export function sayMoment(text: string, locale: SaidIn): string {
  const read = readMoment(text);
  const zh = locale === 'zh-CN';
  switch (read.kind) {
    case 'clock':
      return read.clock;
    case 'between':
      return zh ? `${read.from} 至 ${read.until} 之间` : `between ${read.from} and ${read.until}`;
    case 'day':
      return `${read.day}${read.clock === undefined ? '' : ` ${read.clock}`}`;
    case 'end':
      return zh ? { day: '当天结束', week: '本周结束', month: '本月结束' }[read.of] : `the end of the ${read.of}`;
    case 'date': {
      const date = sayDate(read.date, locale);
      if (read.offset === undefined) return date;
      const length = sayLength(text.split(' ').slice(0, 2).join(' '), locale);
      if (zh) return `${date}${read.sign < 0 ? '前' : '后'} ${length}`;
      return `${length} ${read.sign < 0 ? 'before' : 'after'} ${date}`;
    }
    default:
      return read satisfies never;
  }
}

const weekdaysZh: Readonly<Record<string, string>> = {
  monday: '周一',
  tuesday: '周二',
  wednesday: '周三',
  thursday: '周四',
  friday: '周五',
  saturday: '周六',
  sunday: '周日',
};

export function sayDays(days: string | readonly string[], locale: SaidIn): string {
  const listed = [days].flat();
  if (locale === 'zh-CN') {
    const words: Readonly<Record<string, string>> = { ...weekdaysZh, weekdays: '工作日', weekend: '周末' };
    return listed.map((day) => words[day] ?? day).join('或');
  }
  const words: Readonly<Record<string, string>> = { weekdays: 'a weekday', weekend: 'the weekend' };
  const named = (day: string) => words[day] ?? `${day.slice(0, 1).toUpperCase()}${day.slice(1)}`;
  return listed.map(named).join(' or ');
}
