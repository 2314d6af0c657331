import type { JsonObject } from '../../values/json.ts';
import { asStored, type PhraseOf, type TextPhrases, type Wording } from '../../values/phrase.ts';
import { quietHoursReason } from '../programme/rules-quiet-hours.ts';

interface Named {
  channel: string;
  template: string;
  subject: string | null;
}

interface Moved {
  askedAt: Date;
  leavesAt: Date;
}

/** What became of messages, and what members want to be sent. */
export interface MessagePhrases {
  'message.sent': Named;
  'message.waiting': Named;
  'message.leaving': Named;
  'message.bounced': Named;
  'message.perhaps-sent': Named;
  'message.not-sent': Named;
  'message.asked-for': { step: string };
  'message.not-asked-for': { step: string };
  'message.delivered': { at: Date };
  'message.held-for-quiet-hours': Moved;
  'message.tried-again': Moved;
  'address.bounced': { channel: string };
  'address.complained': { channel: string };
  'consent.withdrawn': { scope: 'marketing' | 'service'; channel: string };
  'consent.withdrawn-by': { template: string; campaign: string };
  'consent.given': { channel: string; scope: string };
  'consent.refused': { channel: string; scope: string };
}
type MessagePhrase = PhraseOf<MessagePhrases>;

const channels = {
  en: { email: 'e-mail', sms: 'SMS', wechat: 'WeChat', push: 'push' },
  'zh-CN': { email: '邮件', phone: '电话', inbox: '收件箱消息', sms: '短信', wechat: '微信消息', push: '推送消息' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

const nameIn = (names: Readonly<Record<string, string>>, name: string): string => names[name] ?? name;
const enChannels: Readonly<Record<string, string>> = {
  ...{ email: 'E-mail', inbox: 'Inbox message', sms: 'SMS', wechat: 'WeChat message', push: 'Push message' },
};
const enChannel = (channel: string) => nameIn(enChannels, channel);
const zhChannel = (channel: string) => nameIn(channels['zh-CN'], channel);
const enAddresses = { email: 'e-mail address', sms: 'phone number', wechat: 'WeChat account', push: 'push token' };
const enMessages = { email: 'an e-mail', sms: 'an SMS', wechat: 'a WeChat message', push: 'a push message' };
const zhBounced = { email: '邮箱地址退信', sms: '手机号无法送达', wechat: '微信账号无法送达', push: '推送令牌失效' };
const called = ({ subject, template }: Named) => (subject === null ? template : `“${subject}”`);
const enConsent = (channel: string, scope: string) =>
  `${scope === 'marketing' ? scope : `${scope} notices`} ${channel === 'inbox' ? 'in the inbox' : `by ${nameIn(channels.en, channel)}`}`;
const zhScopes = { marketing: '营销', service: '服务通知' };
const zhConsent = (channel: string, scope: string) =>
  channel === 'inbox' ? `收件箱${nameIn(zhScopes, scope)}消息` : `${nameIn(zhScopes, scope)}${zhChannel(channel)}`;

export const messageWording: Wording<MessagePhrases> = {
  en: {
    'message.sent': (message) => `${enChannel(message.channel)} sent: ${called(message)}`,
    'message.waiting': (message) => `${enChannel(message.channel)} waiting to be sent: ${called(message)}`,
    'message.leaving': (message) => `${enChannel(message.channel)} being sent: ${called(message)}`,
    'message.bounced': (message) => `${enChannel(message.channel)} bounced: ${called(message)}`,
    'message.perhaps-sent': (message) => `${enChannel(message.channel)} perhaps sent: ${called(message)}`,
    'message.not-sent': (message) => `${enChannel(message.channel)} not sent: ${called(message)}`,
    'message.asked-for': ({ step }) => `E-mail: ${step}`,
    'message.not-asked-for': ({ step }) => `E-mail not sent: ${step}`,
    'message.delivered': ({ at }, say) => `delivered ${say.moment(at)}`,
    'message.held-for-quiet-hours': ({ askedAt, leavesAt }, say) =>
      `asked for ${say.moment(askedAt)}, held for quiet hours until ${say.moment(leavesAt)}`,
    'message.tried-again': ({ askedAt, leavesAt }, say) =>
      `asked for ${say.moment(askedAt)}, tried again from ${say.moment(leavesAt)}`,
    'address.bounced': ({ channel }) => `The ${nameIn(enAddresses, channel)} bounced`,
    'address.complained': ({ channel }) => `Complained about ${nameIn(enMessages, channel)}`,
    'consent.withdrawn': ({ scope, channel }) =>
      `${scope === 'service' ? 'Stopped service notices' : 'Unsubscribed from marketing'} by ${nameIn(channels.en, channel)}`,
    'consent.withdrawn-by': ({ template, campaign }) => `by the link in “${template}” of ${campaign}`,
    'consent.given': ({ channel, scope }) => `${enConsent(channel, scope)}: agreed`,
    'consent.refused': ({ channel, scope }) => `${enConsent(channel, scope)}: refused`,
  },
  'zh-CN': {
    'message.sent': (message) => `${zhChannel(message.channel)}已发送：${called(message)}`,
    'message.waiting': (message) => `${zhChannel(message.channel)}待发送：${called(message)}`,
    'message.leaving': (message) => `${zhChannel(message.channel)}发送中：${called(message)}`,
    'message.bounced': (message) => `${zhChannel(message.channel)}被退回：${called(message)}`,
    'message.perhaps-sent': (message) => `${zhChannel(message.channel)}可能已发送：${called(message)}`,
    'message.not-sent': (message) => `${zhChannel(message.channel)}未发送：${called(message)}`,
    'message.asked-for': ({ step }) => `邮件：${step}`,
    'message.not-asked-for': ({ step }) => `邮件未发送：${step}`,
    'message.delivered': ({ at }, say) => `${say.moment(at)} 已送达`,
    'message.held-for-quiet-hours': ({ askedAt, leavesAt }, say) =>
      `应于${say.moment(askedAt)} 发送，因免打扰时段推迟至${say.moment(leavesAt)}`,
    'message.tried-again': ({ askedAt, leavesAt }, say) =>
      `应于${say.moment(askedAt)} 发送，自${say.moment(leavesAt)} 起重试`,
    'address.bounced': ({ channel }) => nameIn(zhBounced, channel),
    'address.complained': ({ channel }) => (channel === 'email' ? '投诉了一封邮件' : `投诉了一条${zhChannel(channel)}`),
    'consent.withdrawn': ({ scope, channel }) =>
      `${scope === 'service' ? '停收服务通知' : '退订营销'}${zhChannel(channel)}`,
    'consent.withdrawn-by': ({ template, campaign }) => `通过 ${campaign} 的邮件“${template}”中的链接`,
    'consent.given': ({ channel, scope }) => `${zhConsent(channel, scope)}：同意`,
    'consent.refused': ({ channel, scope }) => `${zhConsent(channel, scope)}：拒收`,
  },
};

/** A message, as far as it is told. */
export interface MessageToTell extends Named {
  readonly status: string;
  readonly reason: string | null;
  readonly reservedAt: Date;
  readonly notBefore: Date;
  /** When its provider said that it had come. */
  readonly deliveredAt?: Date | null;
}

const titleKeys = {
  sent: 'message.sent',
  reserved: 'message.waiting',
  sending: 'message.leaving',
  bounced: 'message.bounced',
  unknown: 'message.perhaps-sent',
} as const satisfies Record<string, keyof MessagePhrases>;

/** What became of a message. */
export function messageTitle({ status, channel, template, subject }: MessageToTell): MessagePhrase {
  const key = status in titleKeys ? titleKeys[status as keyof typeof titleKeys] : 'message.not-sent';
  return { key, params: { channel, template, subject } };
}

/** The title of a step that left no message. */
export function messageStepTitle(step: string, applied: boolean): MessagePhrase {
  return { key: applied ? 'message.asked-for' : 'message.not-asked-for', params: { step } };
}

/** Why a message went when it did, or did not go. */
export function messageDetails(message: MessageToTell): PhraseOf<MessagePhrases & TextPhrases>[] {
  const { reason, status, reservedAt: askedAt, notBefore: leavesAt } = message;
  const quiet = reason === null || reason === quietHoursReason;
  const moved = leavesAt.getTime() > askedAt.getTime() && (status === 'sent' || status === 'reserved');
  // Any other reason is there after an attempt that failed: then the mail server made it wait.
  const key = quiet ? 'message.held-for-quiet-hours' : 'message.tried-again';
  const { deliveredAt: at = null } = message;
  return [
    ...(quiet ? [] : [asStored(reason)]),
    ...(moved ? [{ key, params: { askedAt, leavesAt } } as const] : []),
    ...(at === null ? [] : [{ key: 'message.delivered', params: { at } } as const]),
  ];
}

/** The title of an event about messages; undefined of any other. */
export function messageEventTitle(type: string, { scope, channel: by }: JsonObject): MessagePhrase | undefined {
  const channel = typeof by === 'string' ? by : 'email';
  if (type === 'message.bounced') return { key: 'address.bounced', params: { channel } };
  if (type === 'message.complained') return { key: 'address.complained', params: { channel } };
  if (type !== 'member.unsubscribed') return undefined;
  return { key: 'consent.withdrawn', params: { scope: scope === 'service' ? scope : 'marketing', channel } };
}

/** What the mail provider said, or the mail by whose link mails were stopped. */
export function messageEventDetails(type: string, data: JsonObject): PhraseOf<MessagePhrases & TextPhrases>[] {
  const { reason, template, campaign } = data;
  if (type === 'member.unsubscribed' && typeof template === 'string' && typeof campaign === 'string') {
    return [{ key: 'consent.withdrawn-by', params: { template, campaign } }];
  }
  return /^message\.(bounced|complained)$/.test(type) && typeof reason === 'string' ? [asStored(reason)] : [];
}

/** `{ email: true }` is consent to marketing by e-mail; `email.service` is about service notices. */
export function consentDetails(consent: JsonObject[string]): MessagePhrase[] {
  if (typeof consent !== 'object' || consent === null || Array.isArray(consent)) return [];
  return Object.entries(consent).map(([name, granted]) => {
    const [channel = name, scope = 'marketing'] = name.split('.');
    return { key: granted === true ? 'consent.given' : 'consent.refused', params: { channel, scope } };
  });
}
