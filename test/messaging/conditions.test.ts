import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../values/json.ts';
import type { MessageCondition } from '../../modules/messaging/sending/rules-condition.ts';
import { issueCoupons } from '../../modules/coupons/issue.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { inTransaction } from '../../platform/database.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { beginSending, claimDue } from '../../modules/messaging/sending/rows-queue.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { type MailWorld, openMailWorld, queueOf, reminderStep } from '../support/mail-world.ts';

type Person = Awaited<ReturnType<MailWorld['addPerson']>>;
type Cause = (person: Person) => Promise<unknown>;

const evening = '2026-01-15T22:00:00Z';
const laterThatNight = '2026-01-15T23:00:00Z';
const morning = '2026-01-16T09:00:00Z';

let world: MailWorld;
let caughtBefore: number;
beforeAll(async () => {
  world = await openMailWorld();
  const programme = await loadProgramme(world.database, world.programmeId);
  await launchCampaign(world, programme, await loadCampaign('playbooks/check-in-streak'), { actor: 'test' });
}, 30_000);
beforeEach(async () => {
  world.clock.at('2026-01-14T18:00:00Z');
  caughtBefore = world.catcher.messages().length;
  await world.database.message.deleteMany();
});
afterAll(() => world.close());

const idOf = ({ email }: Person) => email.split('@')[0] ?? '';
const rowOf = ({ memberId }: Person) =>
  world.database.message.findFirstOrThrow({ where: { memberId: BigInt(memberId) } });
const caught = () => world.catcher.messages().slice(caughtBefore);

async function happens(person: Person, type: string, data: JsonObject = {}): Promise<void> {
  const event = { id: randomUUID(), type, memberId: idOf(person), occurredAt: world.clock.now().toISOString(), data };
  expect(await ingestEvents(world, world.programmeId, [event])).toMatchObject([{ kind: 'accepted' }]);
}

/** Asks for a message in the quiet hours: it waits for the morning. */
async function askFor(person: Person, onlyIf: MessageCondition) {
  world.clock.at(evening);
  const [outcome] = await world.reserve([person], { ...reminderStep, class: 'service', onlyIf });
  return outcome;
}

async function sendInTheMorning(): Promise<void> {
  world.clock.at(morning);
  await world.dispatchAll();
}

const checksIn: Cause = (person) => happens(person, 'checkin.done');
const orders = (coupon?: string): Cause => {
  const data = { orderId: randomUUID(), amountMinor: 5_000, currency: 'GBP', ...(coupon && { coupon }) };
  return (person) => happens(person, 'order.placed', data);
};

async function couponOf({ memberId }: Person) {
  const offer = { name: '5 off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 2 } as const;
  const request = { memberId, key: randomUUID(), at: world.clock.now(), offer, actor: 'test', reason: 'test' };
  const [answer] = await inTransaction(world.database, (tx) =>
    issueCoupons(tx, { programmeId: world.programmeId, zone: 'Europe/London' }, [request]),
  );
  return answer?.ok ? answer : expect.unreachable();
}

/** What a message waits for, what happens in the night, and what is then said of it. */
interface Story {
  readonly condition: (person: Person) => Promise<MessageCondition>;
  readonly happens: (person: Person, condition: MessageCondition) => Promise<unknown>;
  readonly reason: string;
}

const stories: Readonly<Record<string, Story>> = {
  'a reminder to keep a streak, and the member checks in': {
    condition: async (person) => {
      await checksIn(person);
      return { kind: 'streakStands', streak: 1 };
    },
    happens: checksIn,
    reason: 'the member had checked in',
  },
  'a word that a streak was lost, and a late check-in brings it back': {
    condition: async (person) => {
      await checksIn(person);
      return { kind: 'streakLost', streak: 1 };
    },
    happens: checksIn,
    reason: 'the streak was brought back',
  },
  'a reminder of a coupon, and it is used': {
    condition: async (person) => ({ kind: 'couponUnused', couponId: (await couponOf(person)).couponId }),
    happens: async (person, condition) => {
      const id = BigInt(condition.kind === 'couponUnused' ? condition.couponId : 0);
      await orders((await world.database.ledgerCoupon.findUniqueOrThrow({ where: { id } })).code)(person);
    },
    reason: 'the coupon was used',
  },
  'an offer to come back, and an order comes': {
    condition: async () => ({ kind: 'noOrderSince', at: Date.parse('2026-01-14T00:00:00Z') }),
    happens: (person) => orders()(person),
    reason: 'the member had ordered',
  },
  'a reminder of the profile, and it is completed': {
    condition: async () => ({ kind: 'profileIncomplete' }),
    happens: (person) => happens(person, 'member.updated', { birthday: '1990-05-01' }),
    reason: 'the profile was complete',
  },
};

describe.each(Object.entries(stories))('A message that waits for the morning: %s', (_, story) => {
  it('is not sent, and says why; to whom nothing happened it is', async () => {
    const [person, quiet] = (await world.addPeople(2)) as [Person, Person];
    const condition = await story.condition(person);
    expect(await askFor(person, condition)).toMatchObject({ kind: 'applied' });
    world.clock.at('2026-01-14T18:00:00Z');
    await askFor(quiet, await story.condition(quiet));
    world.clock.at(laterThatNight);
    await story.happens(person, condition);
    await sendInTheMorning();
    expect(await rowOf(person)).toMatchObject({
      status: 'skipped',
      reason: `${story.reason} by the time it was to leave`,
      attempts: 0,
    });
    expect(await rowOf(quiet)).toMatchObject({ status: 'sent' });
    expect(caught().map(({ to }) => to)).toEqual([[quiet.email]]);
  });

  it('is not even reserved when it has happened before', async () => {
    const person = await world.addPerson();
    const condition = await story.condition(person);
    world.clock.at(evening);
    await story.happens(person, condition);
    const outcome = await askFor(person, condition);
    expect(outcome).toEqual({ kind: 'skipped', reason: `${story.reason} by the time it was to leave` });
    expect(await world.database.message.count()).toBe(0);
  });
});

describe('A message with a condition', () => {
  it('does not leave when it becomes untrue between the claim and the sending, and the next page says why', async () => {
    const people = await world.addPeople(3);
    const at = Date.parse('2026-01-14T00:00:00Z');
    for (const person of people) await askFor(person, { kind: 'noOrderSince', at });
    world.clock.at(morning);
    const lease = { owner: 'test', leaseMs: 1, now: world.clock.now() };
    const claimed = await claimDue(world.database, { ...queueOf(world), ...lease, messagesMax: 10 });
    await orders()(people[1] as Person);
    const ids = claimed.map(({ id }) => id);
    const begun = await beginSending(world.database, lease, ids);
    expect(ids.map((id) => begun.has(id))).toEqual([true, false, true]);
    await world.dispatchAll();
    expect(await rowOf(people[1] as Person)).toMatchObject({ status: 'skipped', reason: /the member had ordered/ });
  });

  it('about a coupon is skipped once its last day is over, whether a sweep has been there or not', async () => {
    const person = await world.addPerson();
    world.clock.at('2026-01-15T12:00:00Z');
    const { couponId } = await couponOf(person);
    await askFor(person, { kind: 'couponUnused', couponId });
    world.clock.at('2026-01-18T10:00:00Z');
    await world.dispatchAll();
    expect(await rowOf(person)).toMatchObject({ status: 'skipped', reason: /the coupon had expired/ });
  });

  it('of a kind that nobody knows is refused by the database', async () => {
    const person = await world.addPerson();
    await expect(askFor(person, { kind: 'sunny' } as never)).rejects.toThrow(/message_only_if_known/);
  });
});
