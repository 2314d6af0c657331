import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { EnrolmentStatus } from '../../workflows/engine/story.ts';
import { type CampaignSummary, listCampaigns } from './list.ts';
import { requireCampaign } from './rows.ts';
import type { CampaignDefinition } from './rules.ts';

/** A campaign with what it did so far. */
export interface CampaignDetail extends CampaignSummary {
  readonly definition: Omit<CampaignDefinition, 'messages'>;
  readonly versions: readonly {
    readonly version: number;
    readonly createdAt: Date;
    readonly enrolments: number;
    readonly inside: number;
  }[];
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
  /** When the next mail that waits may leave; null when none does. */
  readonly nextMessageAt: Date | null;
  readonly cohorts: { readonly waiting: number; readonly running: number; readonly ended: number };
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
const instantRow = z.object({ at: z.date().nullable() });
const cohortsRow = z.object({ waiting: z.int(), running: z.int(), ended: z.int() });

/** One campaign in full, or an error that names the codes there are. */
export async function readCampaign(db: Db, programmeId: number, code: string): Promise<CampaignDetail> {
  const { id } = await requireCampaign(db, { programmeId, code });
  const summary = (await listCampaigns(db, programmeId)).find(({ campaignId }) => campaignId === id);
  if (summary === undefined) throw new Error(`campaign ${id} vanished`);
  const versions = await readRows(
    versionRow,
    db.$queryRaw`
      SELECT v.version, v.created_at AS "createdAt", v.definition - 'messages' AS definition,
        coalesce(entered.enrolments, 0) AS enrolments, coalesce(entered.inside, 0) AS inside
      FROM campaign_version v LEFT JOIN (
        SELECT campaign_version_id, count(*)::int AS enrolments, (count(*) FILTER (WHERE status = 'active'))::int AS inside
        FROM enrolment WHERE campaign_id = ${id}::int GROUP BY 1) entered ON entered.campaign_version_id = v.id
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
    endings: await readEndings(db, id),
    steps: await readSteps(db, id),
    nextMessageAt: await readNextMessage(db, id),
    cohorts: await readCohorts(db, id),
  };
}

async function readEndings(db: Db, campaignId: number): Promise<CampaignDetail['endings']> {
  return readRows(
    endingRow,
    db.$queryRaw`
      SELECT status, regexp_replace(coalesce(reason, ''), '[0-9][0-9,]*', '…', 'g') AS reason, count(*)::int AS count
      FROM enrolment WHERE campaign_id = ${campaignId}::int AND status <> 'active'
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${endingsShownMax}::int`,
  );
}

async function readSteps(db: Db, campaignId: number): Promise<CampaignDetail['steps']> {
  return readRows(
    stepRow,
    db.$queryRaw`
      SELECT s.name, s.kind, s.outcome ->> 'kind' AS outcome, s.outcome ->> 'reason' AS reason, count(*)::int AS count,
        coalesce(sum((s.outcome -> 'data' ->> 'points')::bigint) FILTER (WHERE s.kind IN ('grant', 'message')), 0)::float AS points
      FROM enrolment en JOIN step s ON s.enrolment_id = en.id
      WHERE en.campaign_id = ${campaignId}::int
      GROUP BY 1, 2, 3, 4 ORDER BY min(s.id) LIMIT ${endingsShownMax}::int`,
  );
}

async function readNextMessage(db: Db, campaignId: number): Promise<Date | null> {
  const query = db.$queryRaw`
    SELECT min(not_before) AS at FROM message WHERE campaign_id = ${campaignId}::int AND status = 'reserved'`;
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
