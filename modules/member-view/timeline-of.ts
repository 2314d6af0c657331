import type { Db } from '../../platform/database.ts';
import type { Locale } from '../../values/wording.ts';
import { findMember, type FoundMember, type ProgrammeOfMember } from '../members/find.ts';
import { explainOrders } from './explain-orders.ts';
import { readTimelineRows, type TimelineRows } from './rows.ts';
import { readBalance } from './rows-points.ts';
import type { TimelineEntry } from './timeline-entry.ts';
import { buildTimeline } from './timeline.ts';

export interface TimelineManner {
  /** Entries at most. */
  readonly limit: number;
  /** The facts that campaigns asked for, too. */
  readonly all?: boolean;
  /** The language of the timeline; English when not said. */
  readonly locale?: Locale | undefined;
}

/** What is read of a member, told in order and in words. */
export function timelineOf(
  { definition }: ProgrammeOfMember,
  { facts, birthMonth }: Pick<FoundMember, 'facts' | 'birthMonth'>,
  rows: TimelineRows,
  { limit, all = false, locale, available }: TimelineManner & { readonly available: number },
): ReturnType<typeof buildTimeline> {
  return buildTimeline(rows, {
    manner: {
      asset: definition.asset,
      currency: definition.currency,
      zone: facts.zone,
      programmeZone: definition.zone,
      ...(locale === undefined ? {} : { locale }),
      tiers: Object.fromEntries(definition.tiers.map(({ code, name }) => [code, name])),
    },
    explanations: explainOrders(definition, { events: rows.events, complete: rows.events.length < limit, birthMonth }),
    available,
    limit,
    all,
  });
}

/** Where a page of the timeline ended: an instant, and how many entries of it were shown. */
export interface TimelinePosition {
  readonly at: Date;
  readonly shown: number;
  /** How many entries were read so far. */
  readonly depth: number;
}

export interface TimelinePage {
  /** Latest first. */
  readonly entries: readonly TimelineEntry[];
  readonly next: TimelinePosition | undefined;
}

/** Entries that a page can begin behind; a member show has as many. */
const depthMax = 1_000;
/** Entries that may have come between two pages. */
const between = 100;

/** A page of what happened to the member with this id of the shop's, latest first. */
export async function readTimelinePage(
  db: Db,
  programme: ProgrammeOfMember,
  memberId: string,
  {
    limit,
    locale,
    now,
    before,
  }: { limit: number; locale?: Locale | undefined; now: Date; before?: TimelinePosition | undefined },
): Promise<TimelinePage> {
  const found = await findMember(db, programme, memberId);
  const depth = Math.min(depthMax, (before === undefined ? 0 : before.depth + between) + limit + 1);
  const { balance, unswept } = await readBalance(db, programme.id, found.memberId, now);
  const rows = await readTimelineRows(db, found.memberId, depth);
  const manner = { limit: depth, locale, available: balance.available + unswept };
  const latestFirst = timelineOf(programme, found, rows, manner).entries.toReversed();
  const start = before === undefined ? 0 : placeBehind(latestFirst, before);
  const entries = latestFirst.slice(start, start + limit);
  const last = entries.at(-1);
  if (last === undefined || start + limit >= latestFirst.length) return { entries, next: undefined };
  const shown = latestFirst.slice(0, start + limit).filter(({ at }) => at.getTime() === last.at.getTime()).length;
  return { entries, next: { at: last.at, shown, depth: start + limit } };
}

/** What came since shifts nothing: it is counted from the instant the page before ended with. */
function placeBehind(latestFirst: readonly TimelineEntry[], { at, shown }: TimelinePosition): number {
  const first = latestFirst.findIndex((entry) => entry.at <= at);
  if (first < 0) return latestFirst.length;
  return latestFirst[first]?.at.getTime() === at.getTime() ? first + shown : first;
}
