import { z } from 'zod';
import type { Campaign, Prisma } from '../../prisma/generated/client.ts';
import { type CountLimits, countLimits } from '../../platform/bounded-count.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { EnrolmentStatus } from '../../workflows/engine/story.ts';
import { type CampaignSummary, summaryOf } from './list.ts';
import { requireCampaign } from './rows.ts';
import { countEnrolments, enrolmentsOf, isTooLargeToCount } from './rows-counts.ts';
import { channels } from '../programme/rules-message-limits.ts';
import type { CampaignDefinition } from './rules.ts';

/** A campaign with what it did so far. */
export interface CampaignDetail extends CampaignSummary {
  readonly definition: Omit<CampaignDefinition, 'messages' | 'shortTexts'>;
  readonly versions: readonly {
    readonly version: number;
    readonly createdAt: Date;
    readonly enrolments: number;
    readonly inside: number;
  }[];
  /** True of a very large campaign: versions, endings and steps are estimated from some thousands of its enrolments, as the report counts them all. */
  readonly sampled: boolean;
  /** How enrolments ended, and how many did, most first; reasons that differ only in their figures are one. */
  readonly endings: readonly { readonly status: EnrolmentStatus; readonly reason: string; readonly count: number }[];
  readonly steps: readonly {
    readonly name: string;
    readonly kind: string;
    readonly outcome: string;
    readonly reason: string | null;
    readonly count: number;
    readonly points: number;
  }[];
  /** The first wait of a member inside that ends by itself, and how many have one that ends on that day; null when none does. */
  readonly nextStep: NextStep | null;
  /** When the next mail that waits may leave; null when none does. */
  readonly nextMessageAt: Date | null;
  readonly cohorts: { readonly waiting: number; readonly running: number; readonly ended: number };
}

/** When a story goes on next, and of how many members on that day of the programme's calendar. */
export interface NextStep {
  readonly at: Date;
  readonly members: number;
}

/** Different reasons shown at most; the rest of a long tail tells a marketer nothing. */
const endingsShownMax = 50;

const versionRow = z.object({
  version: z.int(),
  createdAt: z.date(),
  definition: vouchedFor<CampaignDetail['definition']>(),
  enrolments: z.int(),
  inside: z.int(),
});
const endingRow = z.object({ status: vouchedFor<EnrolmentStatus>(), reason: z.string(), count: z.int() });
const stepRow = z.object({
  name: z.string(),
  kind: z.string(),
  outcome: z.string(),
  reason: z.string().nullable(),
  count: z.int(),
  points: z.number(),
});
const nextStepRow = z.object({ at: z.date().nullable(), members: z.int() });
const instantRow = z.object({ at: z.date().nullable() });
const cohortsRow = z.object({ waiting: z.int(), running: z.int(), ended: z.int() });

/** One campaign in full, or an error that names the codes there are. */
export async function readCampaign(
  db: Db,
  programmeId: number,
  code: string,
  limits: CountLimits = countLimits,
): Promise<CampaignDetail> {
  const campaign = await requireCampaign(db, { programmeId, code });
  const { id } = campaign;
  const summary = summaryOf(campaign, await countEnrolments(db, { programmeId, campaignId: id }, limits));
  const sampled = await isTooLargeToCount(db, id, limits);
  const inside = enrolmentsOf(id, sampled, limits);
  const versions = await readRows(
    versionRow,
    db.$queryRaw`
      SELECT v.version, v.created_at AS "createdAt", v.definition - 'messages' - 'shortTexts' AS definition,
        coalesce(e.enrolments, 0)::int AS enrolments, coalesce(e.inside, 0)::int AS inside
      FROM campaign_version v
      LEFT JOIN (
        SELECT campaign_version_id, round(sum(weight)) AS enrolments,
          round(coalesce(sum(weight) FILTER (WHERE status = 'active'), 0)) AS inside
        FROM ${inside} en GROUP BY 1) e ON e.campaign_version_id = v.id
      WHERE v.campaign_id = ${id}::int ORDER BY v.version`,
  );
  const current = versions.find(({ version }) => version === summary.version);
  if (current === undefined) throw new Error(`campaign ${code} has no version ${summary.version}`);
  return {
    ...summary,
    definition: current.definition,
    versions: versions.map(({ version, createdAt, enrolments, inside }) => ({
      version,
      createdAt,
      enrolments,
      inside,
    })),
    sampled,
    endings: await readEndings(db, inside),
    steps: await readSteps(db, inside),
    nextStep: await readNextStep(db, campaign, inside),
    nextMessageAt: await readNextMessage(db, campaign),
    cohorts: await readCohorts(db, id),
  };
}

async function readEndings(db: Db, inside: Prisma.Sql): Promise<CampaignDetail['endings']> {
  return readRows(
    endingRow,
    db.$queryRaw`
      SELECT status, without_figures(coalesce(reason, '')) AS reason, round(sum(weight))::int AS count
      FROM ${inside} en WHERE status <> 'active'
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${endingsShownMax}::int`,
  );
}

/** What came of each step, in the order in which they came; what a journey asks on its way is no step of its file. */
export async function readSteps(db: Db, inside: Prisma.Sql): Promise<CampaignDetail['steps']> {
  return readRows(
    stepRow,
    db.$queryRaw`
      SELECT s.name, s.kind, s.outcome ->> 'kind' AS outcome, s.outcome ->> 'reason' AS reason, round(sum(en.weight))::int AS count,
        round(coalesce(sum(en.weight * (s.outcome -> 'data' ->> 'points')::bigint) FILTER (WHERE s.kind IN ('grant', 'message')), 0))::float AS points
      FROM ${inside} en
      CROSS JOIN LATERAL (SELECT id, name, kind, outcome FROM step WHERE enrolment_id = en.id AND name NOT LIKE 'ask:%' OFFSET 0) s
      GROUP BY 1, 2, 3, 4 ORDER BY min(s.id) LIMIT ${endingsShownMax}::int`,
  );
}

async function readNextStep(db: Db, { programmeId }: Campaign, inside: Prisma.Sql): Promise<NextStep | null> {
  const query = db.$queryRaw`
    WITH waiting AS MATERIALIZED (
      SELECT en.waits_until AS at, (en.waits_until AT TIME ZONE p.zone)::date AS day, en.weight
      FROM ${inside} en JOIN programme p ON p.id = ${programmeId}::smallint
      WHERE en.status = 'active' AND en.waits_until IS NOT NULL)
    SELECT min(w.at) AS at, coalesce(round(sum(w.weight)), 0)::int AS members
    FROM waiting w WHERE w.day = (SELECT min(day) FROM waiting)`;
  const { at, members } = await readOnlyRow(nextStepRow, query);
  return at === null ? null : { at, members };
}

async function readNextMessage(db: Db, { id, programmeId }: Campaign): Promise<Date | null> {
  // By the index of what is due, whose words these are (message_due_of_campaign).
  const query = db.$queryRaw`
    SELECT min(head.not_before) AS at
    FROM unnest(${[...channels]}::text[]) c (name)
    CROSS JOIN LATERAL (
      SELECT not_before FROM message
      WHERE programme_id = ${programmeId}::smallint AND channel = c.name AND coalesce(campaign_id, 0) = ${id}::int AND status = 'reserved'
      ORDER BY not_before LIMIT 1) head`;
  return (await readOnlyRow(instantRow, query)).at;
}

async function readCohorts(db: Db, campaignId: number): Promise<CampaignDetail['cohorts']> {
  return readOnlyRow(
    cohortsRow,
    db.$queryRaw`
      SELECT count(*) FILTER (WHERE c.started_at IS NULL AND c.ended_at IS NULL)::int AS waiting,
        count(*) FILTER (WHERE c.started_at IS NOT NULL AND c.ended_at IS NULL)::int AS running,
        count(*) FILTER (WHERE c.ended_at IS NOT NULL)::int AS ended
      FROM campaign_version v JOIN cohort c ON c.campaign_version_id = v.id WHERE v.campaign_id = ${campaignId}::int`,
  );
}
