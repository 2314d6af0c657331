import type { NoParams, PhraseOf, StoredTexts, Wording } from '../../values/phrase.ts';

/** What campaigns did with a member. */
export interface EnrolmentPhrases {
  'campaign.entered': { name: string };
  'campaign.finished': { name: string };
  'campaign.left': { name: string };
  'campaign.cancelled': { name: string };
  'campaign.failed': { name: string };
  'campaign.suppressed': { name: string };
  'campaign.skipped': { name: string };
  'campaign.ended': { name: string; status: string };
  'campaign.occurrence': { occurrence: number };
  'campaign.held-out': NoParams;
  'step.asked': { step: string };
  'step.granted': { step: string };
  'step.not-granted': { step: string };
  'step.not-taken-back': { step: string };
  'step.invitation': { step: string };
  'step.done': { step: string };
  'step.not-done': { step: string };
  'step.data': { data: string };
}

export const enrolmentWording: Wording<EnrolmentPhrases> = {
  en: {
    'campaign.entered': ({ name }) => `Entered campaign “${name}”`,
    'campaign.finished': ({ name }) => `Finished campaign “${name}”`,
    'campaign.left': ({ name }) => `Left campaign “${name}”`,
    'campaign.cancelled': ({ name }) => `Cancelled campaign “${name}”`,
    'campaign.failed': ({ name }) => `Failed campaign “${name}”`,
    'campaign.suppressed': ({ name }) => `Suppressed campaign “${name}”`,
    'campaign.skipped': ({ name }) => `Skipped campaign “${name}”`,
    'campaign.ended': ({ name, status }) => `${status} campaign “${name}”`,
    'campaign.occurrence': ({ occurrence }) => `for the ${ordinal(occurrence)} time`,
    'campaign.held-out': () => 'held out: nothing is given and nothing is sent, to measure what it adds',
    'step.asked': ({ step }) => `Asked: ${step}`,
    'step.granted': ({ step }) => `Points granted: ${step}`,
    'step.not-granted': ({ step }) => `Points not granted: ${step}`,
    'step.not-taken-back': ({ step }) => `Not taken back: ${step}`,
    'step.invitation': ({ step }) => `Invitation noted: ${step}`,
    'step.done': ({ step }) => `Done: ${step}`,
    'step.not-done': ({ step }) => `Not done: ${step}`,
    'step.data': ({ data }) => data,
  },
  'zh-CN': {
    'campaign.entered': ({ name }) => `进入活动“${name}”`,
    'campaign.finished': ({ name }) => `完成活动“${name}”`,
    'campaign.left': ({ name }) => `退出活动“${name}”`,
    'campaign.cancelled': ({ name }) => `取消参与活动“${name}”`,
    'campaign.failed': ({ name }) => `参与活动“${name}”出错`,
    'campaign.suppressed': ({ name }) => `因无法触达而结束活动“${name}”`,
    'campaign.skipped': ({ name }) => `未参与活动“${name}”`,
    'campaign.ended': ({ name, status }) => `结束活动“${name}”（${status}）`,
    'campaign.occurrence': ({ occurrence }) => `第 ${occurrence} 次参与`,
    'campaign.held-out': () => '对照组：不发放、不发送，用于衡量活动效果',
    'step.asked': ({ step }) => `查询：${step}`,
    'step.granted': ({ step }) => `已赠送积分：${step}`,
    'step.not-granted': ({ step }) => `未赠送积分：${step}`,
    'step.not-taken-back': ({ step }) => `未收回：${step}`,
    'step.invitation': ({ step }) => `邀请记录：${step}`,
    'step.done': ({ step }) => `已执行：${step}`,
    'step.not-done': ({ step }) => `未执行：${step}`,
    'step.data': ({ data }) => data,
  },
};

function ordinal(count: number): string {
  const suffix = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };
  return `${count}${suffix[new Intl.PluralRules('en', { type: 'ordinal' }).select(count)]}`;
}

const endings = {
  done: 'campaign.finished',
  exited: 'campaign.left',
  cancelled: 'campaign.cancelled',
  failed: 'campaign.failed',
  suppressed: 'campaign.suppressed',
  skipped: 'campaign.skipped',
} as const satisfies Record<string, keyof EnrolmentPhrases>;

/** `Finished campaign “Welcome gift”` */
export function endingTitle(status: string, name: string): PhraseOf<EnrolmentPhrases> {
  const key = status in endings ? endings[status as keyof typeof endings] : undefined;
  return key === undefined ? { key: 'campaign.ended', params: { name, status } } : { key, params: { name } };
}

/** What is special about an enrolment. */
export function enrolmentDetails(enrolment: {
  readonly occurrence: number;
  readonly shadow: boolean;
}): PhraseOf<EnrolmentPhrases>[] {
  const { occurrence, shadow } = enrolment;
  return [
    ...(occurrence > 1 ? [{ key: 'campaign.occurrence', params: { occurrence } } as const] : []),
    ...(shadow ? [{ key: 'campaign.held-out', params: {} } as const] : []),
  ];
}

/** What a journey does to its member beside giving and telling. */
const journeyKinds = new Set(['tag', 'untag', 'set', 'enter', 'hold', 'spend', 'release', 'webhook']);

/** The title of a step that asked, granted, took back or noted how far an invitation is; undefined of any other. */
export function stepTitle(kind: string, step: string, applied: boolean): PhraseOf<EnrolmentPhrases> | undefined {
  if (kind === 'ask') return { key: 'step.asked', params: { step } };
  if (kind === 'grant') return { key: applied ? 'step.granted' : 'step.not-granted', params: { step } };
  if (kind === 'clawback') return { key: 'step.not-taken-back', params: { step } };
  if (kind === 'referral') return { key: 'step.invitation', params: { step } };
  if (journeyKinds.has(kind)) return { key: applied ? 'step.done' : 'step.not-done', params: { step } };
  return undefined;
}

/** What a story was answered, as it was. */
export function stepData(data: unknown): PhraseOf<EnrolmentPhrases> {
  return { key: 'step.data', params: { data: JSON.stringify(data) } };
}

export const enrolmentTexts: StoredTexts = {
  'zh-CN': {
    cancelled: '已取消',
    'the campaign has ended': '活动已结束',
    'there is no such enrolment': '没有这次参与',
    'another cohort carries this enrolment': '这次参与由另一批次执行',
    'the membership is {status}': '会员资格：{status}',
    suspended: '已暂停',
    // As it was called before.
    frozen: '已冻结',
    closed: '已退会',
    erased: '已删除',
    gone: '不存在',
    'held out, to measure what the campaign adds': '对照组，用于衡量活动效果',
    'it fell due while the campaign was paused': '到期时活动处于暂停状态',
    'this person has had it before, with this or another account': '此人已用本账户或其他账户领取过',
    'the same {identity:list} as member {member}, who has had it':
      '与会员 {member} 的{identity:list}相同，对方已领取过',
    'e-mail address': '邮箱地址',
    'phone number': '手机号',
    device: '设备',
    'the step "{step}" could not be performed: {fault}': '步骤“{step}”执行失败：{fault}',
    'its ending could not be recorded: {fault}': '结束状态保存失败：{fault}',
    'the story waits for something other than its context': '流程出错：等待了会员事件以外的内容',
    // Why members do not come into a journey, and leave it for a newer time.
    'a newer one began': '已开始新的一次参与',
    'begun anew in a new version': '已按新版本重新开始',
    'the campaign has not begun': '活动尚未开始',
    'the campaign is over': '活动已结束',
    'has no active membership': '会员资格未生效',
    'is not in the audience': '不在目标人群中',
    'is not there any more': '已不在该人群中',
    'is inside with this key already': '已在活动中（同一标识）',
    'is inside already': '已在活动中',
    'is inside as often as may be': '同时参与次数已达上限',
    'has been here before': '已参与过',
    'has been here with this {key}': '已参与过（标识 {key}）',
    'was here not long enough ago': '距上次参与的天数不足',
    'the date has moved': '日期已变更',
    'the budget has no {of:list} left for one more': '{of:list}预算不足',
    points: '积分',
    coupons: '优惠券',
    worth: '金额',
    messages: '消息',
    members: '会员',
  },
};
