import type { LifecycleCode } from '../../workflows/lifecycles/codes.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Db } from '../../platform/database.ts';

/** Programmes, by id. */
export async function programmesToSweep(db: Db): Promise<number[]> {
  const rows = await db.programme.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  return rows.map(({ id }) => id);
}

/** Live campaigns of a programme that no event starts: a sweep looks for their members. */
export async function campaignsToSweep(db: Db, programmeId: number): Promise<number[]> {
  const rows = await db.$queryRaw<{ id: number }[]>`
    SELECT c.id FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
    WHERE c.programme_id = ${programmeId}::smallint AND c.status = 'live' AND v.trigger_type IS NULL ORDER BY c.id`;
  return rows.map(({ id }) => id);
}

/** A campaign that a sweep finds members for. */
export interface SweptCampaign {
  readonly programmeId: number;
  readonly campaignId: number;
  readonly lifecycle: LifecycleCode;
  /** As the lifecycle's schema has checked and completed them. */
  readonly settings: JsonObject;
}

/** A campaign's lifecycle and the settings of its current version. */
export async function readSweptCampaign(db: Db, campaignId: number): Promise<SweptCampaign> {
  const [row] = await db.$queryRaw<SweptCampaign[]>`
    SELECT c.programme_id::int AS "programmeId", c.id AS "campaignId", c.lifecycle, v.definition -> 'settings' AS settings
    FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
    WHERE c.id = ${campaignId}::int`;
  if (row === undefined) throw new Error(`there is no campaign ${campaignId}`);
  return row;
}
