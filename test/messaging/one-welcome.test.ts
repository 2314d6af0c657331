import { randomUUID } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outcomesOf } from '../../activities/outcomes.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { inTransaction } from '../../platform/database.ts';
import type { LifecycleCode } from '../../workflows/lifecycles/codes.ts';
import type { MessageStep } from '../../workflows/steps.ts';
import { type MailWorld, openMailWorld } from '../support/mail-world.ts';

interface Campaign {
  readonly campaignId: number;
  readonly campaignVersionId: number;
}

const noon = '2026-01-15T12:00:00Z';
let world: MailWorld;
let onboarding: Campaign;
let referral: Campaign;
beforeAll(async () => {
  world = await openMailWorld();
  world.clock.at(noon);
  onboarding = await launched('onboarding-gift');
  referral = await launched('referral-reward');
}, 30_000);
beforeEach(() => world.clock.at(noon));
afterAll(() => world.close());

async function launched(code: LifecycleCode): Promise<Campaign> {
  await launchCampaign(world, { id: world.programmeId }, await loadCampaign(`playbooks/${code}`), { actor: 'test' });
  const { id: campaignId } = await world.database.campaign.findFirstOrThrow({ where: { code } });
  const { id: campaignVersionId } = await world.database.campaignVersion.findFirstOrThrow({ where: { campaignId } });
  return { campaignId, campaignVersionId };
}

type Person = Awaited<ReturnType<MailWorld['addPerson']>>;

async function enters({ memberId }: Person, { campaignId, campaignVersionId }: Campaign): Promise<string> {
  const { id } = await world.database.enrolment.create({
    data: {
      ...{ programmeId: world.programmeId, campaignId, campaignVersionId, memberId: BigInt(memberId), occurrence: 1 },
      ...{ enrolledAt: world.clock.now(), enteredAt: world.clock.now() },
    },
  });
  return String(id);
}

async function asks(campaign: Campaign, { memberId }: Person, enrolmentId: string, step: MessageStep): Promise<void> {
  const { programmeId, clock, database } = world;
  const key = `${enrolmentId}/${step.name}/${randomUUID()}`;
  const request = { key, enrolmentId, memberId, at: clock.now().getTime(), step };
  const context = { programmeId, ...campaign, now: clock.now() };
  await inTransaction(database, (tx) => outcomesOf(tx, context, [request]));
}

const welcome: MessageStep = {
  ...{ kind: 'message', name: 'welcome', template: 'welcome', channel: 'email', class: 'transactional' },
  variables: {
    ...{ giftPoints: 100, giftWaitsFor: null, profilePoints: 0, profileComplete: true, firstOrderPoints: 0 },
    ...{ couponName: null, couponCode: null, couponExpiresAt: null },
  },
};
const invitation: MessageStep = {
  ...{ kind: 'message', name: 'friend-welcome', template: 'friend-welcome', channel: 'email', class: 'transactional' },
  variables: {
    ...{ points: 50, coupon: '', paysOn: 'order-above', minOrderMinor: 3_000 },
    ...{ orderWithinDays: 30, returnWindowDays: 14 },
  },
};

async function textsTo({ email }: Person): Promise<string[]> {
  const mails = world.catcher.messages().filter(({ to }) => to.includes(email));
  const raws = await Promise.all(mails.map(({ id }) => world.catcher.raw(id)));
  return Promise.all(raws.map(async (raw) => (await simpleParser(raw ?? '')).text ?? ''));
}

const rowsOf = ({ memberId }: Person) =>
  world.database.message.findMany({ where: { memberId: BigInt(memberId) }, orderBy: { template: 'asc' } });

describe('A friend who joins by an invitation', () => {
  it.each(['welcome', 'invitation', 'both at once'])(
    'gets one mail with all of it, whichever comes first: %s',
    async (first) => {
      const friend = await world.addPerson();
      const [gift, invited] = [await enters(friend, onboarding), await enters(friend, referral)];
      const one = () => asks(onboarding, friend, gift, welcome);
      const other = () => asks(referral, friend, invited, invitation);
      if (first === 'both at once') await Promise.all([one(), other()]);
      else {
        await (first === 'welcome' ? one() : other());
        // A dispatcher that is quick finds nothing yet.
        await world.dispatchAll();
        expect(await textsTo(friend)).toEqual([]);
        await (first === 'welcome' ? other() : one());
      }
      await world.dispatchAll();
      const texts = await textsTo(friend);
      expect(texts).toHaveLength(1);
      expect(texts[0]).toContain('100 points');
      expect(texts[0]).toContain(
        'A friend has invited you. For that you get 50 points. It comes with an order of at least £30.00',
      );
      expect(await rowsOf(friend)).toMatchObject([
        { template: 'friend-welcome', status: 'skipped', reason: 'it is told in the welcome of the same moment' },
        { template: 'welcome', status: 'sent' },
      ]);
    },
  );

  it('gets the welcome alone after some seconds when the invitation does not count, and the other later by itself', async () => {
    const friend = await world.addPerson();
    const [gift, invited] = [await enters(friend, onboarding), await enters(friend, referral)];
    await asks(onboarding, friend, gift, welcome);
    world.clock.at('2026-01-15T12:00:11Z');
    await world.dispatchAll();
    expect(await textsTo(friend)).toHaveLength(1);
    world.clock.at('2026-01-16T12:00:00Z');
    await asks(referral, friend, invited, invitation);
    await world.dispatchAll();
    expect(await textsTo(friend)).toHaveLength(2);
  });

  it('and whoever joins without one is welcomed at once', async () => {
    const member = await world.addPerson();
    await asks(onboarding, member, await enters(member, onboarding), welcome);
    await world.dispatchAll();
    const texts = await textsTo(member);
    expect(texts).toHaveLength(1);
    expect(texts[0]).not.toContain('friend');
  });
});
