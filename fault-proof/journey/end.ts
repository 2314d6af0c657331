import { z } from 'zod';
import { readSpent } from '../../modules/journeys/budget.ts';
import type { Database } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import { journeyCode } from './launch.ts';

/** What the journey came to, in words that are the same for two runs of one script. */
export interface JourneyEnd {
  /** By whom and how it was entered, or why not; how and when it ended. */
  readonly ends: readonly string[];
  /** What each was given, and when. */
  readonly given: readonly string[];
  /** What is booked against the budget: given and reserved. */
  readonly booked: readonly string[];
  /** Where the budget says another thing than the ledger. */
  readonly amiss: readonly string[];
  readonly counts: JourneyCounts;
}

const countsRow = z.object({
  ...{
    launched: z.int(),
    byEvent: z.int(),
    refused: z.int(),
    exited: z.int(),
    inside: z.int(),
    rebuilt: z.int(),
    moved: z.int(),
  },
  ...{ asked: z.int(), gifts: z.int(), thanked: z.int(), rounds: z.int(), often: z.int(), large: z.int() },
});

/** How many came in and went each way of it. */
export type JourneyCounts = z.infer<typeof countsRow>;

const lineRow = z.object({ line: z.string() });

export async function readJourneyEnd(database: Database): Promise<JourneyEnd> {
  const { id } = await database.campaign.findFirstOrThrow({ where: { code: journeyCode }, select: { id: true } });
  const linesOf = async (query: Prisma.Sql) =>
    (await readRows(lineRow, database.$queryRaw(query))).map(({ line }) => line).sort();
  const { given, reserved, members } = await readSpent(database, id);
  const inLedger = await readOnlyRow(ledgerRow, database.$queryRaw(ledgerQuery(id)));
  const booked = [
    `given ${given.points} points, ${given.coupons} coupons, ${given.messages} messages, worth ${given.worth}`,
    `reserved ${reserved.points} points, ${reserved.coupons} coupons, ${reserved.messages} messages, worth ${reserved.worth}`,
    `${members} members`,
  ];
  const pairs = [
    ['points', given.points, inLedger.points],
    ['coupons', given.coupons, inLedger.coupons],
    ['messages', given.messages, inLedger.messages],
    ['members', members, inLedger.members],
  ] as const;
  return {
    ends: await linesOf(endsQuery(id)),
    given: await linesOf(givenQuery(id)),
    booked,
    amiss: pairs.flatMap(([of, says, there]) => (says === there ? [] : [`${of}: ${says} booked, ${there} given`])),
    counts: await readOnlyRow(countsRow, database.$queryRaw(countsQuery(id))),
  };
}

/** An entry by the event that it is of: rows have other numbers in another run. */
const endsQuery = (campaignId: number) => Prisma.sql`
  SELECT concat_ws(' ', m.external_id, coalesce(e.event_id, regexp_replace(j.source, ':.*', '')), j.at,
    CASE WHEN j.decided_at IS NULL THEN 'undecided' END, j.reason, en.occurrence, en.input ->> 'key', en.entered_at, en.status, en.reason,
    en.ended_at) AS line
  FROM journey_entry j JOIN member m ON m.id = j.member_id
  LEFT JOIN event e ON e.id = j.event_id LEFT JOIN enrolment en ON en.id = j.enrolment_id
  WHERE j.campaign_id = ${campaignId}::int`;

const givenQuery = (campaignId: number) => Prisma.sql`
  SELECT concat_ws(' ', m.external_id, en.occurrence, en.input ->> 'key', s.name, s.outcome ->> 'kind', s.outcome ->> 'code', s.story_at,
    (SELECT 'points ' || sum(t.amount) FROM ledger.txn t WHERE t.source_type = 'enrolment' AND t.source_id = en.id::text
      AND starts_with(substring(t.idem_key from '/.*$') || '/', substring(s.key from '/.*$') || '/')),
    (SELECT count(*) || ' messages' FROM message g WHERE g.enrolment_id = en.id AND g.template = s.name)) AS line
  FROM step s JOIN enrolment en ON en.id = s.enrolment_id JOIN member m ON m.id = s.member_id
  WHERE en.campaign_id = ${campaignId}::int`;

const ledgerRow = z.object({ points: z.number(), coupons: z.int(), messages: z.int(), members: z.int() });

const ledgerQuery = (campaignId: number) => Prisma.sql`
  SELECT
    (SELECT coalesce(sum(t.amount), 0)::float8 FROM ledger.txn t JOIN enrolment en ON t.source_type = 'enrolment' AND en.id::text = t.source_id
      WHERE en.campaign_id = ${campaignId}::int AND t.amount > 0) AS points,
    (SELECT count(*)::int FROM ledger.coupon WHERE campaign_id = ${campaignId}::int) AS coupons,
    (SELECT count(*)::int FROM message WHERE campaign_id = ${campaignId}::int) AS messages,
    (SELECT count(*)::int FROM enrolment WHERE campaign_id = ${campaignId}::int) AS members`;

const countsQuery = (campaignId: number) => Prisma.sql`
  WITH done AS (
    SELECT s.name, count(*)::int AS n FROM step s JOIN enrolment en ON en.id = s.enrolment_id
    WHERE en.campaign_id = ${campaignId}::int AND s.outcome ->> 'kind' = 'applied' GROUP BY s.name)
  SELECT
    (SELECT count(*)::int FROM journey_entry WHERE campaign_id = ${campaignId}::int AND source LIKE 'launch%' AND enrolment_id IS NOT NULL) AS launched,
    (SELECT count(*)::int FROM journey_entry WHERE campaign_id = ${campaignId}::int AND source LIKE 'event%' AND enrolment_id IS NOT NULL) AS "byEvent",
    (SELECT count(*)::int FROM journey_entry WHERE campaign_id = ${campaignId}::int AND reason IS NOT NULL) AS refused,
    (SELECT count(*)::int FROM enrolment WHERE campaign_id = ${campaignId}::int AND status = 'exited') AS exited,
    (SELECT count(*)::int FROM enrolment WHERE campaign_id = ${campaignId}::int AND status = 'active') AS inside,
    (SELECT count(*)::int FROM enrolment en JOIN cohort co ON co.id = en.cohort_id
      WHERE en.campaign_id = ${campaignId}::int AND co.rebuilt AND en.goes_on_from IS NULL) AS rebuilt,
    (SELECT coalesce(sum(moved), 0)::int FROM campaign_edit WHERE campaign_id = ${campaignId}::int) AS moved,
    ${doneOf('for-asking')} AS asked, ${doneOf('basket-gift')} AS gifts, ${doneOf('basket-thanks')} AS thanked, ${doneOf('for-coming')} AS rounds,
    ${doneOf('for-often')} AS often, ${doneOf('for-large')} AS large`;

const doneOf = (name: string) => Prisma.sql`(SELECT coalesce(sum(n), 0)::int FROM done WHERE name = ${name})`;
