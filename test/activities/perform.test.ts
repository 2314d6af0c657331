import { beforeAll, describe, expect, it } from 'vitest';
import { perform } from '../../activities/perform.ts';
import { cancelCampaign } from '../../modules/campaigns/cancel.ts';
import { pauseCampaign } from '../../modules/campaigns/pause.ts';
import { resumeCampaign } from '../../modules/campaigns/resume.ts';
import { formCohorts } from '../../modules/enrolments/rows-cohorts.ts';
import { inTransaction } from '../../platform/database.ts';
import type { PerformInput } from '../../workflows/contract.ts';
import type { StepReply } from '../../workflows/engine/protocol.ts';
import { addMembers, type EngineWorld, happen, join, openWorld, quietLogger, stepOf } from '../support/engine.ts';
import { untilWaitingForLocks } from '../support/lock-waits.ts';

const grant = { kind: 'grant', name: 'gift', points: 100, reason: 'welcome' } as const;
const hello = { kind: 'message', name: 'hello', template: 'hello', channel: 'email', class: 'transactional' } as const;

let world: EngineWorld;
beforeAll(async () => {
  world = await openWorld({ exitOn: [{ type: 'order.placed', where: { first: true }, reason: 'ordered' }] });
});

/** Members enrolled and gathered into one cohort, ready for steps. */
async function cohortOf(emails: readonly (string | null)[]) {
  const memberIds = await addMembers(world, emails);
  await join(world, memberIds);
  await formCohorts(world.database, { campaignVersionId: world.campaignVersionId, cohortsMax: 1, now: new Date() });
  const enrolments = await world.database.enrolment.findMany({
    where: { memberId: { in: memberIds } },
    orderBy: { memberId: 'asc' },
  });
  const cohortId = String(enrolments[0]?.cohortId);
  const { programmeId, campaignId, campaignVersionId } = world;
  const input = (changes: Partial<PerformInput>): PerformInput => ({
    programmeId,
    campaignId,
    campaignVersionId,
    cohortId,
    steps: [],
    endings: [],
    last: false,
    ...changes,
  });
  return { enrolments, memberIds, cohortId, input };
}

const doPerform = (input: PerformInput) =>
  perform({ database: world.database, clock: world.clock, logger: quietLogger }, input);
const kinds = (replies: readonly StepReply[]) =>
  replies.map((reply) => (reply.kind === 'done' ? reply.outcome.kind : reply.kind));
const available = async (memberIds: readonly bigint[]) => {
  const rows = await world.database.ledgerBalance.findMany({ where: { memberId: { in: [...memberIds] } } });
  return memberIds.map((id) => Number(rows.find(({ memberId }) => memberId === id)?.available ?? 0n));
};

describe('A cohort performs its steps', () => {
  it('grants points that expire as the programme says, and records what came of each step', async () => {
    const { enrolments, memberIds, input } = await cohortOf([null, null, null]);
    const steps = enrolments.map((enrolment) => stepOf(enrolment, grant));
    const { replies } = await doPerform(input({ steps }));
    expect(kinds(replies)).toEqual(['applied', 'applied', 'applied']);
    expect(await available(memberIds)).toEqual([100, 100, 100]);
    const lot = await world.database.ledgerLot.findFirstOrThrow({ where: { memberId: memberIds[0]! } });
    expect(lot.expiresAt.getUTCFullYear()).toBe(new Date().getUTCFullYear() + 1);
    const step = await world.database.step.findFirstOrThrow({ where: { key: steps[0]!.key } });
    expect(await world.database.ledgerTxn.count({ where: { idemKey: `step:${step.key}` } })).toBe(1);
    expect(step).toMatchObject({ name: 'gift', kind: 'grant', outcome: { kind: 'applied', data: { points: 100 } } });
  });

  it('lets a gift expire at the end of its own days when the step says so', async () => {
    const { enrolments, memberIds, input } = await cohortOf([null]);
    await doPerform(input({ steps: [stepOf(enrolments[0]!, { ...grant, expiresInDays: 30 })] }));
    const lot = await world.database.ledgerLot.findFirstOrThrow({ where: { memberId: memberIds[0]! } });
    const days = (lot.expiresAt.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(31.1);
  });

  it('gives the same outcomes and posts once when its reply was lost and it is asked again', async () => {
    const { enrolments, memberIds, input } = await cohortOf(['a@lost.example', 'b@lost.example']);
    const steps = [stepOf(enrolments[0]!, grant), stepOf(enrolments[1]!, hello)];
    const first = await doPerform(input({ steps }));
    const again = await doPerform(input({ steps }));
    expect(again.replies).toEqual(first.replies.map((reply, place) => ({ ...reply, at: steps[place]!.at })));
    expect(await available(memberIds)).toEqual([100, 0]);
    expect(await world.database.message.count({ where: { memberId: memberIds[1]! } })).toBe(1);
  });

  it('posts once when several attempts run at the same time', async () => {
    const { enrolments, memberIds, input } = await cohortOf([null]);
    const call = input({ steps: [stepOf(enrolments[0]!, grant)] });
    let attempts: ReturnType<typeof doPerform>[] = [];
    // Nobody can post until all attempts have seen that nothing is done yet.
    await inTransaction(world.database, async (tx) => {
      await tx.$executeRaw`SELECT ledger.lock_members(ARRAY[${memberIds[0]!}::bigint])`;
      attempts = [doPerform(call), doPerform(call), doPerform(call)];
      await untilWaitingForLocks(world.database, attempts.length);
    });
    const results = await Promise.all(attempts);
    expect(await available(memberIds)).toEqual([100]);
    for (const { replies } of results) {
      expect(replies).toMatchObject([{ kind: 'done', outcome: { kind: 'applied', data: { points: 100 } } }]);
    }
  });

  it('answers questions from the facts of the moment', async () => {
    const { enrolments, memberIds, input } = await cohortOf([null, null]);
    await world.database.member.update({ where: { id: memberIds[1]! }, data: { profileCompletedAt: new Date() } });
    const ask = { kind: 'ask', name: 'profile', question: { kind: 'profileComplete' } } as const;
    const { replies } = await doPerform(input({ steps: enrolments.map((enrolment) => stepOf(enrolment, ask)) }));
    expect(replies.map((reply) => reply.kind === 'done' && reply.outcome)).toEqual([
      { kind: 'applied', data: { complete: false } },
      { kind: 'applied', data: { complete: true } },
    ]);
  });

  it('says which points expire in a window, and which have expired', async () => {
    const { enrolments, input } = await cohortOf([null]);
    const [enrolment] = enrolments;
    await doPerform(input({ steps: [stepOf(enrolment!, { ...grant, expiresInDays: 10 })] }));
    const window = { fromAt: Date.now(), untilAt: Date.now() + 12 * 86_400_000 };
    const { replies } = await doPerform(
      input({
        steps: [stepOf(enrolment!, { kind: 'ask', name: 'left', question: { kind: 'expiringPoints', ...window } })],
      }),
    );
    expect(replies).toMatchObject([{ outcome: { data: { total: 100, lots: [{ points: 100 }] } } }]);
    const past = await doPerform(
      input({
        steps: [stepOf(enrolment!, { kind: 'ask', name: 'gone', question: { kind: 'expiredPoints', ...window } })],
      }),
    );
    expect(past.replies).toMatchObject([{ outcome: { data: { total: 0 } } }]);
  });
});

describe('A member never suffers for another', () => {
  it('fails only the step that the database can not take', async () => {
    const { enrolments, memberIds, input } = await cohortOf(Array.from({ length: 9 }, () => null));
    const steps = enrolments.map((enrolment, place) =>
      stepOf(enrolment, place === 4 ? { ...grant, name: 'bad\u0000name' } : grant),
    );
    const { replies } = await doPerform(input({ steps }));
    expect(kinds(replies)).toEqual([
      ...Array<string>(4).fill('applied'),
      'failed',
      ...Array<string>(4).fill('applied'),
    ]);
    expect(replies[4]).toMatchObject({ reason: expect.stringContaining('could not be performed') });
    expect(await available(memberIds)).toEqual([100, 100, 100, 100, 0, 100, 100, 100, 100]);
  });

  it('records the endings of a batch that had a bad step', async () => {
    const { enrolments, input } = await cohortOf([null, null]);
    const [bad, over] = enrolments;
    await doPerform(
      input({
        steps: [stepOf(bad!, { ...grant, name: 'bad\u0000name' })],
        endings: [{ enrolmentId: String(over!.id), status: 'done', reason: 'all given', at: Date.now() }],
      }),
    );
    const row = await world.database.enrolment.findUniqueOrThrow({ where: { id: over!.id } });
    expect(row).toMatchObject({ status: 'done', reason: 'all given' });
  });

  it('ends nobody when all of many steps fail: something they share is broken', async () => {
    const { enrolments, memberIds, input } = await cohortOf(Array.from({ length: 30 }, () => null));
    const steps = enrolments.map((enrolment) => stepOf(enrolment, { ...grant, name: 'bad\u0000name' }));
    await expect(doPerform(input({ steps }))).rejects.toThrow();
    const mended = await doPerform(input({ steps: enrolments.map((enrolment) => stepOf(enrolment, grant)) }));
    expect(new Set(kinds(mended.replies))).toEqual(new Set(['applied']));
    expect(new Set(await available(memberIds))).toEqual(new Set([100]));
  });

  it('fails only the enrolment whose ending can not be recorded, and closes the cohort', async () => {
    const { enrolments, cohortId, input } = await cohortOf([null, null, null]);
    const endings = enrolments.map(({ id }, place) => ({
      enrolmentId: String(id),
      status: 'done' as const,
      reason: 'all given',
      at: place === 1 ? Number.NaN : Date.now(),
    }));
    await doPerform(input({ endings, last: true }));
    const rows = await world.database.enrolment.findMany({
      where: { id: { in: enrolments.map(({ id }) => id) } },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ status }) => status)).toEqual(['done', 'failed', 'done']);
    const cohort = await world.database.cohort.findUniqueOrThrow({ where: { id: BigInt(cohortId) } });
    expect(cohort.endedAt).not.toBeNull();
  });

  it('refuses what the ledger refuses and goes on', async () => {
    const { enrolments, input } = await cohortOf([null, null]);
    const { replies } = await doPerform(
      input({ steps: [stepOf(enrolments[0]!, { ...grant, points: 0 }), stepOf(enrolments[1]!, grant)] }),
    );
    expect(replies).toMatchObject([
      { kind: 'done', outcome: { kind: 'refused', code: 'POINTS_INVALID' } },
      { kind: 'done', outcome: { kind: 'applied' } },
    ]);
  });
});

describe('A benefit is for a person, not for an account', () => {
  const gift = { ...grant, oncePerPerson: 'welcome-gift' };

  it('goes to the first of two accounts with one e-mail, in one batch and later', async () => {
    const { enrolments, memberIds, input } = await cohortOf([
      'same@person.example',
      'other@person.example',
      'same@person.example',
    ]);
    const { replies } = await doPerform(input({ steps: enrolments.map((enrolment) => stepOf(enrolment, gift)) }));
    expect(kinds(replies)).toEqual(['applied', 'applied', 'refused']);
    expect(replies[2]).toMatchObject({ outcome: { code: 'ALREADY_CLAIMED' } });
    expect(await available(memberIds)).toEqual([100, 100, 0]);

    const later = await cohortOf(['same@person.example']);
    const second = await doPerform(later.input({ steps: [stepOf(later.enrolments[0]!, gift)] }));
    expect(kinds(second.replies)).toEqual(['refused']);
  });

  it('is refused when the accounts came to share an e-mail only after the first had it', async () => {
    const first = await cohortOf([null]);
    await doPerform(first.input({ steps: [stepOf(first.enrolments[0]!, gift)] }));
    await world.database.memberIdentity.create({
      data: {
        programmeId: world.programmeId,
        kind: 'email',
        hash: 'late@person.example',
        memberId: first.memberIds[0]!,
        seenAt: new Date(),
      },
    });
    const second = await cohortOf(['late@person.example']);
    const { replies } = await doPerform(second.input({ steps: [stepOf(second.enrolments[0]!, gift)] }));
    expect(kinds(replies)).toEqual(['refused']);
  });

  it('goes to one of two accounts that ask at the same moment', async () => {
    const [one, other] = [await cohortOf(['race@person.example']), await cohortOf(['race@person.example'])];
    const results = await Promise.all(
      [one, other].map(({ input, enrolments }) => doPerform(input({ steps: [stepOf(enrolments[0]!, gift)] }))),
    );
    expect(results.flatMap(({ replies }) => kinds(replies)).sort()).toEqual(['applied', 'refused']);
  });

  it('is not used up when the points could not be granted', async () => {
    const { enrolments, input } = await cohortOf(['unlucky@person.example']);
    const refused = await doPerform(input({ steps: [stepOf(enrolments[0]!, { ...gift, points: 0 })] }));
    expect(kinds(refused.replies)).toEqual(['refused']);
    const granted = await doPerform(input({ steps: [stepOf(enrolments[0]!, gift, 2)] }));
    expect(kinds(granted.replies)).toEqual(['applied']);
  });
});

describe('An enrolment that is over gets nothing more', () => {
  it('ends at an event that meets an exit rule, even before its story has heard of it', async () => {
    const { enrolments, memberIds, input } = await cohortOf([null, null]);
    await happen(world, [
      { memberId: memberIds[0]!, type: 'order.placed', data: { first: true } },
      { memberId: memberIds[1]!, type: 'order.placed', data: { first: false } },
    ]);
    const { replies } = await doPerform(input({ steps: enrolments.map((enrolment) => stepOf(enrolment, grant)) }));
    expect(replies[0]).toEqual({ kind: 'ended', status: 'exited', reason: 'ordered' });
    expect(kinds(replies)).toEqual(['ended', 'applied']);
    expect(await available(memberIds)).toEqual([0, 100]);
  });

  it('ends when the membership is closed', async () => {
    const { enrolments, memberIds, input } = await cohortOf([null]);
    await world.database.member.update({ where: { id: memberIds[0]! }, data: { status: 'CLOSED' } });
    const { replies } = await doPerform(input({ steps: [stepOf(enrolments[0]!, grant)] }));
    expect(replies).toEqual([{ kind: 'ended', status: 'exited', reason: 'the membership is closed' }]);
  });

  it('is left alone by a cohort that does not carry it', async () => {
    const { enrolments } = await cohortOf([null]);
    const other = await cohortOf([null]);
    const { replies } = await doPerform(
      other.input({
        steps: [stepOf(enrolments[0]!, grant)],
        endings: [{ enrolmentId: String(enrolments[0]!.id), status: 'failed', reason: 'not yours', at: Date.now() }],
      }),
    );
    expect(kinds(replies)).toEqual(['ended']);
    expect(await world.database.enrolment.findUnique({ where: { id: enrolments[0]!.id } })).toMatchObject({
      status: 'active',
    });
  });

  it('keeps its first ending, and the last ending closes the cohort', async () => {
    const { enrolments, cohortId, input } = await cohortOf([null]);
    const ending = { enrolmentId: String(enrolments[0]!.id), at: Date.now() };
    await doPerform(input({ endings: [{ ...ending, status: 'done', reason: 'first' }], last: true }));
    await doPerform(input({ endings: [{ ...ending, status: 'failed', reason: 'second' }], last: true }));
    expect(await world.database.enrolment.findUnique({ where: { id: enrolments[0]!.id } })).toMatchObject({
      reason: 'first',
    });
    expect((await world.database.cohort.findUnique({ where: { id: BigInt(cohortId) } }))?.endedAt).not.toBeNull();
  });
});

describe('A campaign that is paused holds its steps', () => {
  it('performs nothing while paused, keeps known outcomes, and wakes the held enrolments on resume', async () => {
    const { enrolments, memberIds, input } = await cohortOf([null, null]);
    const [ahead, behind] = enrolments;
    await doPerform(input({ steps: [stepOf(ahead!, grant)] }));
    await pauseCampaign(world, { id: world.programmeId }, 'test', { actor: 'test' });
    const { replies } = await doPerform(input({ steps: [stepOf(ahead!, grant), stepOf(behind!, grant)] }));
    expect(kinds(replies)).toEqual(['applied', 'held']);
    expect(await available(memberIds)).toEqual([100, 0]);

    await resumeCampaign(world, { id: world.programmeId }, 'test', { actor: 'test' });
    const wakes = await world.database.signalOutbox.findMany({ where: { signal: 'resumed' } });
    expect(wakes.map(({ enrolmentId }) => enrolmentId).sort()).toEqual([ahead!.id, behind!.id].sort());
    expect(kinds((await doPerform(input({ steps: [stepOf(behind!, grant)] }))).replies)).toEqual(['applied']);
  });

  it('waits for steps in progress before it is paused, and not for those that queue up behind', async () => {
    const cohorts = await Promise.all(Array.from({ length: 6 }, () => cohortOf(['p@q.example'])));
    let stop = false;
    const traffic = cohorts.map(async ({ enrolments, input }, lane) => {
      for (let turn = 1; !stop; turn++)
        await doPerform(input({ steps: [stepOf(enrolments[0]!, { ...grant, name: `g${lane}` }, turn)] }));
    });
    const startedAt = Date.now();
    await pauseCampaign(world, { id: world.programmeId }, 'test', { actor: 'test' });
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    const steps = await world.database.step.count();
    // Nothing tells that no step comes any more: the callers above would do dozens in this time.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await world.database.step.count()).toBe(steps);
    stop = true;
    await Promise.all(traffic);
    await resumeCampaign(world, { id: world.programmeId }, 'test', { actor: 'test' });
  });
});

describe('A campaign that is cancelled', () => {
  it('ends every active enrolment with the reason, and performs nothing more', async () => {
    const own = world;
    world = await openWorld();
    const { enrolments, memberIds, input } = await cohortOf([null]);
    const { cancelled } = await cancelCampaign(world, { id: world.programmeId }, 'test', {
      actor: 'test',
      reason: 'the budget is spent',
    });
    expect(cancelled).toBe(1);
    const { replies } = await doPerform(input({ steps: [stepOf(enrolments[0]!, grant)] }));
    expect(replies).toEqual([{ kind: 'ended', status: 'cancelled', reason: 'the budget is spent' }]);
    expect(await available(memberIds)).toEqual([0]);
    await expect(pauseCampaign(world, { id: world.programmeId }, 'test', { actor: 'test' })).rejects.toMatchObject({
      code: 'CAMPAIGN_STATUS',
      field: 'status',
    });
    world = own;
  });
});
