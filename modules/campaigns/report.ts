import { z } from 'zod';
import type { EnrolmentStatus } from '../../workflows/engine/story.ts';
import {
  type Comparison,
  compareConversion,
  type Interval,
  rateOf,
  sayComparison,
  type Share,
  wilson,
} from './rules-conversion.ts';
import type { CampaignSummary } from './list.ts';
import {
  type CouponCount,
  type MessageCount,
  type PointsCount,
  readEffects,
  readUnsubscribes,
  rowsMax,
  type UnsubscribeCount,
} from './rows-effects.ts';
import { requireCampaign } from './rows.ts';
import { isJourney, journeyFileOf } from './journey-definition.ts';
import { reportWays } from './report-ways.ts';
import { goalOf, ordered } from './rows-conversion.ts';
import { currentVersion, storedDefinition } from './rows-versions.ts';
import type { CampaignDefinition } from './rules.ts';
import type { SplitReport } from './rules-ways.ts';
import type { Prisma } from '../../prisma/generated/client.ts';
import type { Occasion } from '../../workflows/lifecycles/journey/occasions.ts';
import { loadProgramme } from '../programme/rows.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';

/** What a campaign did and what it brought. */
export interface CampaignReport extends Pick<CampaignSummary, 'code' | 'name' | 'lifecycle' | 'status' | 'launchedAt'> {
  readonly asOf: Date;
  /** How enrolments stand, most first; reasons that differ only in their figures are one. */
  readonly outcomes: readonly OutcomeCount[];
  readonly messages: readonly MessageCount[];
  readonly unsubscribes: readonly UnsubscribeCount[];
  readonly points: readonly PointsCount[];
  readonly coupons: readonly CouponCount[];
  readonly conversion: ConversionReport;
  /** Of a journey, each step that draws a way by lot. */
  readonly splits: readonly SplitReport[];
}

export interface OutcomeCount {
  readonly status: EnrolmentStatus;
  readonly reason: string;
  readonly enrolments: number;
  readonly heldOut: number;
}

interface GroupReport extends Share {
  readonly rate: number;
  readonly interval: Interval;
}

/** Who reached the goal within so many days of entering: every member once, by the first time, when those days are over. */
export interface ConversionReport {
  readonly days: number;
  /** The type of event that is the goal; null where it is an order. */
  readonly goal: string | null;
  readonly given: GroupReport;
  readonly heldOut: GroupReport;
  /** Members whose days are not over. */
  readonly stillOpen: number;
  /** Null when nobody is held out. */
  readonly comparison: Comparison | null;
  readonly sentence: string;
}

/** Days within which an order counts when the campaign does not say. */
const conversionDaysDefault = 30;

/** What a statement may keep in memory: a million enrolments fit, which a few megabytes write to disk and read again. */
const workMemory = '128MB';
/** Of a campaign of millions of members on a busy machine. */
const timeoutMs = 300_000;

/** The report of a campaign at an instant, or an error that names the codes there are. */
export async function readCampaignReport(
  database: Database,
  programmeId: number,
  code: string,
  asOf: Date,
): Promise<CampaignReport> {
  const campaign = await requireCampaign(database, { programmeId, code });
  const { id: campaignId, name, lifecycle, launchedAt } = campaign;
  const status = campaign.status as CampaignReport['status'];
  const version = await currentVersion(database, campaign);
  // A lifecycle's is not read whole: what an older release has written is reported all the same.
  const { conversionDays: days = conversionDaysDefault } = version.definition as Partial<CampaignDefinition>;
  const definition = isJourney(campaign) ? storedDefinition(version) : undefined;
  const said = definition && (journeyFileOf(definition).goal as Occasion | undefined);
  const goal = await goalOf(database, await loadProgramme(database, programmeId), said, asOf);
  const reached = goal?.reached ?? ordered;
  const inMemory = <T>(work: (tx: Db) => Promise<T>): Promise<T> =>
    inTransaction(
      database,
      async (tx) => {
        await tx.$executeRaw`SELECT set_config('work_mem', ${workMemory}, true), set_config('jit', 'off', true)`;
        return work(tx);
      },
      { timeoutMs },
    );
  // Beside each other, on connections of their own: each reads the campaign whole.
  const [outcomes, effects, conversion, splits] = await Promise.all([
    inMemory((tx) => readOutcomes(tx, campaignId)),
    inMemory((tx) => readEffects(tx, campaignId)),
    inMemory((tx) => readConversion(tx, { campaignId, days, asOf, reached })),
    definition === undefined ? [] : inMemory((tx) => reportWays(tx, { campaignId, definition, days, asOf, reached })),
  ]);
  return {
    ...{ code, name, lifecycle, status, launchedAt, asOf, outcomes, ...effects },
    unsubscribes: await readUnsubscribes(database, campaignId),
    conversion: reportConversion(conversion, { days, goal: goal?.event ?? null }),
    splits,
  };
}

const outcomeRow = z.object({
  status: vouchedFor<EnrolmentStatus>(),
  reason: z.string(),
  enrolments: z.int(),
  heldOut: z.int(),
});

async function readOutcomes(db: Db, campaignId: number): Promise<OutcomeCount[]> {
  return readRows(
    outcomeRow,
    db.$queryRaw`
      -- The same words with the same figures are many: each is rewritten once.
      SELECT status, without_figures(reason) AS reason, sum(n)::int AS enrolments, sum(shadows)::int AS "heldOut"
      FROM (
        SELECT status, coalesce(reason, '') AS reason, count(*) AS n, count(*) FILTER (WHERE shadow) AS shadows
        FROM enrolment WHERE campaign_id = ${campaignId}::int GROUP BY 1, 2) said
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${rowsMax}::int`,
  );
}

const conversionRow = z.object({
  shadow: z.boolean(),
  members: z.int(),
  converted: z.int(),
  stillOpen: z.int(),
});
type ConversionRow = z.infer<typeof conversionRow>;

/**
 * Every member by the first time in the campaign, whatever became of it: leaving out those who ended one way or another would
 * leave out different people in the two groups. Only versions that hold out the share of today are compared, because
 * another share at another time would mix the seasons.
 */
async function readConversion(
  db: Db,
  { campaignId, days, asOf, reached }: { campaignId: number; days: number; asOf: Date; reached: Prisma.Sql },
): Promise<ConversionRow[]> {
  return readRows(
    conversionRow,
    db.$queryRaw`
      WITH compared AS MATERIALIZED (
        SELECT v.id FROM campaign c
        JOIN campaign_version today ON today.campaign_id = c.id AND today.version = c.current_version
        JOIN campaign_version v ON v.campaign_id = c.id AND v.hold_out = today.hold_out
        WHERE c.id = ${campaignId}::int),
      -- Said member by member, so that several workers can share them.
      entered AS (
        SELECT en.member_id, en.shadow, en.input, en.enrolled_at, en.enrolled_at + make_interval(hours => 24 * ${days}::int) AS until
        FROM enrolment en
        WHERE en.campaign_id = ${campaignId}::int AND en.campaign_version_id = ANY (ARRAY(SELECT id FROM compared))
          AND (en.occurrence = 1 OR NOT EXISTS (
            SELECT FROM enrolment b
            WHERE b.campaign_id = ${campaignId}::int AND b.member_id = en.member_id AND b.occurrence < en.occurrence
              AND b.campaign_version_id = ANY (ARRAY(SELECT id FROM compared))))),
      judged AS (
        SELECT x.shadow, x.until <= ${asOf}::timestamptz AS is_over, ${reached} AS converted FROM entered x)
      SELECT shadow, count(*) FILTER (WHERE is_over)::int AS members, count(*) FILTER (WHERE is_over AND converted)::int AS converted,
        count(*) FILTER (WHERE NOT is_over)::int AS "stillOpen"
      FROM judged GROUP BY shadow`,
  );
}

function reportConversion(
  rows: readonly ConversionRow[],
  { days, goal }: Pick<ConversionReport, 'days' | 'goal'>,
): ConversionReport {
  const groupOf = (shadow: boolean): GroupReport => {
    const { members = 0, converted = 0 } = rows.find((row) => row.shadow === shadow) ?? {};
    const share = { members, converted };
    return { ...share, rate: rateOf(share), interval: wilson(share) };
  };
  const [given, heldOut] = [groupOf(false), groupOf(true)];
  const comparison = rows.some(({ shadow }) => shadow) ? compareConversion(given, heldOut) : null;
  return {
    ...{ days, goal, given, heldOut, comparison },
    stillOpen: rows.reduce((sum, { stillOpen }) => sum + stillOpen, 0),
    sentence: sayComparison(comparison, { given, heldOut, days, goal }),
  };
}
