import type { Wording } from '../../values/phrase.ts';
import type { ShowPhrases } from './wording-phrases.ts';

const zhMarketing = (agreed: boolean | null) => (agreed === null ? '未询问' : agreed ? '同意' : '已拒收');

const memberStatuses: Readonly<Record<string, string>> = {
  SUSPENDED: '已暂停',
  CLOSED: '已退会',
  MERGED: '已合并',
  ERASED: '已删除',
};
const couponStatuses: Readonly<Record<string, string>> = {
  issued: '可使用',
  redeemed: '已使用',
  expired: '已过期',
  cancelled: '已作废',
};
const enrolmentStatuses: Readonly<Record<string, string>> = {
  active: '进行中',
  done: '已完成',
  blocked: '受阻',
  exited: '已退出',
  cancelled: '已取消',
  failed: '出错',
  suppressed: '无法触达',
  skipped: '未参与',
};

const eventNames: Readonly<Record<string, string>> = {
  'order.placed': '下单',
  'order.amended': '改单',
  'order.returned': '退货',
  'order.cancelled': '取消订单',
  'member.updated': '资料变更',
  'member.activated': '激活',
  'checkin.done': '签到',
  'checkin.repaired': '补签',
  'review.decided': '审核结果',
};
const eventName = (type: string) => eventNames[type] ?? type;

/** `member show` in Chinese. */
export const chinese: Wording<ShowPhrases>['zh-CN'] = {
  'heading.points': () => '积分',
  'heading.coupons': () => '优惠券',
  'heading.check-ins': () => '签到',
  'heading.coming-up': () => '接下来',
  'heading.campaigns': () => '活动',
  'heading.invitations': () => '邀请好友',
  'heading.timeline': ({ zone }) => `时间线（时间为 ${zone}）`,
  'member.unnamed': ({ id }) => `会员 ${id}`,
  'member.named': ({ id, name }) => `${name} · 会员 ${id}`,
  'member.status': ({ status, into }) => (into === null ? (memberStatuses[status] ?? status) : `已合并到会员 ${into}`),
  'member.joined': ({ at }, say) => `${say.date(at)}加入`,
  'member.no-order': () => '尚未下单',
  'member.orders': ({ orders, spentMinor }, say) => `${say.number(orders)} 笔订单，共 ${say.money(spentMinor)}`,
  'member.profile': ({ complete }) => (complete ? '资料完整' : '资料不完整'),
  'contact.no-address': () => '没有邮箱地址',
  'contact.marketing': ({ marketing }) => `营销：${zhMarketing(marketing)}`,
  'contact.notices-stopped': () => '服务通知：已停收',
  'contact.suppressed': ({ why }, say) => `已停止发送：${say.text(why)}`,
  'contact.locale': ({ locale, zone }) => `${locale}，${zone}`,
  'balance.available': ({ points }, say) => `可用 ${say.points(points)}`,
  'balance.pending': ({ points }, say) => `待生效 ${say.number(points)}`,
  'balance.held': ({ points }, say) => `冻结 ${say.number(points)}`,
  'balance.owed': ({ points }, say) => `欠 ${say.number(points)}`,
  'lots.column.left': () => '剩余',
  'lots.column.held': () => '冻结',
  'lots.column.expires': () => '到期日',
  'lots.column.earned': () => '获得',
  'lots.column.on': () => '获得日',
  'lots.column.by': () => '来源',
  'lots.pending': ({ until }, say) => `待生效，${say.date(until)}起可用`,
  'lots.lapse': ({ at }, say) => `${say.programmeDate(at)}（如无获得或兑换）`,
  'lots.never': () => '永久有效',
  'lots.expire': ({ at, officialEnd }, say) =>
    `${say.programmeDate(at)}${officialEnd === null ? '' : `（原到期日为${say.programmeDate(officialEnd)}）`}`,
  'lots.more': ({ lots }) => `……另有 ${lots} 批积分较晚到期`,
  'coupons.column.code': () => '券码',
  'coupons.column.what': () => '优惠券',
  'coupons.column.state': () => '状态',
  'coupons.column.until': () => '有效期至',
  'coupons.column.order': () => '订单',
  'coupons.status': ({ status }) => couponStatuses[status] ?? status,
  'streak.alive': ({ days, last }, say) => `已连续签到 ${days} 天，${say.day(last)}当天结束前签到即可延续`,
  'streak.lost': ({ days, last }, say) => `${days} 天的连续签到已于${say.day(last)}中断`,
  'streak.best': ({ days }) => `最长 ${days} 天`,
  'streak.held-out': () => '对照组：签到不发放奖励',
  'streak.next': ({ day, points }, say) => `第 ${day} 天签到可得 ${say.points(points)}`,
  'streak.cards': ({ cards }) => `本月补签卡 ${cards} 张`,
  'streak.repairable': ({ days, until }, say) => `${say.day(until)}当天结束前使用补签卡，可恢复 ${days} 天的连续签到`,
  'upcoming.expiry': ({ points }, say) => `${say.points(points)}到期`,
  'upcoming.lapse': ({ points }, say) => `如无获得或兑换，${say.points(points)}失效`,
  'upcoming.available': ({ points }, say) => `${say.points(points)}生效`,
  'upcoming.hold': ({ points, orderId }, say) =>
    `${orderId === null ? '' : `订单 ${orderId} `}冻结的 ${say.points(points)}到期解冻`,
  'upcoming.message': ({ template, messages, at }, say) =>
    `${say.time(at)} 发送${messages === 1 ? '' : ` ${messages} 封`}邮件“${template}”`,
  'upcoming.due': ({ daysLeft: days }) => `（${days === null ? '现在' : days < 1 ? '不到 1 天' : `还有 ${days} 天`}）`,
  'waiting.waits': ({ campaign, events, until }, say) => {
    const what = events.length === 0 ? '' : [...new Set(events)].map(eventName).join('或');
    const end = until === null ? '' : `至${say.day(until)} ${say.time(until)}`;
    return `${campaign}：等待${what}${what === '' ? end : end && `，${end}`}`;
  },
  'waiting.asks': ({ campaign, step, at }, say) => `${campaign}：将于${say.day(at)} ${say.time(at)} 继续（${step}）`,
  'waiting.held': ({ campaign, step }) => `${campaign}：已暂停（${step}）`,
  'campaigns.column.campaign': () => '活动',
  'campaigns.column.state': () => '状态',
  'campaigns.column.when': () => '时间',
  'campaigns.column.why': () => '结束原因',
  'campaigns.status': ({ status }) => enrolmentStatuses[status] ?? status,
  'campaigns.held-out': () => '，对照组',
  'campaigns.period': ({ from, to }, say) => `${say.date(from)}${to === null ? '起' : `至${say.date(to)}`}`,
  'invitations.by': ({ member }) => `由会员 ${member} 邀请`,
  'timeline.empty': () => '尚无记录。',
  'timeline.earlier': () => '（更早的记录：用 --limit 显示更多）',
  'timeline.points': () => '积分',
  'timeline.balance': () => '余额',
  'timeline.of-campaign': ({ title, campaign }) => `${title}（${campaign}）`,
};
