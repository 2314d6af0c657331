import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';
import { type Locale, locales } from '../../values/wording.ts';
import { memberNotFound } from '../members/find.ts';
import { readMembersNow } from '../member-view/members-now.ts';
import { readTimelinePage } from '../member-view/timeline-of.ts';
import { type RowKindName, rowKinds } from './kinds.ts';
import type { ExportRow, RowSource } from './row-source.ts';

/** Everything that is held about a person. */
export interface Person {
  readonly programme: string;
  readonly asOf: Date;
  readonly locale: Locale;
  readonly currency: string;
  readonly asset: string;
  readonly member: ExportRow;
  readonly timeline: readonly { readonly at: Date; readonly text: string; readonly lines: readonly string[] }[];
  readonly orders: readonly ExportRow[];
  readonly transactions: readonly ExportRow[];
  readonly coupons: readonly ExportRow[];
  readonly messages: readonly ExportRow[];
  readonly events: readonly ExportRow[];
  readonly reviews: readonly ExportRow[];
  /** Rows of the tables that hold something of a member, as they are. */
  readonly records: Readonly<Record<string, readonly JsonObject[]>>;
}

/** Tables with something of a member, beside those whose rows are in the lists: a test holds this to the schema. */
export const recordTables = [
  ...['member_profile', 'member_identity', 'member_address', 'benefit_claim', 'consent', 'check_in', 'check_in_streak'],
  ...['enrolment', 'message', 'referral_code', 'redemption', 'adjustment', 'gift', 'step', 'ledger.lot', 'ledger.hold'],
  ...['erasure', 'reversal_leftover', 'inbox_message', 'segment_member', 'journey_entry', 'journey_call'],
] as const;
/** Entries of a timeline read at a time. */
const timelinePage = 500;

const recordRow = z.object({ record: vouchedFor<JsonObject>() });

/** Everything that is held about the member with this id of the shop's; texts are in their language, or the one asked for. */
export async function readPerson(source: RowSource, memberId: string, asked?: Locale): Promise<Person> {
  const { db, programme, now } = source;
  const { code, currency, asset } = programme.definition;
  const [found] = await readMembersNow(db, programme.id, [memberId], now);
  if (found === undefined) throw memberNotFound(memberId);
  const { rowId, ...member } = found;
  const own = locales.find((each) => each.split('-')[0] === (member.locale ?? '').split('-')[0]);
  const locale = asked ?? own ?? 'en';
  const all = async (kind: RowKindName) => {
    const rows: ExportRow[] = [];
    for await (const page of rowKinds[kind].rows(source, { memberId })) rows.push(...page);
    return rows;
  };
  const records: Record<string, readonly JsonObject[]> = {};
  for (const table of recordTables) {
    const rows = await readRows(
      recordRow,
      db.$queryRaw`SELECT to_jsonb(t) AS record FROM ${Prisma.raw(table)} t WHERE t.member_id = ${rowId}::bigint`,
    );
    records[table.replace('ledger.', '')] = rows.map(({ record }) => record);
  }
  return {
    ...{ programme: code, asOf: now, locale, currency, asset, member },
    timeline: await timelineOf(source, memberId, locale),
    orders: await all('orders'),
    transactions: await all('transactions'),
    coupons: await all('coupons'),
    messages: await all('messages'),
    events: await all('events'),
    reviews: await all('reviews'),
    records,
  };
}

async function timelineOf({ db, programme, now }: RowSource, memberId: string, locale: Locale) {
  const told: { at: Date; text: string; lines: readonly string[] }[] = [];
  for (let before: Awaited<ReturnType<typeof readTimelinePage>>['next']; ;) {
    const { entries, next } = await readTimelinePage(db, programme, memberId, {
      limit: timelinePage,
      locale,
      now,
      before,
    });
    told.push(...entries.map(({ at, title, details }) => ({ at, text: title, lines: details })));
    if (next === undefined || next === null) return told;
    before = next;
  }
}
