import { z } from 'zod';
import type { LifecycleCode } from '../workflows/lifecycles/codes.ts';
import { redeemCoupons } from '../modules/coupons/move.ts';
import { PerennialError } from '../platform/errors.ts';
import { pauseCampaign } from '../modules/campaigns/pause.ts';
import { resumeCampaign } from '../modules/campaigns/resume.ts';
import { decideReview } from '../modules/reviews/decide.ts';
import { retryWhileDown } from './retry-while-down.ts';
import { drawFrom } from './random.ts';
import type { World } from './world.ts';
import { readRows } from '../platform/rows.ts';

const actor = 'proof';
/** Members who use a coupon in a slot. */
const couponShare = 0.1;
/** An order any coupon is good for. */
const orderMinor = 50_000;
/** Staff looks at the review queue every so many slots. */
const reviewEvery = 3;
/** Paused after a third of the slots, for so many of them. */
const pausedCampaign: LifecycleCode = 'win-back';
const pausedSlots = 3;

export interface ActOptions {
  readonly seed: number;
  readonly slot: number;
  readonly slots: number;
}

/**
 * What members and staff do in a slot besides events and the checkout: use coupons, decide reviews, pause and resume a campaign.
 * Who does it is drawn from what is there, which is the same in both runs; each is done until there is an answer.
 */
export async function act(world: World, options: ActOptions): Promise<void> {
  await useCoupons(world, options);
  if (options.slot % reviewEvery === 0) await decideReviews(world, options);
  await pauseAndResume(world, options);
}

const couponRow = z.object({ code: z.string(), name: z.string() });

async function useCoupons(world: World, { seed, slot }: ActOptions): Promise<void> {
  const { database, intake, clock, programmeId } = world;
  const coupons = await retryWhileDown(() =>
    readRows(
      couponRow,
      database.$queryRaw`
        SELECT DISTINCT ON (m.external_id) k.code, m.external_id AS name FROM ledger.coupon k JOIN member m ON m.id = k.member_id
        WHERE k.programme_id = ${programmeId}::int AND k.status = 'issued' AND k.expires_at > ${clock.now()}::timestamptz
        ORDER BY m.external_id, k.expires_at, k.name, k.id`,
    ),
  );
  const requests = coupons
    .filter(({ name }) => drawFrom(seed, `uses ${name} ${slot}`).share() < couponShare)
    .map(({ code, name }) => {
      const orderId = `proof-${slot}-${name}`;
      return { code, key: `redeem:${orderId}`, at: clock.now(), actor, orderId, amountMinor: orderMinor };
    });
  await retryWhileDown(() => redeemCoupons(intake, programmeId, requests));
}

const openCaseRow = z.object({ caseId: z.string(), subject: z.string(), name: z.string() });

async function decideReviews(world: World, { seed }: ActOptions): Promise<void> {
  const { database, intake, clock, programmeId } = world;
  const open = await retryWhileDown(() =>
    readRows(
      openCaseRow,
      database.$queryRaw`
        SELECT r.id::text AS "caseId", r.subject, m.external_id AS name FROM review_case r JOIN member m ON m.id = r.member_id
        WHERE r.programme_id = ${programmeId}::int AND r.status = 'open' ORDER BY m.external_id, r.subject, r.id`,
    ),
  );
  for (const { caseId, subject, name } of open) {
    const approved = drawFrom(seed, `reviews ${name} ${subject}`).share() < 0.5;
    await retryWhileDown(() =>
      decideReview({ database: intake, clock }, programmeId, { caseId, approved, actor }).catch((error: unknown) => {
        // The decision stood, only its answer was lost.
        if (!(error instanceof PerennialError && error.code === 'REVIEW_STATUS')) throw error;
      }),
    );
  }
}

async function pauseAndResume(world: World, { slot, slots }: ActOptions): Promise<void> {
  const { database, intake, clock, programmeId } = world;
  const from = Math.floor(slots / 3);
  const isPaused = slot >= from && slot < from + pausedSlots;
  const deps = { database: intake, clock };
  // A resume goes in pages behind the status: whoever got no answer says it again, and hears that it is done.
  let resumes = false;
  await retryWhileDown(async () => {
    const { status } = await database.campaign.findFirstOrThrow({ where: { programmeId, code: pausedCampaign } });
    if (isPaused && status === 'live') await pauseCampaign(deps, { id: programmeId }, pausedCampaign, { actor });
    if (isPaused || (status !== 'paused' && !resumes)) return;
    const isRepeated = resumes;
    resumes = true;
    await resumeCampaign(deps, { id: programmeId }, pausedCampaign, { actor }).catch((error: unknown) => {
      if (!isRepeated || !(error instanceof PerennialError) || error.code !== 'CAMPAIGN_STATUS') throw error;
    });
  });
}
