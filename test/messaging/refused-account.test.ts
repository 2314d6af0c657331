import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { type MailWorld, openMailWorld, queueOf, reminderStep, welcomeStep } from '../support/mail-world.ts';

/** What a mail server says no to, and how; undefined where it says yes. */
interface Answers {
  readonly login?: string;
  readonly sender?: string;
  readonly recipient?: (address: string) => string | undefined;
  readonly text?: string;
}

let world: MailWorld;
let answers: Answers;
let url: string;
let server: SMTPServer;
const taken: string[] = [];
const undo: (() => unknown)[] = [];
const noon = '2026-01-15T12:00:00Z';
const serviceStep = { ...welcomeStep, class: 'service' } as const;
const refusal = (reply: string | undefined) =>
  reply === undefined
    ? undefined
    : Object.assign(new Error(reply.replace(/^\d+ /, '')), { responseCode: Number(reply.slice(0, 3)) });

beforeAll(async () => {
  world = await openMailWorld();
  server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onAuth: (_, __, done) => done(refusal(answers.login) ?? null, { user: 'shop' }),
    onMailFrom: (_, __, done) => done(refusal(answers.sender)),
    onRcptTo: ({ address }, __, done) => done(refusal(answers.recipient?.(address))),
    onData: (stream, { envelope }, done) => {
      stream.resume().on('end', () => {
        const no = refusal(answers.text);
        if (!no) taken.push(...envelope.rcptTo.map(({ address }) => address));
        done(no);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `smtp://shop:secret@127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  world.clock.at(noon);
  answers = {};
  taken.length = 0;
});
afterEach(async () => {
  await Promise.all(undo.splice(0).map((end) => end()));
  await world.database.message.deleteMany();
  await world.database.suppression.deleteMany();
});
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await world.close();
});

const rows = () => world.database.message.findMany({ orderBy: { id: 'asc' } });
const openDispatch = () => {
  const mailServer = openMailServer({ url });
  undo.push(() => mailServer.close());
  const troubles: (string | undefined)[] = [];
  const bounced: unknown[] = [];
  const dispatch = world.createDispatch({
    mailServer,
    onTrouble: (trouble) => troubles.push(trouble && `${trouble.kind}: ${trouble.problem}`),
    onBounced: async (_, all) => void bounced.push(...all),
  });
  return { dispatch: () => dispatch(queueOf(world)), troubles, bounced };
};

describe('A mail server that refuses the account', () => {
  it.each([
    ['its login', { login: '535 5.7.8 Error: authentication failed' }],
    ['whoever has not logged in', { sender: '530 5.7.0 Authentication required' }],
    ['its sender', { sender: '550 5.1.8 sender address rejected' }],
    ['it for now', { sender: '450 4.7.1 too much mail today' }],
    ['to relay', { recipient: () => '550 5.7.1 relaying not allowed' }],
    ['to relay, in a word', { recipient: () => '554 Relay access denied' }],
    ['a sender that was not verified', { recipient: () => '550 Sender verify failed' }],
    ['all mails above its limit', { text: '550 5.4.5 Daily user sending quota exceeded' }],
    ['everybody in the same words', { recipient: (to: string) => `550 5.7.1 <${to}>: message refused by policy 4711` }],
    ['everybody in words that speak of an address', { recipient: () => '550 administrative prohibition' }],
  ] as const)('%s: no member is bounced or suppressed for it, and all mails go once it is mended', async (_, no) => {
    answers = no;
    const people = await world.addPeople(12, { marketing: true });
    await world.reserve(people, serviceStep, 'notice');
    await world.reserve(people.slice(0, 3), reminderStep, 'offer');
    const { dispatch, troubles, bounced } = openDispatch();

    for (let minute = 0; minute < 4; minute += 1) {
      world.clock.at(new Date(Date.parse(noon) + minute * 60_000).toISOString());
      await dispatch().catch((error: unknown) => expect(error).toMatchObject({ code: 'SMTP_UNAVAILABLE' }));
    }
    expect(troubles.at(-1)).toMatch(/^refused: /);
    const states = (await rows()).map(({ status, attempts, leaseOwner }) => `${status} ${attempts} ${leaseOwner}`);
    expect([...new Set(states)]).toEqual(['reserved 0 null']);
    expect(bounced).toEqual([]);
    expect(await world.database.suppression.count()).toBe(0);

    answers = {};
    for (let minute = 5; minute < 9; minute += 1) {
      world.clock.at(new Date(Date.parse(noon) + minute * 60_000).toISOString());
      await dispatch();
    }
    expect([...new Set((await rows()).map(({ status, attempts }) => `${status} ${attempts}`))]).toEqual(['sent 1']);
    expect(taken).toHaveLength(15);
    expect(troubles.at(-1)).toBeUndefined();
  });
});

describe('A mail server that refuses one and takes the others', () => {
  it.each([
    ['no such user', '550 5.1.1 no such user', 'bounced', 1],
    ['its mailbox is full for good', '552 5.2.2 mailbox full', 'bounced', 0],
    ['its provider trusts no stranger', '550 5.7.1 relaying to that domain is not allowed', 'bounced', 0],
    ['its mail looks like spam', '554 5.7.1 looks like spam', 'bounced', 0],
  ] as const)('%s: it alone has its end', async (_, reply, status, suppressed) => {
    const people = await world.addPeople(12);
    const [bad] = people;
    answers = { recipient: (address) => (address === bad?.email ? reply : undefined) };
    await world.reserve(people, serviceStep);
    const { dispatch } = openDispatch();
    await dispatch();
    const messages = await rows();
    expect(messages.filter((message) => message.status === 'sent')).toHaveLength(11);
    expect(messages.find(({ memberId }) => String(memberId) === bad?.memberId)).toMatchObject({
      status,
      reason: reply,
    });
    expect(await world.database.suppression.count()).toBe(suppressed);
  });

  it('dead addresses of one provider, many in a row, are dead addresses', async () => {
    const people = await world.addPeople(25);
    answers = { recipient: () => '550 no such mailbox' };
    await world.reserve(people, serviceStep);
    const { dispatch } = openDispatch();
    await dispatch();
    expect((await rows()).every(({ status }) => status === 'bounced')).toBe(true);
    expect(await world.database.suppression.count()).toBe(25);
  });
});
