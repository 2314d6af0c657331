import type { Locale } from '../../values/wording.ts';

/** What stands over the parts of a person's page. */
export interface PersonTexts {
  readonly title: string;
  readonly intro: string;
  readonly profile: string;
  readonly points: string;
  readonly timeline: string;
  readonly orders: string;
  readonly coupons: string;
  readonly messages: string;
  readonly events: string;
  readonly records: string;
  readonly nothing: string;
}

export const personTexts: Readonly<Record<Locale, PersonTexts>> = {
  en: {
    title: 'What we hold about you',
    intro: 'Everything that is stored about you in this programme, as of',
    profile: 'Profile',
    points: 'Points',
    timeline: 'What happened',
    orders: 'Orders',
    coupons: 'Coupons',
    messages: 'Messages',
    events: 'Events we were told of',
    records: 'Records as they are stored',
    nothing: 'Nothing.',
  },
  'zh-CN': {
    title: '我们保存的关于您的信息',
    intro: '本会员计划保存的关于您的全部信息，截至',
    profile: '资料',
    points: '积分',
    timeline: '发生的事',
    orders: '订单',
    coupons: '优惠券',
    messages: '消息',
    events: '收到的事件',
    records: '存储的原始记录',
    nothing: '无。',
  },
};
