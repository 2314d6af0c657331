import { randomUUID } from 'node:crypto';
import { perform } from '../../activities/perform.ts';
import type { CouponOffer } from '../../modules/coupons/rules.ts';
import type { Database } from '../../platform/database.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { Step } from '../../workflows/steps.ts';
import { launchVersion, storeCampaign } from './campaigns.ts';
import { campaignDefinition, quietLogger } from './engine.ts';
import type { TestClock } from './test-clock.ts';

interface Programme {
  readonly database: Database;
  readonly clock: TestClock;
  readonly programmeId: number;
}

/** A live campaign, whose steps a test performs as a cohort does. */
export interface GrantingCampaign {
  readonly code: string;
  readonly campaignId: number;
  /** Members who are in it, by the shop's id and the row's. */
  enter(count: number): Promise<Entered[]>;
  /** Gives points in the name of the campaign. */
  givePoints(to: Entered, points: number, expiresInDays?: number): Promise<Outcome>;
  giveCoupon(to: Entered): Promise<Outcome>;
  perform(to: Entered, step: Step): Promise<Outcome>;
}

export interface Entered {
  readonly member: string;
  readonly memberId: bigint;
  readonly enrolmentId: string;
}

export const fiveOff: CouponOffer = {
  ...{ name: '5 off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 14 },
};

export async function openGranting(world: Programme, code = 'spring'): Promise<GrantingCampaign> {
  const { database, programmeId, clock } = world;
  const change = { programmeId, actor: 'test', now: clock.now() };
  const { campaignId } = await storeCampaign(database, {
    ...change,
    definition: { ...campaignDefinition(), code },
    lifecycle: { trigger: { kind: 'event', pattern: { type: 'member.joined' } }, listensTo: [] },
  });
  await launchVersion(database, { ...change, code });
  const { id: campaignVersionId } = await database.campaignVersion.findFirstOrThrow({ where: { campaignId } });
  const { id: cohortId } = await database.cohort.create({
    data: { programmeId, campaignVersionId, size: 1, enrolmentIds: [], createdAt: clock.now() },
  });
  const performStep: GrantingCampaign['perform'] = async ({ enrolmentId, memberId }, step) => {
    const request = {
      key: `${enrolmentId}/${step.name}/${randomUUID()}`,
      enrolmentId,
      memberId: String(memberId),
      step,
    };
    const { replies } = await perform(
      { database, clock, logger: quietLogger },
      {
        ...{ programmeId, campaignId, campaignVersionId, cohortId: String(cohortId), endings: [], last: false },
        steps: [{ ...request, at: clock.now().getTime() }],
      },
    );
    const [reply] = replies;
    if (reply?.kind !== 'done') throw new Error(`${step.name} came to ${JSON.stringify(reply)}`);
    return reply.outcome;
  };
  return {
    ...{ code, campaignId, perform: performStep },
    async enter(count) {
      const entered: Entered[] = [];
      for (let place = 0; place < count; place += 1) {
        const externalId = `m-${randomUUID()}`;
        const { id: memberId } = await database.member.create({
          data: { programmeId, externalId, joinedAt: clock.now() },
        });
        const email = `${externalId}@members.example`;
        await database.memberProfile.create({ data: { memberId, email, updatedAt: clock.now() } });
        const { id } = await database.enrolment.create({
          data: {
            ...{
              programmeId,
              campaignId,
              campaignVersionId,
              memberId,
              occurrence: 1,
              cohortId,
              enrolledAt: clock.now(),
            },
          },
        });
        entered.push({ member: externalId, memberId, enrolmentId: String(id) });
      }
      return entered;
    },
    givePoints: (to, points, expiresInDays) =>
      performStep(to, {
        ...{ kind: 'grant', name: 'gift', points, reason: 'Spring gift' },
        ...(expiresInDays === undefined ? {} : { expiresInDays }),
      }),
    giveCoupon: (to) => performStep(to, { kind: 'coupon', name: 'coupon', offer: fiveOff, reason: 'Spring gift' }),
  };
}
