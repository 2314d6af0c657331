import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { startSmtpCatcher } from '../../devstack/smtp-catcher.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { beginSending, claimDue } from '../../modules/messaging/sending/rows-queue.ts';
import { type MailWorld, openMailWorld, queueOf, reminderStep, welcomeStep } from '../support/mail-world.ts';

let world: MailWorld;
let caughtBefore: number;
const undo: (() => unknown)[] = [];
const noon = '2026-01-15T12:00:00Z';
beforeAll(async () => {
  world = await openMailWorld();
});
beforeEach(() => {
  world.clock.at(noon);
  caughtBefore = world.catcher.messages().length;
});
afterEach(async () => void (await Promise.all(undo.splice(0).map((end) => end()))));
afterAll(() => world.close());

const serviceStep = { ...welcomeStep, class: 'service' } as const;
const caught = () => world.catcher.messages().slice(caughtBefore);
const row = (memberId: string) => world.database.message.findFirstOrThrow({ where: { memberId: BigInt(memberId) } });
const rows = (people: readonly { memberId: string }[]) =>
  world.database.message.findMany({ where: { memberId: { in: people.map(({ memberId }) => BigInt(memberId)) } } });
const respond = (rule: Parameters<MailWorld['catcher']['respond']>[0]) => undo.push(world.catcher.respond(rule));
/** How often each Message-ID was caught. */
const copies = () => {
  const counts = new Map<string, number>();
  for (const { messageId } of caught()) counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
  return counts;
};
/** As time does, but at once. */
const endLeases = () =>
  world.database
    .$executeRaw`UPDATE message SET lease_until = clock_timestamp() - interval '1 s' WHERE lease_until IS NOT NULL`;

describe('A mail server that says no', () => {
  it('for now (4xx) is asked again later, with the same Message-ID', async () => {
    const person = await world.addPerson();
    await world.reserve([person], serviceStep);
    respond({ to: person.email, fault: 'refuse', code: 451, text: 'greylisted', times: 1 });
    const { nextDueAt } = await world.dispatch(queueOf(world));
    expect(nextDueAt).toBe(Date.parse('2026-01-15T12:01:00Z'));
    const before = await row(person.memberId);
    expect(before).toMatchObject({ status: 'reserved', attempts: 1, reason: 'attempt 1: 451 greylisted' });
    world.clock.at('2026-01-15T12:01:00Z');
    await world.dispatchAll();
    expect(await row(person.memberId)).toMatchObject({ status: 'sent', attempts: 2, reason: null });
    expect(caught()).toMatchObject([{ messageId: before.messageId }]);
  });

  it('for now again and again is given up with the reason', async () => {
    const person = await world.addPerson();
    await world.reserve([person], welcomeStep);
    respond({ to: person.email, fault: 'refuse', at: 'data', code: 452, text: 'disk full' });
    for (let attempt = 0; attempt < 9; attempt++) {
      world.clock.at(new Date(Date.parse(noon) + attempt * 86_400_000).toISOString());
      await world.dispatchAll();
    }
    expect(await row(person.memberId)).toMatchObject({
      status: 'failed',
      attempts: 9,
      reason: 'given up after 9 attempts: 452 disk full',
    });
  });

  it('for good (5xx) makes a bounce, the address is suppressed, and who asked is told', async () => {
    const person = await world.addPerson();
    const bounced: unknown[] = [];
    const dispatch = world.createDispatch({ onBounced: async (_, bounces) => void bounced.push(...bounces) });
    await world.reserve([person], serviceStep);
    respond({ to: person.email, fault: 'refuse', code: 550, text: 'no such user' });
    await dispatch(queueOf(world));
    const message = await row(person.memberId);
    expect(message).toMatchObject({ status: 'bounced', reason: '550 no such user' });
    expect(bounced).toMatchObject([
      { id: String(message.id), template: 'welcome', reason: 'bounced: 550 no such user' },
    ]);
    const [outcome] = await world.reserve([person], serviceStep, 'again');
    expect(outcome).toMatchObject({ kind: 'refused', code: 'ADDRESS_SUPPRESSED' });
  });

  it('to one recipient does not keep the others waiting', async () => {
    const people = await world.addPeople(30);
    await world.reserve(people, serviceStep);
    respond({ to: people[7]?.email ?? '', fault: 'refuse', code: 550, text: 'no such user' });
    respond({ to: people[12]?.email ?? '', fault: 'drop-before' });
    await world.dispatchAll();
    expect(await row(people[12]?.memberId ?? '')).toMatchObject({ status: 'reserved', reason: /^attempt 1/ });
    await world.database.message.deleteMany({ where: { status: 'reserved' } });
    const statuses = (await rows(people)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'sent')).toHaveLength(28);
    expect(caught()).toHaveLength(28);
  });
});

describe('A mail server that goes away', () => {
  it('before it has the text: nothing is counted, and the mail goes when it is back', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'perennial-mail-'));
    undo.push(() => rm(dir, { recursive: true, force: true }));
    const first = await startSmtpCatcher({ dir });
    const smtpPort = Number(new URL(first.smtpUrl).port);
    const mailServer = openMailServer({ url: first.smtpUrl });
    undo.push(() => mailServer.close());
    const dispatch = world.createDispatch({ mailServer });
    const people = await world.addPeople(12);
    await world.reserve(people.slice(0, 2), serviceStep);
    await dispatch(queueOf(world));
    await first.stop();

    await world.reserve(people.slice(2), serviceStep);
    await expect(dispatch(queueOf(world))).rejects.toMatchObject({ code: 'SMTP_UNAVAILABLE' });
    const waiting = await rows(people.slice(2));
    expect(new Set(waiting.map(({ status, attempts, leaseOwner }) => `${status} ${attempts} ${leaseOwner}`))).toEqual(
      new Set(['reserved 0 null']),
    );

    const second = await startSmtpCatcher({ dir, smtpPort });
    undo.push(() => second.stop());
    expect(await dispatch(queueOf(world))).toEqual({ handled: 10, nextDueAt: null });
    expect(second.messages()).toHaveLength(12);
  });

  it('after it has the text, without a word: a service notice goes again and can be told by its Message-ID', async () => {
    const person = await world.addPerson();
    await world.reserve([person], serviceStep);
    respond({ to: person.email, fault: 'drop-after', times: 1 });
    await world.dispatchAll();
    expect(await row(person.memberId)).toMatchObject({ status: 'reserved', attempts: 1 });
    world.clock.at('2026-01-15T12:01:00Z');
    await world.dispatchAll();
    const { status, messageId } = await row(person.memberId);
    expect(status).toBe('sent');
    expect([...copies()]).toEqual([[messageId, 2]]);
  });

  it('after it has the text, without a word: marketing is not repeated', async () => {
    const person = await world.addPerson({ marketing: true });
    await world.reserve([person], reminderStep);
    respond({ to: person.email, fault: 'drop-after', times: 1 });
    await world.dispatchAll();
    expect(await row(person.memberId)).toMatchObject({ status: 'unknown', reason: /^nobody knows whether it arrived/ });
    expect(caught()).toHaveLength(1);
  });

  it('by never answering: a mail on its way ends after the silence it is granted', async () => {
    const person = await world.addPerson();
    await world.reserve([person], serviceStep);
    respond({ to: person.email, fault: 'silence', times: 1 });
    const mailServer = openMailServer({ url: world.catcher.smtpUrl, silenceMs: 300 });
    undo.push(() => mailServer.close());
    await world.createDispatch({ mailServer })(queueOf(world));
    expect(await row(person.memberId)).toMatchObject({ status: 'reserved', reason: /^attempt 1: / });
    world.clock.at('2026-01-15T12:01:00Z');
    await world.dispatchAll();
    expect(await row(person.memberId)).toMatchObject({ status: 'sent' });
  });
});

describe('Two senders at once', () => {
  it('send each message once', async () => {
    const people = await world.addPeople(400);
    await world.reserve(people, serviceStep);
    const senders = [1, 2, 3].map(() => world.createDispatch({}));
    for (let round = 0; round < 3; round++) await Promise.all(senders.map((dispatch) => dispatch(queueOf(world))));
    expect(caught()).toHaveLength(400);
    expect([...copies().values()].every((count) => count === 1)).toBe(true);
  });
});

describe('A claim', () => {
  const claim = (owner: string, leaseMs: number) =>
    claimDue(world.database, { ...queueOf(world), owner, leaseMs, now: world.clock.now(), messagesMax: 10 });
  const begin = async (owner: string, messages: readonly { id: string }[]) => {
    const ids = messages.map(({ id }) => id);
    return (await beginSending(world.database, { owner, leaseMs: 60_000, now: world.clock.now() }, ids)).size;
  };

  it('is respected while it lasts', async () => {
    await world.reserve(await world.addPeople(20), serviceStep);
    const [first, second, third] = [await claim('a', 60_000), await claim('b', 60_000), await claim('c', 60_000)];
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(20);
    expect(third).toEqual([]);
    await endLeases();
    await world.dispatchAll();
  });

  it('that has run out and was taken over counts no more: whoever comes back late sends nothing', async () => {
    await world.reserve(await world.addPeople(5), serviceStep);
    const late = await claim('late', 0);
    const taken = await claim('new', 60_000);
    expect(taken.map(({ id }) => id)).toEqual(late.map(({ id }) => id));
    expect(await begin('late', late)).toBe(0);
    expect(await begin('new', taken)).toBe(5);
    await world.database.message.deleteMany({ where: { status: 'sending' } });
  });
});

describe('A database that goes away in the middle', () => {
  it('costs no mail and doubles none', async () => {
    const people = await world.addPeople(300);
    await world.reserve(people, serviceStep);
    let cuts = 0;
    const cut = setInterval(() => {
      cuts += 1;
      world.database.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`.catch(() => undefined);
    }, 40);
    let failures = 0;
    const isDone = async () =>
      (await rows(people).catch(() => [])).filter(({ status }) => status === 'sent').length === 300;
    while (!(await isDone())) {
      if (cuts >= 20) clearInterval(cut);
      await world.dispatch(queueOf(world)).catch(() => (failures += 1));
      await endLeases().catch(() => undefined);
    }
    clearInterval(cut);
    expect(cuts).toBeGreaterThan(5);
    expect(caught()).toHaveLength(300);
    expect([...copies().values()].every((count) => count === 1)).toBe(true);
  });
});

describe('A sender that is killed in the middle', () => {
  it('loses nothing: service notices go again, marketing in doubt is left at that', async () => {
    const [notices, offers] = [await world.addPeople(150), await world.addPeople(150, { marketing: true })];
    await world.reserve(notices, serviceStep);
    await world.reserve(offers, reminderStep);
    const script = join(packageRoot(), 'test', 'support', 'dispatch-process.ts');
    const args = [world.url, world.catcher.smtpUrl, String(world.programmeId), noon];
    const sender = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: 'inherit' });
    await world.catcher.waitFor(caughtBefore + 170);
    sender.kill('SIGKILL');
    await once(sender, 'exit');

    const underWay = await world.database.message.count({ where: { status: 'sending' } });
    // Six connections with 16 mails each.
    expect(underWay).toBeLessThanOrEqual(96);
    await world.dispatchAll();
    await endLeases();
    await world.dispatchAll();

    expect((await rows(notices)).every(({ status }) => status === 'sent')).toBe(true);
    const seen = copies();
    for (const { status, messageId } of await rows(offers)) {
      expect(['sent', 'unknown']).toContain(status);
      if (status === 'sent') expect(seen.get(messageId)).toBe(1);
    }
    for (const { messageId } of await rows(notices)) expect(seen.get(messageId)).toBeGreaterThanOrEqual(1);
    const doubled = [...seen.values()].filter((count) => count > 1).length;
    const inDoubt = (await rows(offers)).filter(({ status }) => status === 'unknown').length;
    expect(doubled + inDoubt).toBeLessThanOrEqual(underWay);
  });
});

describe('A rate limit', () => {
  it('is kept', async () => {
    await world.reserve(await world.addPeople(20), serviceStep);
    const startedAt = performance.now();
    await world.createDispatch({ mailsPerSecondMax: 20 })(queueOf(world));
    expect(performance.now() - startedAt).toBeGreaterThan(900);
    expect(caught()).toHaveLength(20);
  });
});
