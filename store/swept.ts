import type { Db } from './database.ts';

/** Programmes, by id. */
export async function sweptProgrammes(db: Db): Promise<number[]> {
  const rows = await db.programme.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  return rows.map(({ id }) => id);
}

/** Live campaigns of a programme that no event starts: a sweep looks for their members. */
export async function sweptCampaigns(db: Db, programmeId: number): Promise<number[]> {
  const rows = await db.$queryRaw<{ id: number }[]>`
    SELECT c.id FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
    WHERE c.programme_id = ${programmeId}::smallint AND c.status = 'live' AND v.trigger_type IS NULL ORDER BY c.id`;
  return rows.map(({ id }) => id);
}

/** What a sweep needs of a points-expiry campaign's settings; their schema has filled in the defaults. */
export interface SweepSettings {
  readonly ladderDays: readonly number[];
  readonly gatherDays: number;
}

/** The settings of a campaign's current version. */
export async function sweepSettings(db: Db, campaignId: number): Promise<SweepSettings> {
  const [row] = await db.$queryRaw<{ settings: SweepSettings }[]>`
    SELECT v.definition -> 'settings' AS settings
    FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
    WHERE c.id = ${campaignId}::int`;
  if (row === undefined) throw new Error(`there is no campaign ${campaignId}`);
  return row.settings;
}
