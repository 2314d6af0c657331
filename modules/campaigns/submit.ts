import { inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { refuseIfChanged } from '../../platform/revision.ts';
import type { Campaign } from '../../prisma/generated/client.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { changeStatus, refuseStatus, type StatusRule } from './change-status.ts';
import { refuseUnready } from './launch.ts';
import { auditCampaign, type Change, lockCampaign, notReviewed, requireCampaign, revisionOf } from './rows.ts';
import { isApproved } from './rules-review.ts';

const submitting: StatusRule = { verb: 'submitted', from: ['draft'], to: 'in_review' };
const approving: StatusRule = {
  verb: 'approved',
  from: ['in_review'],
  to: 'in_review',
  fix: ({ code }) => `Only one that was submitted can be: \`perennial campaign submit ${code}\`.`,
};
const sendingBack: StatusRule = { verb: 'sent back', from: ['in_review', 'scheduled'], to: 'draft' };

/** Of the moves of a campaign before it is live: who asks, and what they have to say. */
export interface ReviewAsked extends Omit<AskedBy, 'dryRun'> {
  readonly note?: string | undefined;
}

/** Asks that somebody else look at a draft before it goes live; it has to be such that it could. */
export function submitCampaign(
  deps: CampaignDeps,
  programme: Pick<StoredProgramme, 'id'>,
  code: string,
  asked: ReviewAsked,
): Promise<void> {
  return move(deps, programme, code, asked, async (tx, campaign, change) => {
    if (asked.mayStandSo === true && campaign.status === 'in_review') return;
    refuseStatus(campaign, submitting);
    await refuseUnready(tx, campaign, change.now);
    const submitted = {
      ...{ submittedBy: change.actor, submittedAt: change.now, submittedVersion: campaign.currentVersion },
      ...{ approvedBy: null, approvedAt: null },
    };
    await changeStatus(tx, campaign, submitting, change, submitted);
  });
}

/** Finds a campaign that was submitted good: it may go live, or be given its time. Throws SECOND_PERSON_REQUIRED to who submitted it. */
export function approveCampaign(
  deps: CampaignDeps,
  programme: Pick<StoredProgramme, 'id'>,
  code: string,
  asked: ReviewAsked,
): Promise<void> {
  return move(deps, programme, code, asked, async (tx, campaign, change) => {
    refuseStatus(campaign, approving);
    if (asked.mayStandSo === true && isApproved(campaign) && campaign.approvedBy === change.actor) return;
    if (campaign.submittedBy === change.actor) {
      throw new PerennialError(
        'SECOND_PERSON_REQUIRED',
        `${change.actor} submitted "${code}" and can not approve it.`,
        {
          field: 'actor',
          fix: 'Let another key approve it, or another person at the command line.',
        },
      );
    }
    await tx.campaign.update({
      where: { id: campaign.id },
      data: { approvedBy: change.actor, approvedAt: change.now },
    });
    const told = { action: 'campaign.approved', before: {}, after: { version: campaign.currentVersion } };
    await auditCampaign(tx, campaign, change, told);
  });
}

/** Makes a campaign that is in review, or has its time, a draft again: whoever looked at it objects, or its author thinks better of it. */
export function sendBackCampaign(
  deps: CampaignDeps,
  programme: Pick<StoredProgramme, 'id'>,
  code: string,
  asked: ReviewAsked,
): Promise<void> {
  return move(deps, programme, code, asked, async (tx, campaign, change) => {
    if (asked.mayStandSo === true && campaign.status === 'draft') return;
    await changeStatus(tx, campaign, sendingBack, change, notReviewed);
  });
}

type Move = (tx: Parameters<typeof requireCampaign>[0], campaign: Campaign, change: Change) => Promise<void>;

/** One move of a campaign, under its lock. */
function move(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { actor, requestId, revision, note }: ReviewAsked,
  work: Move,
): Promise<void> {
  return inTransaction(database, async (tx) => {
    const key = { programmeId, code };
    await lockCampaign(tx, key);
    const campaign = await requireCampaign(tx, key);
    refuseIfChanged('The campaign', revisionOf(campaign), revision);
    await work(tx, campaign, {
      ...{ actor, now: clock.now(), requestId },
      ...(note === undefined ? {} : { reason: note }),
    });
  });
}
