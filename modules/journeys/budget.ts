import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRow, readRows } from '../../platform/rows.ts';
import { alertsAt, lacksForStep, type Spent } from '../../workflows/lifecycles/journey/budgets.ts';
import { costKinds } from '../../workflows/lifecycles/journey/cost.ts';
import type { Budget } from '../../workflows/lifecycles/journey/file.ts';
import type { Cost } from '../../workflows/lifecycles/journey/kind.ts';

/** A journey's budget and what is counted against it, worth in minor units: whole numbers add up. */
export function inMinorUnits<Worth extends { readonly worth?: number | undefined }>(
  worth: Worth,
  digits: number,
): Worth {
  return worth.worth === undefined ? worth : { ...worth, worth: Math.round(worth.worth * 10 ** digits) };
}

const count = z.bigint().transform(Number);
const costRow = { points: count, coupons: count, messages: count, worth: count };
const spentRow = z.object({
  ...{ givenPoints: count, givenCoupons: count, givenMessages: count, givenWorth: count },
  ...{ reservedPoints: count, reservedCoupons: count, reservedMessages: count, reservedWorth: count, members: count },
});

/**
 * What of a campaign's budget is spent, locked until the transaction ends: two who count against it come one after the other. What was
 * reserved for those who have left since is given back first.
 */
export async function lockBudget(tx: Db, campaignId: number): Promise<Spent> {
  await tx.$executeRaw`INSERT INTO campaign_budget (campaign_id) VALUES (${campaignId}::int) ON CONFLICT (campaign_id) DO NOTHING`;
  const row = await readOnlyRow(
    spentRow,
    tx.$queryRaw`
      WITH over AS (DELETE FROM enrolment_reserve WHERE campaign_id = ${campaignId}::int AND is_over RETURNING *),
      sums AS (
        SELECT coalesce(sum(points), 0)::bigint AS points, coalesce(sum(coupons), 0)::bigint AS coupons,
          coalesce(sum(messages), 0)::bigint AS messages, coalesce(sum(worth_minor), 0)::bigint AS worth_minor,
          coalesce(sum(given_points), 0)::bigint AS given_points, coalesce(sum(given_coupons), 0)::bigint AS given_coupons,
          coalesce(sum(given_messages), 0)::bigint AS given_messages, coalesce(sum(given_worth_minor), 0)::bigint AS given_worth_minor
        FROM over)
      UPDATE campaign_budget b
      SET reserved_points = b.reserved_points - s.points, reserved_coupons = b.reserved_coupons - s.coupons,
        reserved_messages = b.reserved_messages - s.messages, reserved_worth_minor = b.reserved_worth_minor - s.worth_minor,
        given_points = b.given_points + s.given_points, given_coupons = b.given_coupons + s.given_coupons,
        given_messages = b.given_messages + s.given_messages, given_worth_minor = b.given_worth_minor + s.given_worth_minor
      FROM sums s WHERE b.campaign_id = ${campaignId}::int
      RETURNING b.given_points AS "givenPoints", b.given_coupons AS "givenCoupons", b.given_messages AS "givenMessages",
        b.given_worth_minor AS "givenWorth", b.reserved_points AS "reservedPoints", b.reserved_coupons AS "reservedCoupons",
        b.reserved_messages AS "reservedMessages", b.reserved_worth_minor AS "reservedWorth", b.members`,
  );
  return spentOf(row);
}

function spentOf(row: z.infer<typeof spentRow>): Spent {
  const { givenPoints, givenCoupons, givenMessages, givenWorth, members } = row;
  const { reservedPoints, reservedCoupons, reservedMessages, reservedWorth } = row;
  return {
    given: { points: givenPoints, coupons: givenCoupons, messages: givenMessages, worth: givenWorth },
    reserved: { points: reservedPoints, coupons: reservedCoupons, messages: reservedMessages, worth: reservedWorth },
    members,
  };
}

const reserveRow = z.object({
  ...{ id: z.string(), ...costRow },
  ...{ givenPoints: count, givenCoupons: count, givenMessages: count, givenWorth: count },
});

/** What is reserved for enrolments that run, and what of it they were given; by id. */
export async function readReserves(
  tx: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly reserved: Cost; readonly given: Cost }>> {
  if (ids.length === 0) return new Map();
  const rows = await readRows(
    reserveRow,
    tx.$queryRaw`
      SELECT enrolment_id::text AS id, points, coupons, messages, worth_minor AS worth, given_points AS "givenPoints",
        given_coupons AS "givenCoupons", given_messages AS "givenMessages", given_worth_minor AS "givenWorth"
      FROM enrolment_reserve WHERE enrolment_id = ANY (${ids as string[]}::text[]::bigint[]) AND NOT is_over`,
  );
  return new Map(
    rows.map(({ id, points, coupons, messages, worth, ...given }) => {
      const { givenPoints, givenCoupons, givenMessages, givenWorth } = given;
      const all = { points: givenPoints, coupons: givenCoupons, messages: givenMessages, worth: givenWorth };
      return [id, { reserved: { points, coupons, messages, worth }, given: all }] as const;
    }),
  );
}

/** Counts members who have come in, and reserves for each the most it can get; the caller has locked the budget. */
export async function reserveFor(
  tx: Db,
  campaignId: number,
  ids: readonly bigint[],
  each: Cost | undefined,
): Promise<void> {
  if (ids.length === 0) return;
  const { points, coupons, messages, worth } = each ?? { points: 0, coupons: 0, messages: 0, worth: 0 };
  if (each !== undefined) {
    await tx.$executeRaw`
      INSERT INTO enrolment_reserve (enrolment_id, campaign_id, points, coupons, messages, worth_minor)
      SELECT i, ${campaignId}::int, ${points}::bigint, ${coupons}::bigint, ${messages}::bigint, ${worth}::bigint
      FROM unnest(${ids.map(String)}::text[]::bigint[]) i`;
  }
  await tx.$executeRaw`
    UPDATE campaign_budget
    SET members = members + ${ids.length}::int, reserved_points = reserved_points + ${points}::bigint * ${ids.length}::int,
      reserved_coupons = reserved_coupons + ${coupons}::bigint * ${ids.length}::int,
      reserved_messages = reserved_messages + ${messages}::bigint * ${ids.length}::int,
      reserved_worth_minor = reserved_worth_minor + ${worth}::bigint * ${ids.length}::int
    WHERE campaign_id = ${campaignId}::int`;
}

const bookedRow = z.object({ id: z.string() });

/**
 * Books what a step is about to give: undefined when it may, else of what the budget has not enough left. `cost` has worth in minor
 * units. Belongs into the step's transaction, before what it gives; a step that was performed before is not booked again by its caller.
 */
export async function bookStep(
  tx: Db,
  campaignId: number,
  { budget, digits, now }: { readonly budget: Budget | undefined; readonly digits: number; readonly now: Date },
  enrolmentId: bigint,
  cost: Cost,
): Promise<keyof Cost | undefined> {
  if (budget === undefined || costKinds.every((of) => cost[of] === 0)) return undefined;
  const { points, coupons, messages, worth } = cost;
  if (budget.reserve !== 'onStep') {
    // Of its own reserve, which nobody else counts on: no lock that others wait for.
    const booked = await readRow(
      bookedRow,
      tx.$queryRaw`
        UPDATE enrolment_reserve
        SET given_points = given_points + ${points}::bigint, given_coupons = given_coupons + ${coupons}::bigint,
          given_messages = given_messages + ${messages}::bigint, given_worth_minor = given_worth_minor + ${worth}::bigint
        WHERE enrolment_id = ${enrolmentId}::bigint RETURNING enrolment_id::text AS id`,
    );
    if (booked !== undefined) return undefined;
  }
  const spent = await lockBudget(tx, campaignId);
  const limits = inMinorUnits(budget, digits);
  const lacks = lacksForStep(limits, spent, cost);
  if (lacks !== undefined) return lacks as keyof Cost;
  await tx.$executeRaw`
    UPDATE campaign_budget
    SET given_points = given_points + ${points}::bigint, given_coupons = given_coupons + ${coupons}::bigint,
      given_messages = given_messages + ${messages}::bigint, given_worth_minor = given_worth_minor + ${worth}::bigint
    WHERE campaign_id = ${campaignId}::int`;
  const { given } = spent;
  const booked = {
    ...{ points: given.points + points, coupons: given.coupons + coupons },
    ...{ messages: given.messages + messages, worth: given.worth + worth },
  };
  await tellOfBudget(tx, campaignId, limits, { ...spent, given: booked }, now);
  return undefined;
}

/**
 * Tells once of each limit that is nearly used up, as the budget's `alertAt` says. The caller has locked the budget; a limit that was
 * raised since is another one.
 */
export async function tellOfBudget(
  tx: Db,
  campaignId: number,
  budget: Budget | undefined,
  spent: Spent,
  now: Date,
): Promise<void> {
  const alerts = alertsAt(budget, spent);
  if (alerts.length === 0) return;
  await tx.$executeRaw`
    WITH reached AS (
      SELECT r.*, r."of" || ':' || r."limit" AS name FROM jsonb_to_recordset(${JSON.stringify(alerts)}::jsonb) r ("of" text, "limit" bigint, used bigint)),
    fresh AS (
      SELECT r.* FROM reached r JOIN campaign_budget b ON b.campaign_id = ${campaignId}::int WHERE r.name <> ALL (b.alerted)),
    noted AS (
      UPDATE campaign_budget SET alerted = alerted || ARRAY (SELECT f.name FROM fresh f)
      WHERE campaign_id = ${campaignId}::int AND EXISTS (SELECT FROM fresh))
    INSERT INTO notification_outbox (programme_id, type, at, key, object)
    SELECT c.programme_id, 'campaign.budget_low', ${now}::timestamptz, c.id,
      jsonb_build_object('campaign', c.code, 'of', f."of", 'limit', f."limit", 'used', f.used)
    FROM fresh f JOIN campaign c ON c.id = ${campaignId}::int ORDER BY f."of"`;
}

/** What a journey has given of its budget, what is reserved for those inside, and how many have come in, at this moment. */
export async function readSpent(db: Db, campaignId: number): Promise<Spent> {
  const row = await readOnlyRow(
    spentRow,
    db.$queryRaw`
      WITH own AS (
        SELECT
          coalesce(sum(given_points), 0) AS given_points, coalesce(sum(given_coupons), 0) AS given_coupons,
          coalesce(sum(given_messages), 0) AS given_messages, coalesce(sum(given_worth_minor), 0) AS given_worth,
          coalesce(sum(CASE WHEN is_over THEN points ELSE least(points, given_points) END), 0) AS points,
          coalesce(sum(CASE WHEN is_over THEN coupons ELSE least(coupons, given_coupons) END), 0) AS coupons,
          coalesce(sum(CASE WHEN is_over THEN messages ELSE least(messages, given_messages) END), 0) AS messages,
          coalesce(sum(CASE WHEN is_over THEN worth_minor ELSE least(worth_minor, given_worth_minor) END), 0) AS worth
        FROM enrolment_reserve WHERE campaign_id = ${campaignId}::int)
      SELECT (coalesce(b.given_points, 0) + o.given_points)::bigint AS "givenPoints",
        (coalesce(b.given_coupons, 0) + o.given_coupons)::bigint AS "givenCoupons",
        (coalesce(b.given_messages, 0) + o.given_messages)::bigint AS "givenMessages",
        (coalesce(b.given_worth_minor, 0) + o.given_worth)::bigint AS "givenWorth",
        (coalesce(b.reserved_points, 0) - o.points)::bigint AS "reservedPoints",
        (coalesce(b.reserved_coupons, 0) - o.coupons)::bigint AS "reservedCoupons",
        (coalesce(b.reserved_messages, 0) - o.messages)::bigint AS "reservedMessages",
        (coalesce(b.reserved_worth_minor, 0) - o.worth)::bigint AS "reservedWorth", coalesce(b.members, 0)::bigint AS members
      FROM own o LEFT JOIN campaign_budget b ON b.campaign_id = ${campaignId}::int`,
  );
  return spentOf(row);
}
