import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginSending, claimDue } from '../../modules/messaging/sending/rows-queue.ts';
import { readProgrammeFile } from '../../modules/programme/file.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import {
  expiryStep,
  type MailWorld,
  openMailWorld,
  queueOf,
  reminderStep,
  welcomeStep,
} from '../support/mail-world.ts';

let world: MailWorld;
let caughtBefore: number;
const undo: (() => void)[] = [];
beforeAll(async () => {
  world = await openMailWorld();
});
beforeEach(() => {
  world.clock.at('2026-01-15T12:00:00Z');
  caughtBefore = world.catcher.messages().length;
});
afterEach(() => undo.splice(0).forEach((stop) => stop()));
afterAll(() => world.close());

const serviceStep = { ...welcomeStep, class: 'service' } as const;
const caught = () => world.catcher.messages().slice(caughtBefore);
const row = (memberId: string) => world.database.message.findFirstOrThrow({ where: { memberId: BigInt(memberId) } });

async function lastMail() {
  const raw = await world.catcher.raw(world.catcher.messages().at(-1)?.id ?? '');
  return { raw: String(raw), ...(await simpleParser(raw ?? '')) };
}

describe('A mail', () => {
  it('has text and html, a stable Message-ID, and no way out of what the member has just asked for', async () => {
    const person = await world.addPerson({ name: 'Ada' });
    await world.reserve([person], welcomeStep);
    await world.dispatchAll();
    const mail = await lastMail();
    expect(mail.subject).toBe('Welcome: 100 points are yours');
    expect(mail.from?.text).toBe('"Gift Shop Club" <club@giftshop.example>');
    expect(mail.text).toContain('Welcome, Ada.');
    expect(mail.html).toContain('Place your first order');
    expect(mail.date).toEqual(world.clock.now());
    expect(mail.messageId).toBe((await row(person.memberId)).messageId);
    expect(mail.raw).not.toMatch(/unsubscribe/i);
    expect(await row(person.memberId)).toMatchObject({
      status: 'sent',
      reason: null,
      subject: 'Welcome: 100 points are yours',
      sentAt: world.clock.now(),
      attempts: 1,
      leaseOwner: null,
    });
  });

  it('that is not transactional can be stopped by one click', async () => {
    await world.reserve([await world.addPerson({ marketing: true })], reminderStep);
    await world.dispatchAll();
    const { raw, html } = await lastMail();
    const unfolded = raw.replace(/\r\n[ \t]+/g, ' ');
    const [, url] = /^List-Unsubscribe: <(https:\/\/club\.example\/u\/[\w.-]+)>\r$/m.exec(unfolded) ?? [];
    expect(url).toBeDefined();
    expect(unfolded).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    expect(html).toContain(url);
  });

  it('speaks the language of its reader', async () => {
    const person = await world.addPerson({ name: '小雨', locale: 'zh-CN' });
    await world.earnPoints(person.memberId, 1200, '2026-01-22T23:59:59.999Z');
    await world.reserve([person], expiryStep);
    await world.dispatchAll();
    const mail = await lastMail();
    expect(mail.subject).toBe('您有 1,200 积分将于2026年1月22日到期');
    expect(mail.text).toContain('小雨，您有 1,200 积分即将到期');
  });

  it('shows what a member has typed as text', async () => {
    await world.reserve([await world.addPerson({ name: '<b onclick=x>Ada\r\nBcc: all@example.test' })], welcomeStep);
    await world.dispatchAll();
    const { html, raw } = await lastMail();
    expect(html).toContain('&lt;b onclick=x&gt;Ada');
    expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/^Bcc:/m);
  });
});

describe('The text of a countdown is true when it leaves', () => {
  it('after a spend it names what is left, by lot and date', async () => {
    const person = await world.addPerson();
    await world.earnPoints(person.memberId, 300, '2026-01-21T23:59:59.999Z');
    await world.earnPoints(person.memberId, 50, '2026-01-23T23:59:59.999Z');
    await world.reserve([person], expiryStep);
    await world.spendPoints(person.memberId, 180);
    await world.dispatchAll();
    const { subject, text } = await lastMail();
    expect(subject).toBe('170 points expire from 21 January 2026');
    expect(text).toContain('- 120 points: until the end of 21 January 2026');
    expect(text).toContain('- 50 points: until the end of 23 January 2026');
    expect(text).toContain('You have 170 points');
  });

  it('and nothing leaves when nothing is left', async () => {
    const person = await world.addPerson();
    await world.earnPoints(person.memberId, 300, '2026-01-21T23:59:59.999Z');
    await world.reserve([person], expiryStep);
    await world.spendPoints(person.memberId, 300);
    await world.dispatchAll();
    expect(caught()).toEqual([]);
    expect(await row(person.memberId)).toMatchObject({ status: 'skipped', reason: /nothing left to expire/ });
  });

  it('names the official end too, when the programme gives days of grace', async () => {
    const reference = await readProgrammeFile('playbooks/reference/programme.yaml');
    const expiry = { kind: 'rolling', months: 1, graceDays: 7 } as const;
    await saveProgramme(world.database, { ...reference, expiry });
    try {
      const person = await world.addPerson();
      world.clock.at('2025-12-15T12:00:00Z');
      await world.earnPoints(person.memberId, 80, '2026-01-22T23:59:59.999Z');
      world.clock.at('2026-01-15T12:00:00Z');
      await world.earnPoints(person.memberId, 5, '2026-01-23T23:59:59.999Z');
      await world.reserve([person], expiryStep);
      await world.dispatchAll();
      const { text, html } = await lastMail();
      expect(text).toContain(
        '- 80 points: until the end of 22 January 2026 (days of grace included: officially 15 January 2026)\n' +
          '- 5 points: until the end of 23 January 2026\n',
      );
      expect(html).toContain('until the end of 22 January 2026 (officially 15 January 2026)');
    } finally {
      await saveProgramme(world.database, reference);
    }
  });

  it.each([
    [
      'en',
      'An order or a redemption before the end of 21 January 2026 keeps 80 points of them: points lapse only when nothing is earned or redeemed for long.',
    ],
    ['zh-CN', '在2026年1月21日当天结束前下单或兑换一次，即可保留其中 80 积分：只有长期没有获得或兑换，积分才会失效。'],
  ])('says what keeps points that lapse without activity, in %s', async (locale, sentence) => {
    const reference = await readProgrammeFile('playbooks/reference/programme.yaml');
    await saveProgramme(world.database, { ...reference, expiry: { kind: 'never', inactivityMonths: 2 } });
    try {
      const person = await world.addPerson({ locale });
      world.clock.at('2025-11-21T12:00:00Z');
      await world.earnPoints(person.memberId, 80, '2026-06-22T23:59:59.999Z');
      await world.earnPoints(person.memberId, 5, '2026-01-20T23:59:59.999Z');
      world.clock.at('2026-01-15T12:00:00Z');
      await world.reserve([person], expiryStep);
      await world.dispatchAll();
      const { text, html } = await lastMail();
      expect(text).toContain(sentence);
      expect(html).toContain(sentence);
    } finally {
      await saveProgramme(world.database, reference);
    }
  });

  it('orders of one day are one line', async () => {
    const person = await world.addPerson();
    await world.earnPoints(person.memberId, 30, '2026-01-21T23:59:59.999Z');
    await world.earnPoints(person.memberId, 12, '2026-01-21T23:59:59.999Z');
    await world.reserve([person], expiryStep);
    await world.dispatchAll();
    expect((await lastMail()).text).toMatch(/soon:\n\n- 42 points: until the end of 21 January 2026\n\n/);
  });
});

describe('What has changed since a message was reserved counts', () => {
  it.each([
    ['consent withdrawn', 'suppressed', /refused marketing/, 'UPDATE consent SET granted = false WHERE member_id = $1'],
    [
      'the address bounced',
      'suppressed',
      /is suppressed: bounced/,
      `INSERT INTO suppression SELECT programme_id, 'email', email, 'bounced', now()
      FROM member JOIN member_profile ON member_id = id WHERE id = $1`,
    ],
    ['the member erased', 'suppressed', /no e-mail address/, 'DELETE FROM member_profile WHERE member_id = $1'],
    ['the member closed', 'suppressed', /the member is closed/, "UPDATE member SET status = 'CLOSED' WHERE id = $1"],
    [
      'the enrolment cancelled',
      'dropped',
      /cancelled/,
      "UPDATE enrolment SET status = 'cancelled', reason = 'by hand', ended_at = now() WHERE member_id = $1",
    ],
    [
      'the goal reached',
      'dropped',
      /left the campaign/,
      "UPDATE enrolment SET status = 'exited', reason = 'bought', ended_at = now() WHERE member_id = $1",
    ],
  ])('%s: it is %s', async (_, status, reason, sql) => {
    const person = await world.addPerson({ marketing: true });
    await world.reserve([person], reminderStep);
    await world.database.$executeRawUnsafe(sql, BigInt(person.memberId));
    await world.dispatchAll();
    expect(caught()).toEqual([]);
    const message = await row(person.memberId);
    expect(message.status).toBe(status);
    expect(message.reason).toMatch(reason);
  });

  it('even in the moment between the claim and the sending', async () => {
    const people = await world.addPeople(3, { marketing: true });
    await world.reserve(people, reminderStep);
    const lease = { owner: 'test', leaseMs: 1 };
    const claimed = await claimDue(world.database, {
      ...queueOf(world),
      ...lease,
      now: world.clock.now(),
      messagesMax: 10,
    });
    await world.database.consent.updateMany({
      where: { memberId: BigInt(people[1]?.memberId ?? 0) },
      data: { granted: false },
    });
    const begun = await beginSending(
      world.database,
      { ...lease, now: world.clock.now() },
      claimed.map(({ id }) => id),
    );
    expect(claimed.map(({ id }) => begun.has(id))).toEqual([true, false, true]);
    await world.database.message.deleteMany({ where: { leaseOwner: 'test' } });
  });

  it('the night has come: it waits for the morning', async () => {
    const person = await world.addPerson();
    await world.reserve([person], serviceStep);
    world.clock.at('2026-01-15T22:00:00Z');
    await world.dispatchAll();
    expect(await row(person.memberId)).toMatchObject({
      status: 'reserved',
      notBefore: new Date('2026-01-16T09:00:00Z'),
    });
    world.clock.at('2026-01-16T09:00:00Z');
    await world.dispatchAll();
    expect(await row(person.memberId)).toMatchObject({ status: 'sent' });
  });

  it('its deadline has passed: it is dropped', async () => {
    const person = await world.addPerson();
    await world.reserve([person], { ...serviceStep, deadlineAt: Date.parse('2026-01-15T13:00:00Z') });
    world.clock.at('2026-01-15T13:00:01Z');
    await world.dispatchAll();
    expect(await row(person.memberId)).toMatchObject({ status: 'dropped', reason: /^too late/ });
  });
});

describe('A campaign', () => {
  const setStatus = (status: string) =>
    world.database.campaign.update({
      where: { id: world.campaignId },
      data: { status, endedAt: status === 'ended' ? world.clock.now() : null },
    });

  it('that is paused keeps its messages, and sends them when it goes on', async () => {
    const person = await world.addPerson();
    await world.reserve([person], welcomeStep);
    await setStatus('paused');
    expect(await world.dispatch(queueOf(world))).toEqual({ handled: 0, nextDueAt: null });
    await setStatus('live');
    await world.dispatchAll();
    expect(await row(person.memberId)).toMatchObject({ status: 'sent' });
  });

  it('that was ended sends no more', async () => {
    const person = await world.addPerson();
    await world.reserve([person], welcomeStep);
    await setStatus('ended');
    await world.dispatchAll();
    await setStatus('live');
    expect(await row(person.memberId)).toMatchObject({ status: 'dropped', reason: /campaign was ended/ });
  });
});
