import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { applySegments } from '../../modules/segments/apply.ts';
import { readSegmentFiles } from '../../modules/segments/read.ts';
import { startInviting } from '../support/inviting.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';

const startAt = new Date('2026-03-02T09:15:00Z');

// Two journeys that wait for what no event tells: points that are redeemed, friends who are rewarded.
let on: SteppedWorld;
let world: StoryWorld;
beforeAll(async () => {
  on = await openSteppedWorld('journey-playbooks', startAt, { quietHours: null, tags: ['sharer'] });
  world = on.world;
});
afterAll(() => on.stop());

const joins = (who: string) =>
  world.happen(who, 'member.joined', { email: `${who}@members.example`, name: who, consent: { email: true } });

async function redeem(externalId: string, points: number): Promise<void> {
  const { id: memberId } = await world.memberOf(externalId);
  const source = { type: 'test', id: '1' };
  const common = { programmeId: world.programme.id, memberId, key: externalId, at: world.clock.now(), actor: 'test' };
  expect(await spend(world.database, [{ ...common, source, points }])).toMatchObject([{ ok: true }]);
}

describe('Three days with high points and sharers', () => {
  it('writes to who has gathered many points, and to whose shares are opened', async () => {
    for (const segment of ['high-points', 'sharers']) {
      const written = await readSegmentFiles(join('playbooks', 'segments', `${segment}.yaml`));
      await applySegments(world, world.programme, written, { actor: 'test' });
    }
    for (const who of ['anna', 'ben', 'cara']) await joins(who);
    await world.launch('high-points');
    await world.launch('sharer-to-inviter');
    // Friends are rewarded at once, and who orders at once is no case for a person: so the days are few.
    await world.launch('referral-reward', { 'settings.returnWindowDays': 0, 'settings.rules.fastOrder': 'allow' });
    await on.startWorker();
    for (const who of ['anna', 'ben'])
      await world.happen(who, 'order.placed', { orderId: `${who}-1`, amountMinor: 60_000 });
    for (const page of ['a', 'b', 'c']) await world.happen('cara', 'share.opened', { page });
    await on.liveTo(1.2);
    for (const who of ['anna', 'ben']) expect(world.mailsTo(who)).toEqual(['750 points to spend']);
    expect(world.mailsTo('cara')).toEqual(['What you share is being opened']);
    expect((await world.memberOf('cara')).tags).toEqual(['sharer']);
  });

  it('is done with who redeems some, and goes on with who does not', async () => {
    await redeem('anna', 100);
    await on.passUntil(
      () => world.enrolmentOf('anna', 'high-points'),
      (enrolment) => enrolment?.reason === 'redeemed points',
    );
    expect(await world.enrolmentOf('ben', 'high-points')).toMatchObject({ status: 'active' });
  });

  it('thanks who has brought a friend', async () => {
    const { invite } = await startInviting(on, 'cara');
    await invite('dan');
    await world.happen('dan', 'order.placed', { orderId: 'dan-1', amountMinor: 4_000 });
    await on.passUntil(
      () => world.enrolmentOf('cara', 'sharer-to-inviter'),
      (enrolment) => enrolment?.reason === 'brought a friend',
    );
    await on.passUntil(
      () => Promise.resolve(world.mailsTo('cara')),
      (mails) => mails.includes('50 points for bringing a friend'),
    );
    // Ten for the shares of a day, a hundred for the friend, and these fifty.
    expect(await world.availableOf('cara')).toBe(10 + 100 + 50);
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});
