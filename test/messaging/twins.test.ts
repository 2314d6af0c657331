import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { findMember } from '../../modules/members/find.ts';
import { resubscribe, unsubscribe } from '../../modules/messaging/reachability/unsubscribe.ts';
import { takeMailReport } from '../../modules/messaging/reachability/take-mail-report.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import type { JsonObject } from '../../values/json.ts';
import { type MailWorld, openMailWorld, reminderStep, welcomeStep } from '../support/mail-world.ts';

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
});
beforeEach(() => world.clock.at('2026-01-15T12:00:00Z'));
afterAll(() => world.close());

let sent = 0;
async function tell(memberId: string, type: string, day: number, data: JsonObject) {
  const [answer] = await ingestEvents({ database: world.database, clock: world.clock }, world.programmeId, [
    { id: `e${(sent += 1)}`, type, memberId, occurredAt: `2026-01-${String(day).padStart(2, '0')}T10:00:00Z`, data },
  ]);
  expect(answer).toMatchObject({ kind: 'accepted' });
}

let accounts = 0;
/** An account that registered on a day of January, with consent to marketing. */
async function join(day: number, email: string) {
  const shopId = `twin-${(accounts += 1)}`;
  await tell(shopId, 'member.joined', day, { email, consent: { email: true } });
  const { id } = await world.database.member.findFirstOrThrow({ where: { externalId: shopId } });
  const { programmeId, campaignId, campaignVersionId } = world;
  const enrolment = await world.database.enrolment.create({
    data: { programmeId, campaignId, campaignVersionId, memberId: id, occurrence: 9, enrolledAt: world.clock.now() },
  });
  return { shopId, memberId: String(id), enrolmentId: String(enrolment.id) };
}
type Account = Awaited<ReturnType<typeof join>>;

const serviceStep = { ...welcomeStep, class: 'service' } as const;
let key = 0;
/** The classes of mail that an account still gets. */
async function gets(account: Account) {
  const steps = [welcomeStep, serviceStep, reminderStep];
  const outcomes = await Promise.all(steps.map((step) => world.reserve([account], step, `key-${(key += 1)}`)));
  return steps.filter((_, index) => outcomes[index]?.[0]?.kind === 'applied').map((step) => step.class);
}
const everything = ['transactional', 'service', 'marketing'];
const stopOf = ({ memberId }: Account, ...channels: string[]) => {
  return { programmeId: world.programmeId, memberId, channels, at: world.clock.now() };
};

describe('Two accounts with one mailbox', () => {
  it('get no more marketing once it was unsubscribed under one of them, and both campaigns hear of it', async () => {
    const [one, other] = [await join(1, 'twin@example.com'), await join(2, 'TWIN@example.com')];
    expect([await gets(one), await gets(other)]).toEqual([everything, everything]);
    let told: readonly string[] = [];
    await unsubscribe(world.database, stopOf(one, 'email'), (_tx, members) => {
      told = members;
      return Promise.resolve();
    });
    expect(told).toEqual([one.shopId, other.shopId]);
    const rest = ['transactional', 'service'];
    expect([await gets(one), await gets(other)]).toEqual([rest, rest]);
    const { facts } = await findMember(
      world.database,
      await loadProgramme(world.database, world.programmeId),
      other.shopId,
    );
    expect(facts).toMatchObject({ marketing: false, service: null });
    await resubscribe(world.database, stopOf(one, 'email'));
    expect([await gets(one), await gets(other)]).toEqual([everything, everything]);
  });

  it('get no more notices once they were stopped under one of them', async () => {
    const [one, other] = [await join(1, 'both@example.com'), await join(2, 'both@example.com')];
    await unsubscribe(world.database, stopOf(other, 'email', 'email.service'), () => Promise.resolve());
    expect([await gets(one), await gets(other)]).toEqual([['transactional'], ['transactional']]);
  });

  it('get no more marketing once the shop reports a refusal of one of them, or the mailbox complains', async () => {
    const [one, other] = [await join(1, 'shop@example.com'), await join(2, 'shop@example.com')];
    await tell(one.shopId, 'member.updated', 5, { consent: { email: false } });
    expect(await gets(other)).toEqual(['transactional', 'service']);
    const [third, fourth] = [await join(1, 'angry@example.com'), await join(2, 'angry@example.com')];
    const complaint = { id: 'r1', type: 'complaint', hard: true, at: Date.now(), detail: '' } as const;
    await takeMailReport(
      world.database,
      world.programmeId,
      { ...complaint, address: 'Angry@Example.com' },
      world.clock.now(),
    );
    await world.database.suppression.deleteMany();
    expect([await gets(third), await gets(fourth)]).toEqual([
      ['transactional', 'service'],
      ['transactional', 'service'],
    ]);
  });

  it('stop the mail that had been reserved for the other one, at the last moment', async () => {
    const [one, other] = [await join(1, 'late@example.com'), await join(2, 'late@example.com')];
    await world.reserve([other], reminderStep);
    await unsubscribe(world.database, stopOf(one, 'email'), () => Promise.resolve());
    await world.dispatchAll();
    expect(
      await world.database.message.findFirst({ where: { memberId: BigInt(other.memberId), class: 'marketing' } }),
    ).toMatchObject({ status: 'suppressed', reason: 'the member has refused marketing by e-mail' });
  });

  it('share the caps: at most two marketing mails in seven days go to the mailbox', async () => {
    const caps = [{ class: 'marketing', channel: 'email', max: 2, perDays: 7 }];
    await world.database.$executeRaw`
      UPDATE programme SET definition = definition || ${JSON.stringify({ messageCaps: caps })}::jsonb WHERE id = ${world.programmeId}::smallint`;
    const [one, other] = [await join(1, 'much@example.com'), await join(2, 'Much@example.com')];
    await world.reserve([one, other], reminderStep, 'a');
    await world.reserve([one, other], reminderStep, 'b');
    await world.dispatchAll();
    const ids = [BigInt(one.memberId), BigInt(other.memberId)];
    const rows = await world.database.message.findMany({ where: { memberId: { in: ids }, class: 'marketing' } });
    expect(rows.map(({ status }) => status).sort()).toEqual(['reserved', 'reserved', 'sent', 'sent']);
  });
});

describe('Consent', () => {
  it('stays with the address it was given for: a new address starts without it, unless it is given anew', async () => {
    const account = await join(1, 'first@example.com');
    await tell(account.shopId, 'member.updated', 2, { email: 'First@example.com', name: 'Anna' });
    expect(await gets(account)).toEqual(everything);
    await tell(account.shopId, 'member.updated', 3, { email: 'second@example.com' });
    expect(await gets(account)).toEqual(['transactional', 'service']);
    const programme = await loadProgramme(world.database, world.programmeId);
    expect((await findMember(world.database, programme, account.shopId)).facts.marketing).toBeNull();
    await tell(account.shopId, 'member.updated', 4, { consent: { email: true } });
    expect(await gets(account)).toEqual(everything);
    // Both at once is anew.
    await tell(account.shopId, 'member.updated', 5, { email: 'third@example.com', consent: { email: true } });
    expect(await gets(account)).toEqual(everything);
  });

  it('of an account that had no address counts for its first one', async () => {
    const shopId = `twin-${(accounts += 1)}`;
    await tell(shopId, 'member.joined', 1, { consent: { email: true } });
    await tell(shopId, 'member.updated', 2, { email: 'first-ever@example.com' });
    const programme = await loadProgramme(world.database, world.programmeId);
    expect((await findMember(world.database, programme, shopId)).facts.marketing).toBe(true);
  });

  it('does not come back by a new account with a withdrawn address, until it is given by more than a registration', async () => {
    const old = await join(1, 'back@example.com');
    await unsubscribe(world.database, { ...stopOf(old, 'email'), at: new Date('2026-01-05T10:00:00Z') }, () =>
      Promise.resolve(),
    );
    await tell(old.shopId, 'member.updated', 6, { email: 'elsewhere@example.com' });
    const young = await join(8, 'back@example.com');
    expect(await gets(young)).toEqual(['transactional', 'service']);
    await tell(young.shopId, 'member.updated', 9, { consent: { email: true } });
    expect(await gets(young)).toEqual(everything);
  });
});
