import type { Block } from '../../../conditions/choice.ts';
import { saySame, sayWhere } from '../../../conditions/say.ts';
import { say as sayCondition } from '../../../conditions/tree.ts';
import { worstCase } from './cost.ts';
import { type Door, readDoors } from './doors.ts';
import type { JourneyFile } from './file.ts';
import type { Language } from './language.ts';
import type { Occasion } from './occasions.ts';
import { goalOf } from './patterns.ts';
import type { Placed, Plan } from './plan.ts';
import { many, sayDays, sayLength, sayMoment, type Saying, type SaidIn } from './saying.ts';

/** One line of a plan that is read aloud. */
export interface SaidLine {
  /** How deep it stands in paths. */
  readonly depth: number;
  readonly text: string;
  /** Of a step: its name, as the report has it. */
  readonly step?: string;
  /** Of a way out of a step: its name. */
  readonly path?: string;
}

/** A plan as sentences: what console, CLI and the launch screen show. */
export function sayPlan(plan: Plan, locale: SaidIn): readonly SaidLine[] {
  const say = sayingOf(plan.language, locale);
  const head = locale === 'en' ? headInEnglish(plan, say) : headInChinese(plan, say);
  const lines = [...head.map((text) => ({ depth: 0, text })), ...sayList(plan.file.steps, plan, say, 0)];
  return locale === 'en' ? lines : lines.map((line) => ({ ...line, text: spaced(line.text) }));
}

/** Chinese as it is set: a space beside words and figures in Latin letters, and none elsewhere. */
const spaced = (text: string): string =>
  text
    .replace(/([\u4e00-\u9fff]) (?=[\u4e00-\u9fff])/g, '$1')
    .replace(/([\u4e00-\u9fff])(?=[A-Za-z0-9])/g, '$1 ')
    .replace(/([A-Za-z0-9%])(?=[\u4e00-\u9fff])/g, '$1 ');

/** The same as text, steps with a dash and their names in brackets. */
export function sayPlanAsText(plan: Plan, locale: SaidIn): string {
  return sayPlan(plan, locale)
    .map(({ depth, text, step, path }) => {
      const indent = '  '.repeat(depth);
      if (step !== undefined) return `${indent}- ${text} [${step}]`;
      return path === undefined ? text : `${indent}${text}`;
    })
    .join('\n');
}

/** What sentences of steps are made of, in a language. */
export function sayingOf(language: Language, locale: SaidIn): Saying {
  const condition = (tree: Block) => sayCondition(tree, language.subjects, locale);
  const zones: Readonly<Record<string, string>> =
    locale === 'en' ? { member: "the member's", programme: "the programme's" } : { member: '会员', programme: '计划' };
  return {
    locale,
    condition,
    occasion: (occasion) => sayOccasion(occasion, locale, condition),
    many: (count, thing) => many(count, thing, locale),
    length: (text) => sayLength(text, locale),
    moment: (text) => sayMoment(text, locale),
    days: (days) => sayDays(days, locale),
    list: (parts) => listed(parts, locale === 'en' ? ' and ' : '和', locale),
    either: (parts) => listed(parts, locale === 'en' ? ' or ' : '或', locale),
    zone: (zone) => zones[zone] ?? zone,
  };
}

function listed(parts: readonly string[], last: string, locale: SaidIn): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(locale === 'en' ? ', ' : '、')}${last}${parts.at(-1) ?? ''}`;
}

function sayOccasion(occasion: Occasion, locale: SaidIn, condition: (tree: Block) => string): string {
  const { event, where, same, enters, leaves, when, goal, for: lasts } = occasion;
  const zh = locale === 'zh-CN';
  const stays =
    lasts === undefined ? '' : zh ? `，并持续 ${sayLength(lasts, locale)}` : ` for ${sayLength(lasts, locale)}`;
  if (event !== undefined) return `${zh ? '发生 ' : ''}${event}${saySame(same, locale)}${sayWhere(where, locale)}`;
  if (enters !== undefined)
    return zh ? `会员进入人群 ${enters}${stays}` : `the member comes into the segment ${enters}${stays}`;
  if (leaves !== undefined)
    return zh ? `会员离开人群 ${leaves}${stays}` : `the member falls out of the segment ${leaves}${stays}`;
  if (goal !== undefined) return zh ? '达成目标' : 'the goal is reached';
  const held = condition(when ?? {});
  return zh ? `满足：${held}${stays}` : `this holds: ${held}${stays}`;
}

/** Ways out that many kinds have. */
const paths: Readonly<Record<string, Readonly<Record<SaidIn, string>>>> = {
  refused: { en: 'if that is refused', 'zh-CN': '如果被拒绝' },
  failed: { en: 'if it does not answer', 'zh-CN': '如果没有答复' },
  approved: { en: 'if approved', 'zh-CN': '如果同意' },
  rejected: { en: 'if rejected', 'zh-CN': '如果拒绝' },
  undecided: { en: 'if nobody has decided', 'zh-CN': '如果无人决定' },
};
const otherwise = {
  wait: { en: 'if nothing of it happens', 'zh-CN': '如果都没有发生' },
  choice: { en: 'otherwise', 'zh-CN': '否则' },
};

function sayPath({ step, kind }: Placed, path: string, say: Saying): string {
  const own = kind.saysPath?.[say.locale](step, path, say);
  if (own !== undefined) return own;
  if (path === 'otherwise') return otherwise[kind.waits === true ? 'wait' : 'choice'][say.locale];
  return paths[path]?.[say.locale] ?? path;
}

function sayList(steps: readonly Block[], plan: Plan, say: Saying, depth: number): SaidLine[] {
  return steps.flatMap((step) => {
    const placed = plan.byStep.get(step);
    if (placed === undefined) return [];
    const { kind, name } = placed;
    const line = { depth, text: kind.says[say.locale](step, say), step: name };
    const ways = (kind.paths?.(step) ?? []).filter(
      (path) => path.steps.length > 0 || (path.name in paths ? false : path.name !== 'otherwise'),
    );
    return [
      line,
      ...ways.flatMap((path) => {
        const text = sayPath(placed, path.name, say);
        const goesOn = say.locale === 'en' ? `${text}: go on` : `${text}，继续`;
        const colon = say.locale === 'en' ? ':' : '：';
        const head = { depth: depth + 2, text: path.steps.length === 0 ? goesOn : `${text}${colon}`, path: path.name };
        return [head, ...sayList(path.steps, plan, say, depth + 3)];
      }),
    ];
  });
}

function headInEnglish({ file, ...plan }: Plan, say: Saying): string[] {
  const doors = readDoors(file.entry);
  const isKeyed = doors.some(({ key }) => key !== undefined);
  const again = againInEnglish(file, say);
  const newer = file.whileInside === 'restart' ? '; a newer one ends the older' : '';
  const worst = worstCase({ file, ...plan });
  return [
    `${file.name}.`,
    `Comes in: ${doors.map((door) => doorInEnglish(door, say)).join('; or ')}; ${isKeyed ? 'for one value ' : ''}${again}${newer}.`,
    ...(file.audience === undefined ? [] : [`Audience: ${say.condition(file.audience)}.`]),
    ...exitsOf(file, (exit) => `${say.occasion(exit)} ("${String(exit.reason)}")`, 'Leaves at once: ', '; or ', '.'),
    ...(file.goal === undefined ? [] : [`It is for: ${say.occasion(goalOf(file))}.`]),
    ...(file.holdOut === undefined ? [] : [`${Math.round(file.holdOut * 100)}% get nothing, for comparison.`]),
    `One member gets at most ${say.list([say.many(worst.points, 'point'), say.many(worst.coupons, 'coupon'), say.many(worst.messages, 'message')])}.`,
  ];
}

function headInChinese({ file, ...plan }: Plan, say: Saying): string[] {
  const doors = readDoors(file.entry);
  const isKeyed = doors.some(({ key }) => key !== undefined);
  const { reentry } = file;
  const again =
    reentry === undefined || reentry === 'never'
      ? '只进入一次'
      : `结束 ${say.many(reentry.afterDays, 'day')}后可再次进入`;
  const newer = file.whileInside === 'restart' ? '；新的会结束旧的' : '';
  const worst = worstCase({ file, ...plan });
  return [
    `${file.name}。`,
    `进入：${doors.map((door) => doorInChinese(door, say)).join('；或')}；${isKeyed ? '同一键值' : ''}${again}${newer}。`,
    ...(file.audience === undefined ? [] : [`受众：${say.condition(file.audience)}。`]),
    ...exitsOf(file, (exit) => `${say.occasion(exit)}（“${String(exit.reason)}”）`, '立即退出：', '；或', '。'),
    ...(file.goal === undefined ? [] : [`目标：${say.occasion(goalOf(file))}。`]),
    ...(file.holdOut === undefined ? [] : [`${Math.round(file.holdOut * 100)}% 的会员不参与，用于对比。`]),
    `每位会员最多获得 ${[say.many(worst.points, 'point'), say.many(worst.coupons, 'coupon'), say.many(worst.messages, 'message')].join('、')}。`,
  ];
}

type Exit = Occasion & { readonly reason?: unknown };

function exitsOf(
  { exitOn = [] }: JourneyFile,
  one: (exit: Exit) => string,
  head: string,
  or: string,
  end: string,
): string[] {
  if (exitOn.length === 0) return [];
  return [`${head}${exitOn.map((exit) => one(exit as Exit)).join(or)}${end}`];
}

function againInEnglish({ reentry }: JourneyFile, say: Saying): string {
  if (reentry === undefined || reentry === 'never') return 'never again';
  return reentry.afterDays === 0 ? 'again at once' : `again ${say.many(reentry.afterDays, 'day')} after the end`;
}

function doorInEnglish(door: Door, say: Saying): string {
  const { event, where, key, launch, schedule, overDays, date, at, by, zone } = door;
  if (launch !== undefined) return 'everybody in the audience when it goes live';
  if (schedule !== undefined) {
    const spread = overDays === undefined ? '' : `, spread over ${say.many(overDays, 'day')}`;
    return `the audience, ${scheduleInEnglish(door, say)}${spread} (clock: ${say.zone(zone ?? 'programme')})`;
  }
  if (date !== undefined) {
    const moment = say.moment(date);
    return `a member, ${/^\d/.test(moment) ? '' : 'on '}${moment} at ${at ?? ''}`;
  }
  if (by !== undefined) return `whoever ${by === 'api' ? 'the API' : 'another journey'} brings`;
  if (event !== undefined)
    return `a member, by ${event}${sayWhere(where, 'en')}${key === undefined ? '' : `, once for each ${key}`}`;
  return `a member, when ${say.occasion(door as Occasion)}`;
}

function scheduleInEnglish({ schedule = '', days, dayOfMonth, month, at }: Door, say: Saying): string {
  if (!schedule.startsWith('every ')) return `on ${schedule}`;
  const day = dayOfMonth === undefined ? '' : dayOfMonth === 'last' ? ' on the last day' : ` on day ${dayOfMonth}`;
  const of = month === undefined ? '' : ` of month ${month}`;
  return `${schedule}${day}${of}${days === undefined ? '' : ` on ${say.days(days)}`} at ${at ?? ''}`;
}

function doorInChinese(door: Door, say: Saying): string {
  const { event, where, key, launch, schedule, overDays, date, at, by, zone } = door;
  if (launch !== undefined) return '上线时受众中的所有会员';
  if (schedule !== undefined) {
    const spread = overDays === undefined ? '' : `，分散在 ${say.many(overDays, 'day')}内`;
    return `受众，${scheduleInChinese(door, say)}${spread}（时钟：${say.zone(zone ?? 'programme')}）`;
  }
  if (date !== undefined) return `会员，${say.moment(date)} ${at ?? ''}`;
  if (by !== undefined) return by === 'api' ? '由 API 带入的会员' : '由其他旅程带入的会员';
  if (event !== undefined)
    return `会员，发生 ${event}${sayWhere(where, 'zh-CN')}${key === undefined ? '' : `，每个 ${key} 一次`}`;
  return say.occasion(door as Occasion);
}

const every: Readonly<Record<string, string>> = {
  'every day': '每天',
  'every week': '每周',
  'every month': '每月',
  'every year': '每年',
};

function scheduleInChinese({ schedule = '', days, dayOfMonth, month, at }: Door, say: Saying): string {
  const often = every[schedule];
  if (often === undefined) return schedule;
  const day = dayOfMonth === undefined ? '' : dayOfMonth === 'last' ? '最后一天' : ` ${dayOfMonth} 日`;
  const of = month === undefined ? '' : ` ${month} 月`;
  return `${often}${of}${day}${days === undefined ? '' : `（${say.days(days)}）`} ${at ?? ''}`;
}
