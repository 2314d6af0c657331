import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Campaign } from '../../prisma/generated/client.ts';
import { isGone } from './rules.ts';

/** A campaign of a programme, by its code. */
export interface CampaignKey {
  readonly programmeId: number;
  readonly code: string;
}

/** Who changes a campaign, and when. */
export interface Change {
  readonly actor: string;
  readonly now: Date;
  /** Why, where it was said. */
  readonly reason?: string;
  readonly requestId?: string | undefined;
}

/** What changes whenever somebody changes a campaign, and with nothing else. */
export const revisionOf = ({
  currentVersion,
  stagedVersion,
  status,
  approvedAt,
}: Pick<Campaign, 'currentVersion' | 'stagedVersion' | 'status' | 'approvedAt'>): string =>
  [
    ...[`${currentVersion}-${status}`, ...(stagedVersion === null ? [] : [stagedVersion])],
    ...(status === 'in_review' && approvedAt !== null ? ['approved'] : []),
  ].join('-');

/** What a campaign's row has while nobody has been asked to look at it, and no time is set for it. */
export const notReviewed = {
  ...{ submittedBy: null, submittedAt: null, submittedVersion: null, approvedBy: null, approvedAt: null },
  ...{ scheduledFor: null, scheduledBy: null },
} as const;

/** Campaigns named in the refusal of a code that there is not. */
const campaignsNamedMax = 20;

/** The campaign's row, also of a draft that is gone; undefined when there is none of this code. */
export async function findCampaign(db: Db, { programmeId, code }: CampaignKey): Promise<Campaign | undefined> {
  return (await db.campaign.findUnique({ where: { programmeId_code: { programmeId, code } } })) ?? undefined;
}

/** The campaign's row, or an error that names the codes there are. */
export async function requireCampaign(db: Db, key: CampaignKey): Promise<Campaign> {
  const campaign = await findCampaign(db, key);
  if (campaign && !isGone(campaign)) return campaign;
  const known = await db.campaign.findMany({
    where: { programmeId: key.programmeId, NOT: { status: 'ended', launchedAt: null } },
    select: { code: true },
    orderBy: { code: 'asc' },
    take: campaignsNamedMax,
  });
  throw new PerennialError('CAMPAIGN_NOT_FOUND', `There is no campaign "${key.code}" in this programme.`, {
    field: 'campaign',
    fix:
      known.length > 0 ? `Choose one of: ${known.map((one) => one.code).join(', ')}.` : 'Apply a campaign file first.',
  });
}

/**
 * Lets one marketer at a time change what goes by this code, until the transaction ends: whoever comes second finds what the
 * first has made of it. Every use case that changes a campaign begins with it and then reads the row.
 */
export async function lockCampaign(tx: Db, { programmeId, code }: CampaignKey): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`campaign ${programmeId} ${code}`}, 0))`;
}

/** Writes down who changed a campaign. */
export async function auditCampaign(
  tx: Db,
  { programmeId, code }: CampaignKey,
  { actor, now, reason, requestId }: Change,
  { action, before, after }: { readonly action: string; readonly before: JsonObject; readonly after: JsonObject },
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      ...{ programmeId, at: now, actor, action, target: `campaign:${code}`, before, after },
      reason: reason ?? null,
      requestId: requestId ?? null,
    },
  });
}
