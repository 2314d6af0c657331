import type { Campaign } from '../../prisma/generated/client.ts';
import type { Programme } from '../programme/rules.ts';

/** Who asked that somebody look at a campaign before it goes live, and who did. */
export interface Review {
  readonly version: number;
  readonly submittedBy: string;
  readonly submittedAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
}

type ReviewColumns = Pick<Campaign, 'submittedBy' | 'submittedAt' | 'submittedVersion' | 'approvedBy' | 'approvedAt'>;

/** The review of a campaign as its row has it; null of one that was not submitted. */
export function reviewOf(campaign: ReviewColumns): Review | null {
  const { submittedBy, submittedAt, submittedVersion: version, approvedBy, approvedAt } = campaign;
  if (submittedBy === null || submittedAt === null || version === null) return null;
  return { version, submittedBy, submittedAt, approvedBy, approvedAt };
}

/** Whether somebody else has found this version good. */
export const isApproved = (campaign: ReviewColumns & Pick<Campaign, 'currentVersion'>): boolean =>
  campaign.approvedAt !== null && campaign.submittedVersion === campaign.currentVersion;

/** Whether a campaign that may cost so much, in minor units, waits for a second person; null is more than anybody can say. */
export function needsApproval(worst: number | null, { campaigns }: Pick<Programme, 'campaigns'>): boolean {
  return campaigns !== undefined && (worst === null || worst > campaigns.reviewAboveMinor);
}
