import type { Wording } from '../../values/phrase.ts';
import type { ShowPhrases } from './wording-phrases.ts';
import { counted, pluralOf } from '../../values/plural.ts';

const days = (count: number) => counted(count, 'day', 'days');
const enMarketing = (agreed: boolean | null) => (agreed === null ? 'never asked' : agreed ? 'yes' : 'refused');

const eventNames: Readonly<Record<string, string>> = {
  'order.placed': 'an order',
  'order.amended': 'a changed order',
  'order.returned': 'a return',
  'order.cancelled': 'a cancelled order',
  'member.updated': 'a change of the profile',
  'member.activated': 'the activation',
  'checkin.done': 'a check-in',
  'checkin.repaired': 'a repaired streak',
  'review.decided': 'a decision on the review',
};
const eventName = (type: string) => eventNames[type] ?? type;

/** `member show` in English. */
export const english: Wording<ShowPhrases>['en'] = {
  'heading.points': () => 'Points',
  'heading.coupons': () => 'Coupons',
  'heading.check-ins': () => 'Check-ins',
  'heading.coming-up': () => 'Coming up',
  'heading.campaigns': () => 'Campaigns',
  'heading.invitations': () => 'Invitations',
  'heading.timeline': ({ zone }) => `Timeline (times in ${zone})`,
  'member.unnamed': ({ id }) => `Member ${id}`,
  'member.named': ({ id, name }) => `${name} · member ${id}`,
  'member.status': ({ status, into }) => (into === null ? status.toLowerCase() : `merged into ${into}`),
  'member.joined': ({ at }, say) => `joined ${say.date(at)}`,
  'member.no-order': () => 'no order yet',
  'member.orders': ({ orders, spentMinor }, say) =>
    `${counted(orders, 'order', 'orders')}, ${say.money(spentMinor)} in all`,
  'member.profile': ({ complete }) => (complete ? 'profile complete' : 'profile incomplete'),
  'contact.no-address': () => 'no e-mail address',
  'contact.marketing': ({ marketing }) => `marketing: ${enMarketing(marketing)}`,
  'contact.notices-stopped': () => 'notices: stopped',
  'contact.suppressed': ({ why }) => `nothing may be sent: ${why}`,
  'contact.locale': ({ locale, zone }) => `${locale}, ${zone}`,
  'balance.available': ({ points }, say) => `${say.points(points)} to spend`,
  'balance.pending': ({ points }, say) => `${say.number(points)} pending`,
  'balance.held': ({ points }, say) => `${say.number(points)} on hold`,
  'balance.owed': ({ points }, say) => `${say.number(points)} owed`,
  'lots.column.left': () => 'Left',
  'lots.column.held': () => 'Held',
  'lots.column.expires': () => 'Expires',
  'lots.column.earned': () => 'Earned',
  'lots.column.on': () => 'On',
  'lots.column.by': () => 'By',
  'lots.pending': ({ until }, say) => `pending until ${say.date(until)}`,
  'lots.lapse': ({ at }, say) => `${say.programmeDate(at)} without activity`,
  'lots.never': () => 'never',
  'lots.expire': ({ at, officialEnd }, say) =>
    `${say.programmeDate(at)}${officialEnd === null ? '' : ` (officially ${say.programmeDate(officialEnd)})`}`,
  'lots.more': ({ lots }) => `... and ${counted(lots, 'lot that expires', 'lots that expire')} later`,
  'coupons.column.code': () => 'Code',
  'coupons.column.what': () => 'What',
  'coupons.column.state': () => 'State',
  'coupons.column.until': () => 'Good until',
  'coupons.column.order': () => 'Order',
  'coupons.status': ({ status }) => (status === 'issued' ? 'can be used' : status),
  'streak.alive': ({ days: count, last }, say) => `streak of ${days(count)}, to keep by the end of ${say.day(last)}`,
  'streak.lost': ({ days: count, last }, say) => `streak of ${days(count)} lost with ${say.day(last)}`,
  'streak.best': ({ days: count }) => `longest: ${days(count)}`,
  'streak.held-out': () => 'held out: check-ins bring nothing',
  'streak.next': ({ day, points }, say) => `next: day ${day}, ${say.points(points)}`,
  'streak.cards': ({ cards }) => `${counted(cards, 'repair card', 'repair cards')} this month`,
  'streak.repairable': ({ days: count, until }, say) => `a card brings ${days(count)} back until ${say.day(until)}`,
  'upcoming.expiry': ({ points }, say) =>
    `${say.points(points)} ${pluralOf(points, { one: 'expires', other: 'expire' })}`,
  'upcoming.lapse': ({ points }, say) =>
    `${say.points(points)} ${pluralOf(points, { one: 'lapses', other: 'lapse' })} without activity`,
  'upcoming.available': ({ points }, say) =>
    `${say.points(points)} ${pluralOf(points, { one: 'becomes', other: 'become' })} available`,
  'upcoming.hold': ({ points, orderId }, say) =>
    `a hold of ${say.points(points)}${orderId === null ? '' : ` for order ${orderId}`} ends`,
  'upcoming.message': ({ template, messages, at }, say) =>
    `${pluralOf(messages, { one: `e-mail “${template}” leaves`, other: `${messages} e-mails “${template}” leave` })} at ${say.time(at)}`,
  'upcoming.due': ({ daysLeft: count }) =>
    ` (${count === null ? 'due now' : count < 1 ? 'in less than a day' : `in ${days(count)}`})`,
  'waiting.waits': ({ campaign, events, until }, say) => {
    const what = events.length === 0 ? '' : ` for ${[...new Set(events)].map(eventName).join(' or ')}`;
    return `${campaign} waits${what}${until === null ? '' : ` until ${say.day(until)}, ${say.time(until)}`}`;
  },
  'waiting.asks': ({ campaign, step, at }, say) =>
    `${campaign} goes on with "${step}" on ${say.day(at)}, ${say.time(at)}`,
  'waiting.held': ({ campaign, step }) => `${campaign} is paused before "${step}"`,
  'campaigns.column.campaign': () => 'Campaign',
  'campaigns.column.state': () => 'State',
  'campaigns.column.when': () => 'When',
  'campaigns.column.why': () => 'Why it ended',
  'campaigns.status': ({ status }) => status,
  'campaigns.held-out': () => ', held out',
  'campaigns.period': ({ from, to }, say) => `${say.date(from)}${to === null ? '' : ` to ${say.date(to)}`}`,
  'invitations.by': ({ member }) => `invited by member ${member}`,
  'timeline.empty': () => 'Nothing has happened yet.',
  'timeline.earlier': () => '(earlier entries: --limit shows more)',
  'timeline.points': () => 'Points',
  'timeline.balance': () => 'Balance',
  'timeline.of-campaign': ({ title, campaign }) => `${title} (${campaign})`,
};
