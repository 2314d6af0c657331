import { date, type DisplayFormat, points } from '../../values/wording.ts';
import type { InvitationView } from '../../modules/referrals/list.ts';
import { renderTable } from '../../platform/terminal/table.ts';

type ReferralManner = Pick<DisplayFormat, 'asset' | 'zone'>;

/** A line for each invitation: who, since when, and how far it has come. */
export function renderInvitations(friends: readonly InvitationView[], manner: ReferralManner): string {
  const rows = friends.map((each) => [each.friend, date(each.registeredAt, manner.zone), stateInWords(each, manner)]);
  return renderTable([{ title: 'Friend' }, { title: 'Joined' }, { title: 'State' }], rows);
}

/** How far an invitation has come, as the one who invited reads it. */
export function stateInWords(invitation: InvitationView, manner: ReferralManner): string {
  const { state, reasons, waitsUntil, changedAt } = invitation;
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  switch (state) {
    case 'joined':
      return 'joined; what the campaign pays for has not happened yet';
    case 'review':
      return `held for review${why}`;
    case 'waiting': {
      const until = waitsUntil === null ? '' : ` until ${date(waitsUntil, manner.zone)}`;
      return `ordered; the return window runs${until}`;
    }
    case 'approved':
      return 'counts; the reward is on its way';
    case 'paid':
      return `rewarded${rewardInWords(invitation, manner)} on ${date(changedAt, manner.zone)}`;
    case 'friend-only':
      return `the friend was rewarded, the member was not${why}`;
    case 'refused':
      return `not counted${why}`;
    case 'returned':
      return `taken back on ${date(changedAt, manner.zone)}${why}`;
    default:
      return state satisfies never;
  }
}

function rewardInWords({ reward }: InvitationView, manner: ReferralManner): string {
  const parts = [
    ...(reward !== null && reward.points > 0 ? [points(reward.points, manner)] : []),
    ...(reward?.coupon === undefined ? [] : [`${reward.coupon} (${reward.couponCode})`]),
  ];
  return parts.length === 0 ? '' : ` with ${parts.join(' and ')}`;
}
