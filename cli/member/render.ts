import type { MemberView } from '../../modules/member-view/view.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { renderInvitations } from '../referral/render.ts';
import { type Rendering, renderingOf, type RenderOptions } from './render-options.ts';
import { renderPoints } from './render-points.ts';
import { renderTimeline } from './render-timeline.ts';
import { renderUpcoming } from './render-upcoming.ts';
import { renderWaiting } from './render-waiting.ts';

/** A member for people: who, points, what comes next, campaigns, and the timeline. */
export function renderMember(view: MemberView, options: RenderOptions): string {
  const rendering = renderingOf(options);
  const { out, say, manner } = rendering;
  const section = (title: string, body: string) => (body === '' ? [] : ['', out.paint('bold', title), indent(body)]);
  return [
    ...renderHead(view, rendering),
    ...section(say('heading.points'), renderPoints(view, rendering)),
    ...section(say('heading.coupons'), renderCouponLines(view, rendering)),
    ...section(say('heading.check-ins'), renderStreak(view, rendering)),
    ...section(say('heading.coming-up'), renderComingUp(view, rendering)),
    ...section(say('heading.campaigns'), renderCampaigns(view, rendering)),
    ...section(say('heading.invitations'), renderFriends(view, rendering)),
    ...section(say('heading.timeline', { zone: manner.zone }), renderTimeline(view, rendering)),
  ].join('\n');
}

/** What has a date first, then what the member's campaigns wait for. */
function renderComingUp({ upcoming, campaigns }: MemberView, rendering: Rendering): string {
  return [...upcoming.map((each) => renderUpcoming(each, rendering)), ...renderWaiting(campaigns, rendering)].join(
    '\n',
  );
}

function renderStreak({ streak: standing }: MemberView, { say }: Rendering): string {
  if (standing === null) return '';
  const { streak: days, best, alive, heldOut, losesAt, next, cards, repairable } = standing;
  const now = say(alive ? 'streak.alive' : 'streak.lost', { days, last: new Date(losesAt - 1) });
  const longest = say('streak.best', { days: best });
  if (heldOut) return [now, longest, say('streak.held-out')].join(' · ');
  const repair =
    repairable && cards > 0
      ? [say('streak.repairable', { days: repairable.streak, until: new Date(repairable.untilAt) })]
      : [];
  return [now, say('streak.next', next), longest, say('streak.cards', { cards }), ...repair].join(' · ');
}

function renderHead({ member }: MemberView, { out, say, manner: { zone } }: Rendering): string[] {
  const { id, name, orders, spentMinor } = member;
  const title = name === null ? say('member.unnamed', { id }) : say('member.named', { id, name });
  const facts = [
    ...(member.status === 'ACTIVE'
      ? []
      : [out.paint('red', say('member.status', { status: member.status, into: member.mergedInto }))]),
    member.tier,
    say('member.joined', { at: member.joinedAt }),
    orders === 0 ? say('member.no-order') : say('member.orders', { orders, spentMinor }),
    say('member.profile', { complete: Boolean(member.profileCompletedAt) }),
  ];
  const contact = [
    member.email ?? say('contact.no-address'),
    ...(member.suppressed === null
      ? [
          say('contact.marketing', { marketing: member.marketing }),
          ...(member.service === false ? [say('contact.notices-stopped')] : []),
        ]
      : [out.paint('red', say('contact.suppressed', { why: member.suppressed }))]),
    say('contact.locale', { locale: member.locale, zone }),
  ];
  return [out.paint('bold', title), facts.join(' · '), out.paint('dim', contact.join(' · '))];
}

function renderCouponLines({ coupons }: MemberView, { out, say, format }: Rendering): string {
  if (coupons.length === 0) return '';
  const rows = coupons.map(({ code, name, status, expiresAt, orderId }) => [
    code,
    name,
    status === 'issued' ? out.paint('green', say('coupons.status', { status })) : say('coupons.status', { status }),
    format.programmeDate(expiresAt),
    orderId ?? '',
  ]);
  const columns = ['code', 'what', 'state', 'until', 'order'] as const;
  return renderTable(
    columns.map((column) => ({ title: say(`coupons.column.${column}`) })),
    rows,
  );
}

function renderFriends({ invitations: { invitedBy, friends } }: MemberView, { say, format }: Rendering): string {
  return [
    ...(invitedBy === null ? [] : [say('invitations.by', { member: invitedBy })]),
    ...(friends.length === 0 ? [] : [renderInvitations(friends, format)]),
  ].join('\n');
}

function renderCampaigns({ campaigns }: MemberView, { out, say, format }: Rendering): string {
  if (campaigns.length === 0) return '';
  const rows = campaigns.map((campaign) => {
    const { campaignName, shadow, enrolledAt: from, endedAt: to, blockedReason } = campaign;
    const status = blockedReason == null ? campaign.status : 'blocked';
    const reason = blockedReason ?? campaign.reason;
    const state = say('campaigns.status', { status });
    const paintState = (now: string, text: string) =>
      now === 'active' ? out.paint('green', text) : now === 'blocked' ? out.paint('red', text) : text;
    return [
      campaignName,
      `${paintState(status, state)}${shadow ? say('campaigns.held-out') : ''}`,
      say('campaigns.period', { from, to }),
      reason === null ? '' : format.text(reason),
    ];
  });
  const columns = ['campaign', 'state', 'when', 'why'] as const;
  return renderTable(
    columns.map((column) => ({ title: say(`campaigns.column.${column}`) })),
    rows,
  );
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
