import type { Db } from '../../platform/database.ts';
import type { Campaign } from '../../prisma/generated/client.ts';
import type { EnrolmentStatus } from '../../workflows/engine/story.ts';
import { countEnrolments, type StatusCount } from './rows-counts.ts';
import type { CampaignStatus } from './rules.ts';

/** A campaign as a list shows it. */
export interface CampaignSummary {
  readonly campaignId: number;
  readonly code: string;
  readonly name: string;
  readonly lifecycle: string;
  readonly status: CampaignStatus;
  readonly version: number;
  /** The version that waits to be put live; null when none does. */
  readonly staged: StagedVersion | null;
  readonly launchedAt: Date | null;
  readonly endedAt: Date | null;
  readonly enrolments: Readonly<Partial<Record<EnrolmentStatus, number>>>;
  /** The statuses whose numbers are estimates, right within a few per cent: they are too many to be counted for a list. */
  readonly estimated: readonly EnrolmentStatus[];
}

/** A version that is stored and not live yet. */
export interface StagedVersion {
  readonly version: number;
  readonly appliedAt: Date;
  readonly appliedBy: string;
}

/** All campaigns of a programme by code, with the numbers of their enrolments. */
export async function listCampaigns(db: Db, programmeId: number): Promise<CampaignSummary[]> {
  const campaigns = await db.campaign.findMany({
    where: { programmeId, NOT: { status: 'ended', launchedAt: null } },
    orderBy: { code: 'asc' },
  });
  const counts = await countEnrolments(db, { programmeId });
  return campaigns.map((campaign) => summaryOf(campaign, counts));
}

/** A campaign's row with its numbers among `counts`. */
export function summaryOf(campaign: Campaign, counts: readonly StatusCount[]): CampaignSummary {
  const own = counts.filter(({ campaignId }) => campaignId === campaign.id);
  return {
    campaignId: campaign.id,
    code: campaign.code,
    name: campaign.name,
    lifecycle: campaign.lifecycle,
    status: campaign.status as CampaignStatus,
    version: campaign.currentVersion,
    staged: stagedOf(campaign),
    launchedAt: campaign.launchedAt,
    endedAt: campaign.endedAt,
    enrolments: Object.fromEntries(own.map(({ status, count }) => [status, count])),
    estimated: own.filter(({ estimated }) => estimated).map(({ status }) => status),
  };
}

function stagedOf({ stagedVersion, stagedAt, stagedBy }: Campaign): StagedVersion | null {
  if (stagedVersion === null || stagedAt === null || stagedBy === null) return null;
  return { version: stagedVersion, appliedAt: stagedAt, appliedBy: stagedBy };
}
