import { type TimelineDraft, ranks } from './timeline-entry.ts';

/**
 * Drafts by time. At one instant: an event, then what it brought, before the next event; of what it brought, campaign by campaign,
 * the entry, then what each step did in the order in which the story asked, then the end; what comes from no event of that
 * instant is last. What stands alike stays in the order in which it was given.
 */
export function byTimeAndCause(drafts: readonly TimelineDraft[]): TimelineDraft[] {
  const eventAt = new Map<bigint, number>();
  for (const { rank, at, cause } of drafts)
    if (rank === ranks.event && cause?.event !== undefined) eventAt.set(cause.event, at.getTime());
  const eventOf = ({ at, cause }: TimelineDraft) =>
    cause?.event !== undefined && eventAt.get(cause.event) === at.getTime() ? cause.event : undefined;
  const compare = (a: TimelineDraft, b: TimelineDraft) =>
    a.at.getTime() - b.at.getTime() ||
    byId(eventOf(a) ?? last, eventOf(b) ?? last) ||
    Number(a.rank !== ranks.event) - Number(b.rank !== ranks.event) ||
    byId(a.cause?.enrolment ?? first, b.cause?.enrolment ?? first) ||
    a.rank - b.rank ||
    byId(a.cause?.step ?? first, b.cause?.step ?? first);
  return drafts.toSorted(compare);
}

/** Before every id, and behind every one. */
const first = -1n;
const last = 2n ** 63n;

const byId = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
