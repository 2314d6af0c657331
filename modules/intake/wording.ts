import { cutText } from '../../values/cut-text.ts';
import { isList, type JsonObject } from '../../values/json.ts';
import {
  asStored,
  type NoParams,
  type PhraseOf,
  type StoredTexts,
  type TextPhrases,
  type Wording,
} from '../../values/phrase.ts';

/** An amount of money; without a currency it is the programme's. */
interface Amount {
  orderId: string | null;
  amountMinor: number | null;
  currency?: string;
}

/** What a shop's events say. */
export interface EventPhrases {
  'member.joined': NoParams;
  'member.updated': NoParams;
  'member.profile-completed': NoParams;
  'member.fields': { fields: readonly string[] };
  'member.activated': NoParams;
  'order.placed': Amount & { first: boolean };
  'order.amended': Amount;
  'order.cancelled': Amount;
  'order.returned': Amount;
  'order.returned-of': { orders: readonly { orderId: string; amountMinor: number }[] };
  'share.opened': NoParams;
  'event.other': { type: string };
  'event.details-removed': NoParams;
  'event.data': { data: string };
}

const fieldNames = {
  en: { email: 'e-mail' },
  'zh-CN': { email: '邮箱', birthday: '生日', name: '姓名', phone: '手机号', locale: '语言', zone: '时区' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;
const nameIn = (names: Readonly<Record<string, string>>, field: string): string => names[field] ?? field;

export const eventWording: Wording<EventPhrases> = {
  en: {
    'member.joined': () => 'Joined',
    'member.updated': () => 'Profile updated',
    'member.profile-completed': () => 'Completed the profile',
    'member.fields': ({ fields }) => fields.map((field) => nameIn(fieldNames.en, field)).join(', '),
    'member.activated': () => 'Activated the gift in the member centre',
    'order.placed': ({ first, orderId, amountMinor, currency }, say) =>
      [
        `${first ? 'First order' : 'Order'}${orderId === null ? '' : ` ${orderId}`}`,
        ...(amountMinor === null ? [] : [say.money(amountMinor, currency)]),
      ].join(', '),
    'order.amended': ({ orderId, amountMinor, currency }, say) =>
      `Order${orderId === null ? '' : ` ${orderId}`} amended${amountMinor === null ? '' : ` to ${say.money(amountMinor, currency)}`}`,
    'order.cancelled': ({ orderId, amountMinor, currency }, say) =>
      [
        `Order${orderId === null ? '' : ` ${orderId}`} cancelled`,
        ...(amountMinor === null ? [] : [say.money(amountMinor, currency)]),
      ].join(', '),
    'order.returned': ({ orderId, amountMinor, currency }, say) =>
      [
        orderId === null ? 'Return' : `Return on order ${orderId}`,
        ...(amountMinor === null ? [] : [say.money(amountMinor, currency)]),
      ].join(', '),
    'order.returned-of': ({ orders }, say) =>
      `put down to ${orders.map(({ orderId, amountMinor }) => `${say.money(amountMinor)} of order ${orderId}`).join(', ')}`,
    'share.opened': () => 'A shared link was opened',
    'event.other': ({ type }) => type,
    'event.details-removed': () => 'its details are kept no longer',
    'event.data': ({ data }) => data,
  },
  'zh-CN': {
    'member.joined': () => '加入会员',
    'member.updated': () => '更新资料',
    'member.profile-completed': () => '完善资料',
    'member.fields': ({ fields }) => fields.map((field) => nameIn(fieldNames['zh-CN'], field)).join('、'),
    'member.activated': () => '在会员中心领取入会礼',
    'order.placed': ({ first, orderId, amountMinor, currency }, say) =>
      [
        `${first ? '首笔订单' : '订单'}${orderId === null ? '' : ` ${orderId}`}`,
        ...(amountMinor === null ? [] : [say.money(amountMinor, currency)]),
      ].join('，'),
    'order.amended': ({ orderId, amountMinor, currency }, say) =>
      `订单${orderId === null ? '' : ` ${orderId} `}${amountMinor === null ? '已修改' : `改为 ${say.money(amountMinor, currency)}`}`,
    'order.cancelled': ({ orderId, amountMinor, currency }, say) =>
      [
        `订单${orderId === null ? '' : ` ${orderId} `}已取消`,
        ...(amountMinor === null ? [] : [say.money(amountMinor, currency)]),
      ].join('，'),
    'order.returned': ({ orderId, amountMinor, currency }, say) =>
      [
        orderId === null ? '退货' : `订单 ${orderId} 退货`,
        ...(amountMinor === null ? [] : [say.money(amountMinor, currency)]),
      ].join('，'),
    'order.returned-of': ({ orders }, say) =>
      `计入${orders.map(({ orderId, amountMinor }) => `订单 ${orderId}（${say.money(amountMinor)}）`).join('、')}`,
    'share.opened': () => '分享链接被打开',
    'event.other': ({ type }) => type,
    'event.details-removed': () => '明细已超过保留期限',
    'event.data': ({ data }) => data,
  },
};

const titles = {
  'member.activated': { key: 'member.activated', params: {} },
  'share.opened': { key: 'share.opened', params: {} },
} as const satisfies Record<string, PhraseOf<EventPhrases>>;

/** What happened, in the words of the shop. */
export function eventTitle(type: string, data: JsonObject, result: JsonObject = {}): PhraseOf<EventPhrases> {
  switch (type) {
    case 'member.joined':
      // Told of again, it is what the shop knows by now: nobody joins twice.
      return { key: hadJoined(data, result) ? 'member.updated' : type, params: {} };
    case 'member.updated':
      return { key: data.profileComplete === true ? 'member.profile-completed' : 'member.updated', params: {} };
    case 'order.placed':
      return { key: type, params: { ...amountOf(data), first: data.first === true } };
    case 'order.amended':
    case 'order.returned':
    case 'order.cancelled':
      return { key: type, params: amountOf(data) };
    default:
      return type in titles ? titles[type as keyof typeof titles] : { key: 'event.other', params: { type } };
  }
}

const hadJoined = (data: JsonObject, { note }: JsonObject) =>
  data.new !== true && typeof note === 'string' && note.includes('the member had joined before');

function amountOf({ orderId, amountMinor, currency }: JsonObject): Amount {
  return {
    orderId: typeof orderId === 'string' ? orderId : null,
    amountMinor: typeof amountMinor === 'number' ? amountMinor : null,
    ...(typeof currency === 'string' ? { currency } : {}),
  };
}

/** The fields that a profile's change named. */
export function changedFields(type: string, data: JsonObject): PhraseOf<EventPhrases>[] {
  if (type !== 'member.updated') return [];
  const fields = Object.keys(data).filter((field) => field !== 'profileComplete' && field !== 'consent');
  return fields.length === 0 ? [] : [{ key: 'member.fields', params: { fields } }];
}

/** What a shop's own event carries, as it came. */
export function eventData({ detailsRemoved: _, ...data }: JsonObject): PhraseOf<EventPhrases>[] {
  return Object.keys(data).length === 0 ? [] : [{ key: 'event.data', params: { data: compact(data) } }];
}

const dataLengthMax = 120;

function compact(data: JsonObject): string {
  const text = JSON.stringify(data);
  return text.length > dataLengthMax ? `${cutText(text, dataLengthMax - 3)}...` : text;
}

/** A return that named no order was put down to the latest ones. */
export function returnedOf({ orders }: JsonObject): PhraseOf<EventPhrases>[] {
  if (!isList(orders) || orders.length === 0) return [];
  const named = orders.flatMap((order) => {
    if (typeof order !== 'object' || order === null || isList(order)) return [];
    const { orderId, amountMinor } = order;
    return typeof orderId === 'string' && typeof amountMinor === 'number' ? [{ orderId, amountMinor }] : [];
  });
  return [{ key: 'order.returned-of', params: { orders: named } }];
}

/** What the shop was answered beside the figures. */
export function answerNote({ note }: JsonObject): PhraseOf<TextPhrases>[] {
  return typeof note === 'string' ? [asStored(note)] : [];
}

export const eventTexts: StoredTexts = {
  'zh-CN': {
    'points for this were given today already': '今天已获得过这项积分',
    'points for this were given before': '此前已获得过这项积分',
    '{points} of its points had expired unused': '其中 {points} 积分此前已过期未用',
    'something newer is known of the order: it stays as it is': '已有更新的订单信息，订单保持不变',
    'the order was cancelled: nothing is given for it': '订单已取消，不发放积分',
    'the order was cancelled before': '订单此前已取消',
    'no order was found for {amount:money} of it': '其中 {amount:money} 未找到对应订单',
    'nobody has the referral code "{code}": the registration counts for no one':
      '邀请码“{code}”不存在，本次注册不计入任何人的邀请',
    'another member has this id in other capitals: the two are two members':
      '另有会员的编号仅大小写与此不同，两者为不同会员',
    'the member with the referral code "{code}" is no longer active': '邀请码“{code}”的会员资格已失效',
    'the member had joined before: a referral code counts on the first registration only':
      '该会员此前已加入，邀请码仅在首次注册时有效',
    '{field} was left out: it is not an e-mail address': '未采用 {field}：不是有效的邮箱地址',
    '{field} was left out: it is not a phone number with its country': '未采用 {field}：不是带国家代码的电话号码',
    '{field} was left out: a name is one line of at most 100 characters':
      '未采用 {field}：姓名须为一行，且不超过 100 个字符',
    '{field} was left out: it is not a date such as 1990-05-17': '未采用 {field}：不是 1990-05-17 这样的日期',
    '{field} was left out: it is not a time zone such as Europe/London': '未采用 {field}：不是标准的时区名称',
    '{field} was left out: it is not a language such as en or zh-CN': '未采用 {field}：不是有效的语言代码',
    '{field} was left out: tags are a list of at most 50 texts of at most 60 characters':
      '未采用 {field}：标签须为列表，最多 50 个，每个不超过 60 个字符',
    '{field} was left out: it is not text of at most 200 characters': '未采用 {field}：须为不超过 200 个字符的文本',
    '{field} was left out: it is not an IP address': '未采用 {field}：不是有效的网络地址',
    '{field} was left out: it is not the code of a member': '未采用 {field}：不是会员的邀请码',
    '{field} was left out: a field of your own is text of at most 500 characters, a number, true or false':
      '未采用 {field}：自定义字段须为不超过 500 个字符的文本、数字或真假值',
    '{field} was kept as a field of your own: did you mean {known}?':
      '{field} 已作为自定义字段保存：是否想写 {known}？',
    'the member had joined before: the profile was brought up to date': '该会员此前已加入，资料已更新',
  },
};

/** That retention has taken something away from it. */
export function removedDetails({ detailsRemoved }: JsonObject): PhraseOf<EventPhrases>[] {
  return detailsRemoved === true ? [{ key: 'event.details-removed', params: {} }] : [];
}
