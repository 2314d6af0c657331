import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { type MailWorld, openMailWorld, queueOf, reminderStep, welcomeStep } from '../support/mail-world.ts';
import { type AnswerTimes, startSlowMailServer } from '../support/slow-mail-server.ts';

/** A second of a real mail server takes this long here: everything that waits is made shorter by one factor. */
const second = 20;
const scaled = { leaseMs: 60 * second, pageMs: 15 * second, slowMs: 2 * second };
const serviceStep = { ...welcomeStep, class: 'service' } as const;
const noon = '2026-01-15T12:00:00Z';
/** Each is sent a notice and an offer. */
const peopleCount = 20;
/** Nothing is waited for longer. */
const runMsMax = 20_000;

let world: MailWorld;
const undo: (() => unknown)[] = [];
beforeAll(async () => {
  world = await openMailWorld();
});
beforeEach(() => world.clock.at(noon));
afterEach(async () => {
  await Promise.all(undo.splice(0).map((end) => end()));
  await world.database.message.deleteMany();
});
afterAll(() => world.close());

const rows = () => world.database.message.findMany({ orderBy: { id: 'asc' } });
const counted = (ids: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
};

/** Two healthy workers send a notice and an offer to each of so many people, until nothing is left to do at this instant. */
async function sendByTwoWorkers(answersAfter: AnswerTimes, { people = peopleCount, answerMs = 600 * second } = {}) {
  const server = await startSlowMailServer(answersAfter);
  undo.push(() => server.stop());
  const asked = await world.addPeople(people, { marketing: true });
  await world.reserve(asked, serviceStep, 'notice');
  await world.reserve(asked, reminderStep, 'offer');
  const isOpen = async () =>
    (await rows()).some(
      ({ status, notBefore }) => status !== 'sent' && status !== 'unknown' && notBefore <= world.clock.now(),
    );
  const endAt = Date.now() + runMsMax;
  const work = async () => {
    const mailServer = openMailServer({ url: server.url, answerMs });
    undo.push(() => mailServer.close());
    const dispatch = world.createDispatch({ mailServer, times: scaled });
    while ((await isOpen()) && Date.now() < endAt) {
      const { handled } = await dispatch(queueOf(world));
      // As the workflow does before it asks again for a page that somebody else holds.
      if (handled === 0) await new Promise((resolve) => setTimeout(resolve, second));
    }
  };
  await Promise.all([work(), work()]);
  return { server, copies: counted(server.taken), messages: await rows() };
}

describe('A mail server that is slow to answer', () => {
  it.each([1, 25, 59, 61])(
    'by %i s, as all are to somebody: no mail is sent twice, and none is given up as unknown',
    async (seconds) => {
      const { copies, messages } = await sendByTwoWorkers(() => seconds * second);
      expect([...copies.values()].filter((count) => count !== 1)).toEqual([]);
      expect(copies.size).toBe(2 * peopleCount);
      expect(new Set(messages.map(({ status, attempts }) => `${status} ${attempts}`))).toEqual(new Set(['sent 1']));
    },
    60_000,
  );
});

describe('A mail server that takes mails and says nothing', () => {
  const answerMs = 70 * second;

  it.each([
    ['ever', () => undefined],
    ['but to every tenth', (mail: number) => (mail % 10 === 0 ? 0 : undefined)],
  ] as const)(
    '%s: what was not answered is in doubt, each copy is an attempt, and offers are not repeated',
    async (_, answersAfter) => {
      const { copies, messages } = await sendByTwoWorkers(answersAfter, { people: 12, answerMs });
      for (const { messageId, attempts, status, class: messageClass } of messages) {
        expect(copies.get(messageId)).toBe(attempts);
        // A notice goes again a minute later, which has not come.
        if (status !== 'sent') expect(status).toBe(messageClass === 'marketing' ? 'unknown' : 'reserved');
        expect(attempts).toBe(1);
      }
    },
    60_000,
  );
});

describe('A page that is asked for again while it goes on, as after a heartbeat that came too late', () => {
  it('waits for its own end, and finds what is left', async () => {
    const server = await startSlowMailServer(() => 25 * second);
    const mailServer = openMailServer({ url: server.url });
    undo.push(
      () => mailServer.close(),
      () => server.stop(),
    );
    const dispatch = world.createDispatch({ mailServer, times: scaled });
    await world.reserve(await world.addPeople(12), serviceStep);
    const ended: string[] = [];
    const first = dispatch(queueOf(world)).then(({ handled }) => ended.push(`first ${handled}`));
    await world.reserve(await world.addPeople(1), serviceStep);
    const again = dispatch(queueOf(world)).then(({ handled }) => ended.push(`again ${handled}`));
    await Promise.all([first, again]);
    expect(ended.map((text) => text.split(' ')[0])).toEqual(['first', 'again']);
    expect([...counted(server.taken).values()].every((count) => count === 1)).toBe(true);
    expect(server.taken).toHaveLength(13);
  });

  it('begins no mail more once it is told that it counts as dead', async () => {
    const server = await startSlowMailServer(() => 25 * second);
    const mailServer = openMailServer({ url: server.url, connectionsMax: 2 });
    undo.push(
      () => mailServer.close(),
      () => server.stop(),
    );
    await world.reserve(await world.addPeople(12), serviceStep);
    let isDead = false;
    const page = world.createDispatch({ mailServer, times: scaled })(queueOf(world), () => !isDead);
    while (server.taken.length < 2) await new Promise((resolve) => setTimeout(resolve, second));
    isDead = true;
    await page;
    expect(server.taken).toHaveLength(2);
    const states = (await rows()).map(({ status, attempts, leaseOwner }) => `${status} ${attempts} ${leaseOwner}`);
    expect(counted(states)).toEqual(
      new Map([
        ['sent 1 null', 2],
        ['reserved 0 null', 10],
      ]),
    );
  });
});

describe('A mail that waits for a connection', () => {
  it('is asked whether it may still go when it has one', async () => {
    const server = await startSlowMailServer(() => 5 * second);
    const mailServer = openMailServer({ url: server.url, connectionsMax: 1 });
    undo.push(
      () => mailServer.close(),
      () => server.stop(),
    );
    const mail = { from: 'a@b.example', to: 'c@d.example', raw: Buffer.from('Message-ID: <1>\r\n\r\nx') };
    let mayGo = true;
    const first = mailServer.send(mail);
    const waiting = mailServer.send(mail, () => mayGo);
    mayGo = false;
    expect(await Promise.all([first, waiting])).toEqual([{ kind: 'accepted' }, { kind: 'withheld' }]);
    expect(server.taken).toHaveLength(1);
  });
});
