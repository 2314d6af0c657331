import type { Upcoming } from '../../modules/member-view/view.ts';
import type { Rendering } from './render-options.ts';

const dayMs = 86_400_000;

/** What comes, on which day, and how long that is from now. */
export function renderUpcoming(upcoming: Upcoming, rendering: Rendering): string {
  const { format, say, now } = rendering;
  const { at, kind } = upcoming;
  const when = kind === 'expiry' || kind === 'lapse' ? format.programmeDay(at) : format.day(at);
  const waitMs = at.getTime() - now.getTime();
  const due = say('upcoming.due', { daysLeft: waitMs <= 0 ? null : Math.floor(waitMs / dayMs) });
  return `${when}  ${whatComes(upcoming, rendering)}${due}`;
}

function whatComes({ at, kind, points, ...more }: Upcoming, { say }: Rendering): string {
  const { template = '', messages = 1, orderId = null } = more;
  if (kind === 'message') return say('upcoming.message', { template, messages, at });
  return kind === 'hold' ? say('upcoming.hold', { points, orderId }) : say(`upcoming.${kind}`, { points });
}
