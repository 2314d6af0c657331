import { z } from 'zod';
import type { PointsExpirySettings } from '../../workflows/lifecycles/points-expiry/settings.ts';
import type { WinBackSettings } from '../../workflows/lifecycles/win-back/settings.ts';
import type { Db } from '../../platform/database.ts';
import { readRow, readRows } from '../../platform/rows.ts';
import { journeyLifecycle } from '../campaigns/journey-definition.ts';

/** Programmes, by id. */
export async function programmesToSweep(db: Db): Promise<number[]> {
  const rows = await db.programme.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  return rows.map(({ id }) => id);
}

const campaignRow = z.object({ id: z.int() });

/** Live campaigns of a programme that no event starts: a sweep looks for their members. Journeys have doors of their own. */
export async function campaignsToSweep(db: Db, programmeId: number): Promise<number[]> {
  const rows = await readRows(
    campaignRow,
    db.$queryRaw`
      SELECT c.id FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
      WHERE c.programme_id = ${programmeId}::smallint AND c.status = 'live' AND c.entry_closed_at IS NULL AND v.trigger_type IS NULL
        AND c.lifecycle <> ${journeyLifecycle} ORDER BY c.id`,
  );
  return rows.map(({ id }) => id);
}

/** Of the settings, as the lifecycle's form has checked and completed them, what finding members needs. */
const pointsExpirySettings = z.object({
  ladderDays: z.array(z.int()),
  gatherDays: z.int(),
}) satisfies z.ZodType<Pick<PointsExpirySettings, 'ladderDays' | 'gatherDays'>>;

const winBackSettings = z.object({
  inactiveDays: z.int(),
  inactiveDaysMax: z.int(),
  balance: z.enum(['any', 'positive', 'none']),
}) satisfies z.ZodType<Pick<WinBackSettings, 'inactiveDays' | 'inactiveDaysMax' | 'balance'>>;

const ids = { programmeId: z.int(), campaignId: z.int() };
const sweptCampaignRow = z.discriminatedUnion(
  'lifecycle',
  [
    z.object({ ...ids, lifecycle: z.literal('points-expiry'), settings: pointsExpirySettings }),
    z.object({ ...ids, lifecycle: z.literal('win-back'), settings: winBackSettings }),
  ],
  { error: 'no sweep finds members for a campaign of this kind' },
);

/** A campaign that a sweep finds members for. */
export type SweptCampaign = Readonly<z.infer<typeof sweptCampaignRow>>;
/** A campaign of this lifecycle, with what it says of whom to find. */
export type SweptOf<Lifecycle> = Extract<SweptCampaign, { lifecycle: Lifecycle }>;

/** A campaign's lifecycle and the settings of its current version. */
export async function readSweptCampaign(db: Db, campaignId: number): Promise<SweptCampaign> {
  const row = await readRow(
    sweptCampaignRow,
    db.$queryRaw`
      SELECT c.programme_id::int AS "programmeId", c.id AS "campaignId", c.lifecycle, v.definition -> 'settings' AS settings
      FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
      WHERE c.id = ${campaignId}::int`,
  );
  if (row === undefined) throw new Error(`there is no campaign ${campaignId}`);
  return row;
}
