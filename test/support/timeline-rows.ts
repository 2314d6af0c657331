import type {
  EnrolmentRow,
  EventRow,
  MessageRow,
  StepRow,
  TimelineRows,
  TxnRow,
} from '../../modules/member-view/rows.ts';
import type { TimelineEntry } from '../../modules/member-view/timeline-entry.ts';
import { buildTimeline } from '../../modules/member-view/timeline.ts';

const london = 'Europe/London';
export const manner = {
  asset: 'points',
  currency: 'GBP',
  zone: london,
  programmeZone: london,
  tiers: { gold: 'Gold' },
};
export const at = (text: string) => new Date(`${text}Z`);

let nextId = 1n;
export const event = (
  type: string,
  occurredAt: string,
  data: EventRow['data'] = {},
  result: EventRow['result'] = {},
): EventRow => {
  const id = nextId++;
  return { id, eventId: `e${id}`, type, occurredAt: at(occurredAt), receivedAt: at(occurredAt), data, result };
};
export const txn = (kind: string, key: string, effectiveAt: string, fields: Partial<TxnRow>): TxnRow => ({
  id: nextId++,
  key,
  kind,
  amount: Math.abs(fields.available ?? 0),
  effectiveAt: at(effectiveAt),
  sourceType: 'test',
  sourceId: key,
  actor: 'test',
  reason: null,
  available: 0,
  pending: 0,
  held: 0,
  debt: 0,
  lot: null,
  ...fields,
});
export const enrolment = (fields: Partial<EnrolmentRow> = {}): EnrolmentRow => ({
  id: 7n,
  campaign: 'welcome',
  campaignName: 'Welcome gift',
  version: 1,
  occurrence: 1,
  shadow: false,
  status: 'active',
  reason: null,
  enrolledAt: at('2026-03-02T09:00:00'),
  endedAt: null,
  ...fields,
});
export const step = (name: string, kind: string, storyAt: string, outcome: StepRow['outcome']): StepRow => ({
  id: nextId++,
  key: `7/${name}/1`,
  enrolmentId: 7n,
  name,
  kind,
  outcome,
  storyAt: at(storyAt),
  performedAt: at(storyAt),
});
export const message = (name: string, reservedAt: string, fields: Partial<MessageRow> = {}): MessageRow => ({
  id: nextId++,
  key: `7/${name}/1`,
  enrolmentId: 7n,
  channel: 'email',
  class: 'service',
  template: name,
  locale: 'en',
  status: 'reserved',
  reason: null,
  subject: null,
  reservedAt: at(reservedAt),
  notBefore: at(reservedAt),
  deadline: null,
  sentAt: null,
  ...fields,
});

/** The timeline of rows given in the order in which they were stored; the database gives them newest first. */
export function timeline(
  rows: Partial<TimelineRows>,
  { available = 0, limit = 50, all = false } = {},
): TimelineEntry[] {
  const { events = [], txns = [], enrolments = [], steps = [], messages = [], couponMoves = [] } = rows;
  const newestFirst = {
    events: events.toReversed(),
    txns: txns.toReversed(),
    enrolments: enrolments.toReversed(),
    steps: steps.toReversed(),
    messages: messages.toReversed(),
    couponMoves: couponMoves.toReversed(),
  };
  return buildTimeline(newestFirst, { manner, available, limit, all }).entries;
}

export const story = (entries: readonly TimelineEntry[]) =>
  entries.map(({ title, details }) => [title, ...details].join(' | '));
