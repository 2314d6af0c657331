import type { Db } from '../../platform/database.ts';
import type { EnrolmentStatus } from '../../workflows/engine/story.ts';
import type { CampaignStatus } from './rules.ts';

/** A campaign as a list shows it. */
export interface CampaignSummary {
  readonly campaignId: number;
  readonly code: string;
  readonly name: string;
  readonly lifecycle: string;
  readonly status: CampaignStatus;
  readonly version: number;
  readonly launchedAt: Date | null;
  readonly endedAt: Date | null;
  readonly enrolments: Readonly<Partial<Record<EnrolmentStatus, number>>>;
}

/** All campaigns of a programme by code, with their enrolments counted. */
export async function listCampaigns(db: Db, programmeId: number): Promise<CampaignSummary[]> {
  const campaigns = await db.campaign.findMany({
    where: { programmeId, NOT: { status: 'ended', launchedAt: null } },
    orderBy: { code: 'asc' },
  });
  const counts = await db.enrolment.groupBy({
    by: ['campaignId', 'status'],
    where: { campaignId: { in: campaigns.map(({ id }) => id) } },
    _count: true,
  });
  return campaigns.map((campaign) => ({
    campaignId: campaign.id,
    code: campaign.code,
    name: campaign.name,
    lifecycle: campaign.lifecycle,
    status: campaign.status as CampaignStatus,
    version: campaign.currentVersion,
    launchedAt: campaign.launchedAt,
    endedAt: campaign.endedAt,
    enrolments: Object.fromEntries(
      counts.filter(({ campaignId }) => campaignId === campaign.id).map(({ status, _count }) => [status, _count]),
    ),
  }));
}
