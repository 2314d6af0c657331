import { beforeAll, describe, expect, it } from 'vitest';
import { perform } from '../../activities/perform.ts';
import { formCohorts } from '../../modules/enrolments/rows-cohorts.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { decideReview } from '../../modules/reviews/decide.ts';
import type { PerformInput } from '../../workflows/contract.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { Step } from '../../workflows/steps.ts';
import { addMembers, type EngineWorld, join, openWorld, quietLogger, stepOf } from '../support/engine.ts';

const review: Step = {
  kind: 'review',
  name: 'gift-review',
  subject: 'onboarding-gift',
  reasons: ['the same device as member 7'],
  facts: { points: 100 },
};
const coupon: Step = {
  kind: 'coupon',
  name: 'coupon',
  reason: 'a test',
  offer: { name: 'a fifth off', benefit: { kind: 'percentOff', percent: 20 }, validDays: 7 },
};

let world: EngineWorld;
beforeAll(async () => {
  world = await openWorld({ listensTo: ['review.decided'] });
});

/** Members in a cohort, and how their steps are performed. */
async function cohortOf(emails: readonly (string | null)[]) {
  const memberIds = await addMembers(world, emails);
  await join(world, memberIds);
  await formCohorts(world.database, { campaignVersionId: world.campaignVersionId, cohortsMax: 1, now: new Date() });
  const enrolments = await world.database.enrolment.findMany({
    where: { memberId: { in: memberIds } },
    orderBy: { memberId: 'asc' },
  });
  const { programmeId, campaignId, campaignVersionId } = world;
  const run = async (step: Step, occurrence = 1) => {
    const input: PerformInput = {
      ...{ programmeId, campaignId, campaignVersionId, cohortId: String(enrolments[0]?.cohortId) },
      steps: enrolments.map((enrolment) => stepOf(enrolment, step, occurrence)),
      ...{ endings: [], last: false },
    };
    const deps = { database: world.database, clock: world.clock, logger: quietLogger };
    const { replies } = await perform(deps, input);
    return replies.map((reply) => (reply.kind === 'done' ? reply.outcome : expect.unreachable(reply.kind)));
  };
  return { memberIds, enrolments, run };
}

const caseOf = (outcome: Outcome | undefined) => {
  const caseId = outcome?.kind === 'applied' ? outcome.data?.caseId : undefined;
  return typeof caseId === 'string' ? caseId : expect.unreachable('no case was opened');
};
const decide = (caseId: string, approved: boolean, more: { subject?: string } = {}) =>
  decideReview(world, world.programmeId, { caseId, approved, note: 'as agreed', actor: 'test', ...more });

describe('A case for review', () => {
  it('is opened once by its step, with what speaks against it', async () => {
    const { run } = await cohortOf([null, null]);
    const opened = await run(review);
    expect(await run(review)).toEqual(opened);
    const ids = opened.map(caseOf);
    expect(new Set(ids).size).toBe(2);
    const stored = await world.database.reviewCase.findUniqueOrThrow({ where: { id: BigInt(ids[0]!) } });
    expect(stored).toMatchObject({ status: 'open', reasons: ['the same device as member 7'], facts: { points: 100 } });
  });

  it('is decided once, however many decide at the same moment, and the story hears of it', async () => {
    const { run, memberIds, enrolments } = await cohortOf([null]);
    const [opened] = await run(review);
    const caseId = caseOf(opened);
    const tries = await Promise.allSettled([true, false, true, false].map((approved) => decide(caseId, approved)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of tries) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'REVIEW_STATUS' });
    }
    const { status } = await world.database.reviewCase.findUniqueOrThrow({ where: { id: BigInt(caseId) } });
    const [event, ...more] = await world.database.event.findMany({
      where: { memberId: memberIds[0]!, type: 'review.decided' },
    });
    expect(more).toEqual([]);
    const approved = status === 'approved';
    expect(event?.data).toEqual({ caseId, subject: 'onboarding-gift', approved, note: 'as agreed' });
    const [enrolment] = enrolments;
    expect(await world.database.signalOutbox.count({ where: { enrolmentId: enrolment!.id, eventId: event!.id } })).toBe(
      1,
    );
    expect(await world.database.auditEvent.findMany({ where: { target: `review:${caseId}` } })).toMatchObject([
      { actor: 'test', action: `review.${status}` },
    ]);
  });

  it('can not be decided by an event that somebody sends', async () => {
    const event = {
      id: 'forged',
      type: 'review.decided',
      memberId: 'x',
      occurredAt: new Date(),
      data: { approved: true },
    };
    expect(await ingestEvents(world, world.programmeId, [event])).toMatchObject([
      { kind: 'refused', code: 'EVENT_INVALID', field: 'type' },
    ]);
  });

  it('is found under its own subject only', async () => {
    const { run } = await cohortOf([null]);
    const [opened] = await run(review);
    const caseId = caseOf(opened);
    await expect(decide(caseId, true, { subject: 'referral' })).rejects.toMatchObject({ code: 'REVIEW_NOT_FOUND' });
    await expect(decide('999999', true)).rejects.toMatchObject({ code: 'REVIEW_NOT_FOUND' });
    await expect(decide(caseId, true, { subject: 'onboarding-gift' })).resolves.toMatchObject({ status: 'approved' });
    await expect(
      world.database.reviewCase.update({ where: { id: BigInt(caseId) }, data: { status: 'rejected' } }),
    ).rejects.toThrow(/decided once/);
  });
});

describe('A coupon step', () => {
  it('issues one coupon a member, and the same one when it is performed again', async () => {
    const { run, memberIds } = await cohortOf([null, null]);
    const issued = await run(coupon);
    expect(await run(coupon)).toEqual(issued);
    const coupons = await world.database.ledgerCoupon.findMany({ where: { memberId: { in: memberIds } } });
    expect(coupons).toHaveLength(2);
    expect(issued[0]).toMatchObject({
      kind: 'applied',
      data: { couponId: String(coupons[0]!.id), code: coupons[0]!.code },
    });
    const asked = {
      kind: 'ask',
      name: 'state',
      question: { kind: 'coupon', couponId: String(coupons[0]!.id) },
    } as const;
    expect((await run(asked))[0]).toMatchObject({
      data: { status: 'issued', expiresAt: coupons[0]!.expiresAt.getTime() },
    });
  });

  it('gives what a person may have once to one of two accounts', async () => {
    const { run } = await cohortOf(['eva@example.com', 'eva@example.com']);
    expect(await run({ ...coupon, oncePerPerson: 'gift' })).toMatchObject([
      { kind: 'applied' },
      { kind: 'refused', code: 'ALREADY_CLAIMED' },
    ]);
  });
});
