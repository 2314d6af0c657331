import { randomUUID } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outcomesOf } from '../../activities/outcomes.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import type { LifecycleFile } from '../../modules/campaigns/schema.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { inTransaction } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import type { LifecycleCode } from '../../workflows/lifecycles/codes.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { CouponStep, MessageStep } from '../../workflows/steps.ts';
import { expiryStep, type MailWorld, openMailWorld, welcomeStep } from '../support/mail-world.ts';

type Person = Awaited<ReturnType<MailWorld['addPerson']>>;

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
}, 30_000);
beforeEach(() => world.clock.at('2026-01-15T12:00:00Z'));
afterAll(() => world.close());

/** A shipped campaign under a code of its own, with what its author says of classes, live; answers its version. */
async function launched(lifecycle: LifecycleCode, classes: JsonObject, settings: JsonObject = {}) {
  const { value: file, ...written } = await loadCampaign(`playbooks/${lifecycle}`);
  const value = file as LifecycleFile;
  const code = `${lifecycle}-${randomUUID().slice(0, 8)}`;
  const changed = { ...value, campaign: code, messageClasses: classes, settings: { ...value.settings, ...settings } };
  const by = { actor: 'test' };
  await launchCampaign(world, { id: world.programmeId }, { ...written, value: changed as typeof value }, by);
  const campaign = await world.database.campaign.findFirstOrThrow({ where: { code } });
  const version = await world.database.campaignVersion.findFirstOrThrow({ where: { campaignId: campaign.id } });
  return { campaignId: campaign.id, campaignVersionId: version.id };
}

type Version = Awaited<ReturnType<typeof launched>>;

async function ask(version: Version, person: Person, step: MessageStep | CouponStep): Promise<Outcome> {
  const { programmeId, clock, database } = world;
  const { memberId, enrolmentId } = person;
  const key = `${enrolmentId}/${step.name}/${randomUUID()}`;
  const request = { key, enrolmentId, memberId, at: clock.now().getTime(), step };
  const context = { programmeId, ...version, now: clock.now() };
  const [outcome] = await inTransaction(database, (tx) => outcomesOf(tx, context, [request]));
  return outcome!;
}

const rowOf = ({ memberId }: Person) =>
  world.database.message.findFirst({ where: { memberId: BigInt(memberId) }, orderBy: { id: 'desc' } });
const couponsOf = async ({ memberId }: Person) =>
  (await world.database.ledgerCoupon.findMany({ where: { memberId: BigInt(memberId) } })).map(({ status }) => status);

async function textTo({ email }: Person): Promise<string> {
  const mail = world.catcher.messages().findLast(({ to }) => to.includes(email ?? ''));
  return (await simpleParser((await world.catcher.raw(mail?.id ?? '')) ?? '')).text ?? '';
}

const welcome: MessageStep = {
  ...{ ...welcomeStep, kind: 'message', name: 'welcome' },
  variables: {
    ...welcomeStep.variables,
    ...{ giftWaitsFor: null, couponName: null, couponCode: null, couponExpiresAt: null },
  },
};
const offer = { name: '5 off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 14 } as const;
const countdown: MessageStep = {
  ...{ ...expiryStep, kind: 'message', name: 'notice-7' },
  variables: { ...expiryStep.variables, couponName: offer.name },
  gives: { kind: 'coupon', offer, reason: 'Expiring', tells: { couponCode: 'code', couponUntil: 'expiresAt' } },
};

describe('A welcome with a gift in it', () => {
  it('is marketing where its author says nothing: who has not agreed is welcomed, and offered nothing', async () => {
    const version = await launched('onboarding-gift', {});
    const [anna, ben] = [await world.addPerson({ marketing: true }), await world.addPerson()];
    await ask(version, anna, welcome);
    await ask(version, ben, welcome);
    await world.dispatchAll();
    expect([await rowOf(anna), await rowOf(ben)]).toMatchObject([
      { class: 'marketing', status: 'sent' },
      { class: 'transactional', status: 'sent' },
    ]);
    expect(await textTo(anna)).toContain('100 points');
    expect(await textTo(ben)).toMatch(/^Welcome/);
    expect(await textTo(ben)).not.toMatch(/welcome gift|\+\d/i);
  });

  it('is of the class that the campaign file writes', async () => {
    const version = await launched('onboarding-gift', { welcome: 'transactional' });
    const ben = await world.addPerson({ marketing: false });
    await ask(version, ben, welcome);
    expect(await rowOf(ben)).toMatchObject({ class: 'transactional', variables: { giftPoints: 100 } });
  });

  it('goes to nobody without consent when it is written down as marketing', async () => {
    const version = await launched('onboarding-gift', { welcome: 'marketing' });
    const ben = await world.addPerson();
    expect(await ask(version, ben, welcome)).toMatchObject({ kind: 'refused', code: 'CONSENT_MISSING' });
  });

  it('takes the coupon back of which nobody may be told, and with evenIfUntold leaves it', async () => {
    const coupon: CouponStep = { kind: 'coupon', name: 'gift-coupon', offer, reason: 'Welcome gift' };
    const told: string[][] = [];
    for (const evenIfUntold of [undefined, true]) {
      const version = await launched('onboarding-gift', {}, evenIfUntold ? { evenIfUntold } : {});
      for (const marketing of [true, false]) {
        const person = await world.addPerson({ marketing });
        const given = await ask(version, person, coupon);
        const { code, expiresAt } = given.kind === 'applied' ? (given.data ?? {}) : {};
        const variables = { ...welcome.variables, couponName: offer.name };
        const step = { ...welcome, variables: { ...variables, couponCode: code!, couponExpiresAt: expiresAt! } };
        await ask(version, person, step);
        told.push(await couponsOf(person));
      }
    }
    expect(told).toEqual([['issued'], ['cancelled'], ['issued'], ['issued']]);
  });
});

describe('A coupon that rides on a notice', () => {
  it('goes with consent alone, and the notice to everybody: its points expire either way', async () => {
    const version = await launched('points-expiry', {});
    const [anna, ben] = [await world.addPerson({ marketing: true }), await world.addPerson()];
    for (const person of [anna, ben]) {
      await world.earnPoints(person.memberId, 300, '2026-01-22T00:00:00Z');
      await ask(version, person, countdown);
    }
    await world.dispatchAll();
    expect([await rowOf(anna), await rowOf(ben)]).toMatchObject([
      { class: 'marketing', status: 'sent', variables: { couponName: '5 off' } },
      { class: 'service', status: 'sent', variables: { couponName: '', couponCode: '' } },
    ]);
    expect([await couponsOf(anna), await couponsOf(ben)]).toEqual([['issued'], []]);
    expect(await textTo(ben)).toContain('300 points');
  });
});
