import type { MemberView, Upcoming } from '../../modules/member-view/view.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { date, day, money, points, timeOfDay } from '../../values/wording.ts';
import { renderInvitations } from '../referral/render.ts';
import type { RenderOptions } from './render-options.ts';
import { renderTimeline } from './render-timeline.ts';

/** A member for people: who, points, what comes next, campaigns, and the timeline. */
export function renderMember(view: MemberView, options: RenderOptions): string {
  const { out } = options;
  const section = (title: string, body: string) => (body === '' ? [] : ['', out.paint('bold', title), indent(body)]);
  return [
    ...renderHead(view, options),
    ...section('Points', [renderBalance(view, options), renderLots(view, options)].filter(Boolean).join('\n\n')),
    ...section('Coupons', renderCouponLines(view, options)),
    ...section('Check-ins', renderStreak(view, options)),
    ...section('Coming up', view.upcoming.map((each) => renderUpcoming(each, options)).join('\n')),
    ...section('Campaigns', renderCampaigns(view, options)),
    ...section('Invitations', renderFriends(view, options)),
    ...section(`Timeline (times in ${options.manner.zone})`, renderTimeline(view, options)),
  ].join('\n');
}

function renderStreak({ streak: standing }: MemberView, { manner }: RenderOptions): string {
  if (standing === null) return '';
  const { streak, best, alive, heldOut, losesAt, next, cards, repairable } = standing;
  const days = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'day' : 'days'}`;
  const last = new Date(losesAt - 1);
  const now = alive
    ? `streak of ${days(streak)}, to keep by the end of ${day(last, manner.zone)}`
    : `streak of ${days(streak)} lost with ${day(last, manner.zone)}`;
  if (heldOut) return [now, `longest: ${days(best)}`, 'held out: check-ins bring nothing'].join(' · ');
  const card = `${cards} repair ${cards === 1 ? 'card' : 'cards'} this month`;
  const repair =
    repairable && cards > 0
      ? [`a card brings ${days(repairable.streak)} back until ${day(new Date(repairable.untilAt), manner.zone)}`]
      : [];
  return [now, `next: day ${next.day}, ${points(next.points, manner)}`, `longest: ${days(best)}`, card, ...repair].join(
    ' · ',
  );
}

function renderHead({ member }: MemberView, { out, manner }: RenderOptions): string[] {
  const zone = manner.zone;
  const title = member.name === null ? `Member ${member.id}` : `${member.name} · member ${member.id}`;
  const orders = `${member.orders.toLocaleString('en')} ${member.orders === 1 ? 'order' : 'orders'}`;
  const facts = [
    ...(member.status === 'ACTIVE' ? [] : [out.paint('red', member.status.toLowerCase())]),
    member.tier,
    `joined ${date(member.joinedAt, zone)}`,
    member.orders === 0 ? 'no order yet' : `${orders}, ${money(member.spentMinor, manner.currency)} in all`,
    member.profileCompletedAt ? 'profile complete' : 'profile incomplete',
  ];
  const marketing =
    member.marketing === null ? 'marketing: never asked' : member.marketing ? 'marketing: yes' : 'marketing: refused';
  const notices = member.service === false ? ['notices: stopped'] : [];
  const contact = [
    member.email ?? 'no e-mail address',
    ...(member.suppressed === null
      ? [marketing, ...notices]
      : [out.paint('red', `nothing may be sent: ${member.suppressed}`)]),
    `${member.locale}, ${zone}`,
  ];
  return [out.paint('bold', title), facts.join(' · '), out.paint('dim', contact.join(' · '))];
}

function renderBalance({ balance }: MemberView, { out, manner }: RenderOptions): string {
  const parts = [out.paint('bold', `${points(balance.available, manner)} to spend`)];
  if (balance.pending > 0) parts.push(`${balance.pending.toLocaleString('en')} pending`);
  if (balance.held > 0) parts.push(`${balance.held.toLocaleString('en')} on hold`);
  if (balance.debt > 0) parts.push(out.paint('red', `${balance.debt.toLocaleString('en')} owed`));
  return parts.join(' · ');
}

/** Lots shown: the earliest say what happens next, the rest is a sum. */
const lotsShown = 12;

function renderLots({ lots }: MemberView, { manner }: RenderOptions): string {
  if (lots.length === 0) return '';
  const rows = lots
    .slice(0, lotsShown)
    .map((lot) => [
      lot.left.toLocaleString('en'),
      lot.held === 0 ? '' : lot.held.toLocaleString('en'),
      lot.state === 'PENDING'
        ? `pending until ${date(lot.availableAt, manner.zone)}`
        : expiry(lot, manner.programmeZone),
      lot.earned.toLocaleString('en'),
      date(lot.earnedAt, manner.zone),
      lot.reason ?? `${lot.source.type} ${lot.source.id}`,
    ]);
  const table = renderTable(
    [
      { title: 'Left', align: 'right' },
      { title: rows.some((row) => row[1] !== '') ? 'Held' : '', align: 'right' },
      { title: 'Expires' },
      { title: 'Earned', align: 'right' },
      { title: 'On' },
      { title: 'By' },
    ],
    rows,
  );
  const more = lots.length - lotsShown;
  return more > 0 ? `${table}\n... and ${more} ${more === 1 ? 'lot' : 'lots'} that expire later` : table;
}

function expiry({ expiresAt, lapsesAt, officialEnd }: MemberView['lots'][number], zone: string): string {
  if (lapsesAt) return `${date(lapsesAt, zone)} without activity`;
  if (expiresAt === null) return 'never';
  return `${date(expiresAt, zone)}${officialEnd ? ` (officially ${date(officialEnd, zone)})` : ''}`;
}

function renderUpcoming(upcoming: Upcoming, { manner, now }: RenderOptions): string {
  const { at, kind, points: count, template = '', messages = 1 } = upcoming;
  const when = `${day(at, kind === 'expiry' || kind === 'lapse' ? manner.programmeZone : manner.zone)}  `;
  const due = at.getTime() <= now.getTime() ? ' (due now)' : ` (${timeUntil(at, now)})`;
  switch (kind) {
    case 'expiry':
      return `${when}${points(count, manner)} expire${due}`;
    case 'lapse':
      return `${when}${points(count, manner)} lapse without activity${due}`;
    case 'available':
      return `${when}${points(count, manner)} become available${due}`;
    case 'hold':
      return `${when}a hold of ${points(count, manner)} ends${due}`;
    case 'message': {
      const who = messages === 1 ? `e-mail “${template}” leaves` : `${messages} e-mails “${template}” leave`;
      return `${when}${who} at ${timeOfDay(at, manner.zone)}${due}`;
    }
    default:
      return kind satisfies never;
  }
}

function renderCouponLines({ coupons }: MemberView, { out, manner }: RenderOptions): string {
  if (coupons.length === 0) return '';
  const rows = coupons.map((coupon) => [
    coupon.code,
    coupon.name,
    coupon.status === 'issued' ? out.paint('green', 'can be used') : coupon.status,
    date(coupon.expiresAt, manner.programmeZone),
    coupon.orderId ?? '',
  ]);
  const columns = ['Code', 'What', 'State', 'Good until', 'Order'];
  return renderTable(
    columns.map((title) => ({ title })),
    rows,
  );
}

const dayMs = 86_400_000;

function timeUntil(at: Date, now: Date): string {
  const days = Math.floor((at.getTime() - now.getTime()) / dayMs);
  return days < 1 ? 'in less than a day' : `in ${days} ${days === 1 ? 'day' : 'days'}`;
}

function renderFriends({ invitations: { invitedBy, friends } }: MemberView, { manner }: RenderOptions): string {
  return [
    ...(invitedBy === null ? [] : [`invited by member ${invitedBy}`]),
    ...(friends.length === 0 ? [] : [renderInvitations(friends, manner)]),
  ].join('\n');
}

function renderCampaigns({ campaigns }: MemberView, { out, manner }: RenderOptions): string {
  if (campaigns.length === 0) return '';
  const rows = campaigns.map((each) => [
    each.campaignName,
    `${each.status === 'active' ? out.paint('green', 'active') : each.status}${each.shadow ? ', held out' : ''}`,
    `${date(each.enrolledAt, manner.zone)}${each.endedAt === null ? '' : ` to ${date(each.endedAt, manner.zone)}`}`,
    each.reason ?? '',
  ]);
  return renderTable([{ title: 'Campaign' }, { title: 'State' }, { title: 'When' }, { title: 'Why it ended' }], rows);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
