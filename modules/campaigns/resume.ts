import { refuseIfChanged } from '../../platform/revision.ts';
import { inTransaction } from '../../platform/database.ts';
import { leaveOutEntries } from '../journeys/leave-out.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { changeStatus, statusError, type StatusRule } from './change-status.ts';
import { inPasses } from './passes.ts';
import { type CampaignKey, lockCampaign, requireCampaign, revisionOf } from './rows.ts';
import type { Db } from '../../platform/database.ts';
import { type CancelPage, cancelPage, hasHeld, isMoreThanAPage, resumePage, resumePageIn } from './rows-pages.ts';

const resuming: StatusRule = { verb: 'resumed', from: ['paused'], to: 'live' };

export interface ResumeOptions extends Omit<AskedBy, 'dryRun'> {
  /** Lets go of those whom an event has brought during the pause; they are taken in when absent. */
  readonly leaveOutJoiners?: boolean;
  /** Called after each page with the members whose cohorts were told so far. */
  readonly onProgress?: (resumed: number) => void;
}

/**
 * Lets steps go on, and wakes the cohorts that have some held. The status, the first page of cohorts and the last page of those who
 * are left out are one transaction, so that most campaigns resume whole or not at all; of very many the others go page by page. A
 * call that was stopped in between is finished by the next one, or else by the worker's sweep; a pause or cancel that comes in
 * between ends it.
 */
export async function resumeCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { leaveOutJoiners = false, onProgress, revision, mayStandSo = false, ...asked }: ResumeOptions,
): Promise<{ readonly resumed: number; readonly leftOut?: number }> {
  const key = { programmeId, code };
  const before = leaveOutJoiners ? await leaveOutMany({ database, clock }, key) : 0;
  const first = await inTransaction(database, async (tx) => {
    await lockCampaign(tx, key);
    const campaign = await requireCampaign(tx, key);
    refuseIfChanged('The campaign', revisionOf(campaign), revision);
    const isHalfDone = campaign.status === 'live' && (await hasHeld(tx, campaign.id));
    if (mayStandSo && campaign.status === 'live' && !isHalfDone)
      return { campaignId: campaign.id, out: 0, resumed: 0, isLast: true };
    const isLeaving = leaveOutJoiners && campaign.status === 'paused';
    const page = { campaignId: campaign.id, reason: leftOutReason, afterId: '0', now: clock.now() };
    const out = isLeaving ? await leaveOutPage(tx, page, await pausedAt(tx, key)) : 0;
    if (!isHalfDone) await changeStatus(tx, campaign, resuming, { ...asked, now: clock.now() });
    const woken = await resumePageIn(tx, { campaignId: campaign.id, now: clock.now() });
    const isLast = !(await hasHeld(tx, campaign.id));
    return { campaignId: campaign.id, out, resumed: woken?.enrolments ?? 0, isLast };
  });
  const { campaignId } = first;
  const left = leaveOutJoiners ? { leftOut: before + first.out } : {};
  let resumed = first.resumed;
  onProgress?.(resumed);
  if (first.isLast) return { resumed, ...left };
  const takePages = async () => {
    for (;;) {
      const page = await resumePage(database, { campaignId, now: clock.now() });
      if (page === undefined) {
        const fix = 'Somebody else changed it meanwhile; what it held is held still.';
        throw statusError(await requireCampaign(database, key), 'resumed', fix);
      }
      if (page.cohorts === 0) return;
      resumed += page.enrolments;
      onProgress?.(resumed);
    }
  };
  await inPasses(takePages, () => hasHeld(database, campaignId));
  return { resumed, ...left };
}

/** Why a member left who came during a pause and was not wanted afterwards. */
const leftOutReason = 'came while the campaign was paused';

/** Ends what began since the pause, and lets go of who waits at a door since then: a page of each. */
async function leaveOutPage(tx: Db, page: CancelPage, since: Date): Promise<number> {
  const { cancelled } = await cancelPage(tx, { ...page, enrolledSince: since });
  return cancelled + (await leaveOutEntries(tx, { ...page, since }));
}

/** Ends what began since the pause, page by page, before anything goes on, down to what one transaction ends with the pause. */
async function leaveOutMany({ database, clock }: CampaignDeps, key: CampaignKey): Promise<number> {
  const campaign = await requireCampaign(database, key);
  if (campaign.status !== 'paused') return 0;
  const enrolledSince = await pausedAt(database, key);
  let leftOut = 0;
  const waiting = { campaignId: campaign.id, reason: leftOutReason, since: enrolledSince, now: clock.now() };
  for (let page = 1; page > 0; leftOut += page) page = await leaveOutEntries(database, waiting);
  for (let afterId: string | null = '0'; ;) {
    if (!(await isMoreThanAPage(database, campaign.id, enrolledSince))) return leftOut;
    const page = { campaignId: campaign.id, reason: leftOutReason, enrolledSince, afterId, now: clock.now() };
    const { lastId, cancelled }: Awaited<ReturnType<typeof cancelPage>> = await cancelPage(database, page);
    if (lastId === null) return leftOut;
    leftOut += cancelled;
    afterId = lastId;
  }
}

/** When it was paused last. */
export async function pausedAt(db: Db, { programmeId, code }: CampaignKey): Promise<Date> {
  const { at } = await db.auditEvent.findFirstOrThrow({
    where: { programmeId, target: `campaign:${code}`, action: 'campaign.paused' },
    orderBy: { id: 'desc' },
    select: { at: true },
  });
  return at;
}
