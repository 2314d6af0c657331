import type { DisplayFormat } from '../../values/wording.ts';
import { campaignDrafts } from './campaign-entries.ts';
import { eventDrafts, type Explanations } from './event-entries.ts';
import type { TimelineRows } from './rows.ts';
import type { TimelineDraft, TimelineEntry } from './timeline-entry.ts';
import { byTimeAndCause } from './timeline-order.ts';
import { memberFormatter, type MemberPhrase, memberSpeaker } from './wording.ts';

export interface TimelineOptions {
  readonly manner: DisplayFormat;
  /** What the member can spend now: balances are counted back from it. */
  readonly available: number;
  readonly limit: number;
  /** Shows the facts that stories asked for, too. */
  readonly all?: boolean;
  readonly explanations?: Explanations;
}

/** The latest entries, oldest first; `earlier` says whether there were more. */
export function buildTimeline(
  rows: TimelineRows,
  { manner, available, limit, all = false, explanations }: TimelineOptions,
): { entries: TimelineEntry[]; earlier: boolean } {
  // Rows come newest first; at one instant, what was stored first happened first.
  const oldestFirst: TimelineRows = {
    events: rows.events.toReversed(),
    txns: rows.txns.toReversed(),
    enrolments: rows.enrolments.toReversed(),
    steps: rows.steps.toReversed(),
    messages: rows.messages.toReversed(),
    couponMoves: rows.couponMoves?.toReversed() ?? [],
  };
  const drafts = byTimeAndCause([...eventDrafts(oldestFirst, explanations), ...campaignDrafts(oldestFirst, all)]);
  const say = memberSpeaker(memberFormatter(manner));
  let balance = available;
  const entries = drafts
    .slice(-limit)
    .reverse()
    .map((draft) => {
      const entry = worded(draft, balance, say);
      balance -= draft.points;
      return entry;
    });
  const full = [rows.events, rows.steps, rows.messages].some((list) => list.length >= limit);
  return { entries: entries.reverse(), earlier: drafts.length > limit || full };
}

function worded(
  { rank: _, cause: __, title, details, ...draft }: TimelineDraft,
  balance: number,
  say: (phrase: MemberPhrase) => string,
): TimelineEntry {
  const { at, kind, code, ...rest } = draft;
  return {
    ...{ at, kind, code, key: title.key, params: title.params },
    ...{ title: say(title), details: details.map(say), detailPhrases: details },
    ...rest,
    balance,
  };
}
