import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import type { Campaign } from '../../prisma/generated/client.ts';
import { type CampaignSummary, summaryOf } from './list.ts';
import { type CampaignKey, findCampaign, requireCampaign, revisionOf } from './rows.ts';
import { type Review, reviewOf } from './rules-review.ts';
import { countEnrolments, type StatusCount } from './rows-counts.ts';
import type { CampaignDefinition } from './rules.ts';

/** A campaign with its rules and the numbers of its enrolments. */
export interface CampaignEntry {
  readonly summary: CampaignSummary;
  readonly definition: Omit<CampaignDefinition, 'messages' | 'shortTexts'>;
  readonly revision: string;
  readonly life: CampaignLife;
}

/** How a campaign comes to go live, and to end. */
export interface CampaignLife {
  readonly scheduledFor: Date | null;
  /** Since when nobody enters any more. */
  readonly entryClosedAt: Date | null;
  readonly review: Review | null;
}

export interface CampaignFilter {
  readonly status?: readonly string[] | undefined;
  /** Only those before this row: the last of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** A page of a programme's campaigns, latest first; drafts that are gone are none. */
export async function pageCampaigns(
  db: Db,
  programmeId: number,
  { status, before, limit }: CampaignFilter,
): Promise<{ readonly campaigns: readonly CampaignEntry[]; readonly next: number | undefined }> {
  const found = await db.campaign.findMany({
    where: {
      programmeId,
      NOT: { status: 'ended', launchedAt: null },
      ...(status === undefined ? {} : { status: { in: [...status] } }),
      ...(before === undefined ? {} : { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const page = found.slice(0, limit);
  const campaigns = await entriesOf(db, page, await countEnrolments(db, { programmeId }));
  return { campaigns, next: found.length > limit ? page.at(-1)?.id : undefined };
}

/** One campaign; throws CAMPAIGN_NOT_FOUND. `evenGone` gives a draft that was cancelled as well. */
export async function requireCampaignEntry(
  db: Db,
  key: CampaignKey,
  { evenGone = false }: { readonly evenGone?: boolean } = {},
): Promise<CampaignEntry> {
  const campaign = (evenGone ? await findCampaign(db, key) : undefined) ?? (await requireCampaign(db, key));
  const counts = await countEnrolments(db, { programmeId: key.programmeId, campaignId: campaign.id });
  const [entry] = await entriesOf(db, [campaign], counts);
  if (entry === undefined) throw new Error(`campaign ${key.code} has no version`);
  return entry;
}

const definitionRow = z.object({ id: z.int(), definition: vouchedFor<CampaignEntry['definition']>() });

async function entriesOf(
  db: Db,
  campaigns: readonly Campaign[],
  counts: readonly StatusCount[],
): Promise<CampaignEntry[]> {
  const rows = await readRows(
    definitionRow,
    db.$queryRaw`
      SELECT c.id, v.definition - 'messages' - 'shortTexts' AS definition
      FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
      WHERE c.id = ANY (${campaigns.map(({ id }) => id)}::int[])`,
  );
  const definitions = new Map(rows.map(({ id, definition }) => [id, definition]));
  return campaigns.flatMap((campaign) => {
    const definition = definitions.get(campaign.id);
    if (definition === undefined) return [];
    const { scheduledFor, entryClosedAt } = campaign;
    const life = { scheduledFor, entryClosedAt, review: reviewOf(campaign) };
    return [{ summary: summaryOf(campaign, counts), definition, revision: revisionOf(campaign), life }];
  });
}
