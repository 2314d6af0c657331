import type { NoParams, PhraseOf, StoredTexts, Wording } from '../../values/phrase.ts';
import type { ReferralState } from './rules-limits.ts';

interface Reasons {
  reasons: readonly string[];
}

/** How far an invitation has come. */
export interface ReferralPhrases {
  'referral.joined': NoParams;
  'referral.review': Reasons;
  'referral.waiting': { until: Date | null };
  'referral.approved': NoParams;
  'referral.paid': { points: number; coupon: string | null; couponCode: string | null; at: Date };
  'referral.friend-only': Reasons;
  'referral.refused': Reasons;
  'referral.returned': Reasons & { at: Date };
}

const enWhy = (reasons: readonly string[]) => (reasons.length === 0 ? '' : `: ${reasons.join('; ')}`);

export const referralWording: Wording<ReferralPhrases> = {
  en: {
    'referral.joined': () => 'joined; what the campaign pays for has not happened yet',
    'referral.review': ({ reasons }) => `held for review${enWhy(reasons)}`,
    'referral.waiting': ({ until }, say) =>
      `ordered; the return window runs${until === null ? '' : ` until ${say.date(until)}`}`,
    'referral.approved': () => 'counts; the reward is on its way',
    'referral.paid': ({ points, coupon, couponCode, at }, say) => {
      const parts = [
        ...(points > 0 ? [say.points(points)] : []),
        ...(coupon === null ? [] : [`${coupon} (${couponCode})`]),
      ];
      return `rewarded${parts.length === 0 ? '' : ` with ${parts.join(' and ')}`} on ${say.date(at)}`;
    },
    'referral.friend-only': ({ reasons }) => `the friend was rewarded, the member was not${enWhy(reasons)}`,
    'referral.refused': ({ reasons }) => `not counted${enWhy(reasons)}`,
    'referral.returned': ({ reasons, at }, say) => `taken back on ${say.date(at)}${enWhy(reasons)}`,
  },
  'zh-CN': {
    'referral.joined': () => '已加入，尚未达到奖励条件',
    'referral.review': ({ reasons }, say) => `待审核${zhWhy(reasons, say)}`,
    'referral.waiting': ({ until }, say) => `已下单，退货期${until === null ? '内' : `至${say.date(until)}结束`}`,
    'referral.approved': () => '符合条件，奖励即将到账',
    'referral.paid': ({ points, coupon, couponCode, at }, say) => {
      const parts = [
        ...(points > 0 ? [say.points(points)] : []),
        ...(coupon === null ? [] : [`${coupon}（${couponCode}）`]),
      ];
      return `已于${say.date(at)}获得奖励${parts.length === 0 ? '' : `：${parts.join('和')}`}`;
    },
    'referral.friend-only': ({ reasons }, say) => `好友已获奖励，会员未获奖励${zhWhy(reasons, say)}`,
    'referral.refused': ({ reasons }, say) => `不计入${zhWhy(reasons, say)}`,
    'referral.returned': ({ reasons, at }, say) => `奖励已于${say.date(at)}收回${zhWhy(reasons, say)}`,
  },
};

function zhWhy(reasons: readonly string[], say: { text(stored: string): string }): string {
  return reasons.length === 0 ? '' : `：${reasons.map((reason) => say.text(reason)).join('；')}`;
}

/** An invitation, as far as it is told. */
export interface InvitationToTell {
  readonly state: ReferralState;
  readonly reasons: readonly string[];
  readonly waitsUntil: Date | null;
  readonly changedAt: Date;
  readonly reward: { readonly points: number; readonly coupon?: string; readonly couponCode?: string } | null;
}

/** How far an invitation has come, as the one who invited reads it. */
export function invitationState(invitation: InvitationToTell): PhraseOf<ReferralPhrases> {
  const { state, reasons, waitsUntil: until, changedAt: at, reward } = invitation;
  switch (state) {
    case 'joined':
      return { key: 'referral.joined', params: {} };
    case 'approved':
      return { key: 'referral.approved', params: {} };
    case 'waiting':
      return { key: 'referral.waiting', params: { until } };
    case 'paid': {
      const { points = 0, coupon = null, couponCode = null } = reward ?? {};
      return { key: 'referral.paid', params: { points, coupon, couponCode, at } };
    }
    case 'returned':
      return { key: 'referral.returned', params: { reasons, at } };
    default:
      return { key: `referral.${state}`, params: { reasons } };
  }
}

export const referralTexts: StoredTexts = {
  'zh-CN': {
    'the friend has the e-mail address of the member who invited': '好友与邀请人的邮箱地址相同',
    'the friend has the phone number of the member who invited': '好友与邀请人的手机号相同',
    "the friend's e-mail address is another spelling of the inviting member's": '好友的邮箱地址是邀请人邮箱的变体',
    'the friend is a member already, under another account': '好友已用其他账户入会',
    'the friend uses the device of the inviting member or of another friend': '好友与邀请人或其他好友使用同一设备',
    'the invitations go in a circle of {count:count} members': '{count:count} 位会员循环邀请',
    'the friend registered from the IP of the inviting member or of another friend, within {days}':
      '好友在 {days}内使用邀请人或其他好友的网络地址注册',
    'a day': '1 天',
    '{count:count} friends joined with this code within an hour': '1 小时内有 {count:count} 位好友使用该邀请码加入',
    'the order came {seconds:count} seconds after joining': '加入后 {seconds:count} 秒即下单',
    'the limit of {count:count} rewarded friends is reached': '获奖励的邀请人数已达上限（{count:count} 人）',
    'the limit of {count:count} rewarded friends in {days:count} days is reached':
      '{days:count} 天内获奖励的邀请人数已达上限（{count:count} 人）',
    'the member who invited has left': '邀请人已退会',
    'nobody invited this member': '该会员没有邀请人',
    'another campaign rewards this invitation': '这次邀请由其他活动奖励',
    'too little of the order is left': '订单退货后剩余金额不足',
  },
};
