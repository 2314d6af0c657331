import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mergeMembers } from '../../modules/merges/merge.ts';
import { undoMerge } from '../../modules/merges/undo.ts';
import { purgeAll } from '../../modules/retention/purge.ts';
import { countUnread, listInbox } from '../../modules/messaging/inbox/list.ts';
import { markRead } from '../../modules/messaging/inbox/mark-read.ts';
import { beginSending, claimDue, dueQueues } from '../../modules/messaging/sending/rows-queue.ts';
import { reserveMessages } from '../../modules/messaging/sending/reserve.ts';
import { inTransaction } from '../../platform/database.ts';
import { expiryStep, type MailWorld, openMailWorld, reminderStep, welcomeStep } from '../support/mail-world.ts';

let world: MailWorld;
let caughtBefore: number;
beforeAll(async () => {
  world = await openMailWorld();
});
beforeEach(async () => {
  world.clock.at('2026-01-15T12:00:00Z');
  caughtBefore = world.catcher.messages().length;
  await world.database.message.deleteMany();
  await define({ messageChannels: ['email', 'inbox'], messageCaps: [], quietHours: null });
});
afterAll(() => world.close());

type Person = Awaited<ReturnType<MailWorld['addPerson']>>;
const noMailbox = { email: null };
const queue = () => ({ programmeId: world.programmeId, channel: 'inbox' });

async function define(changes: object): Promise<void> {
  await world.database.$executeRaw`
    UPDATE programme SET definition = definition || ${JSON.stringify(changes)}::jsonb WHERE id = ${world.programmeId}::smallint`;
}

async function agree({ memberId }: Person, granted: boolean): Promise<void> {
  await world.database.$executeRaw`
    INSERT INTO consent (programme_id, member_id, channel, granted, source, changed_at)
    VALUES (${world.programmeId}::smallint, ${memberId}::bigint, 'inbox', ${granted}, 'test', '2026-01-02')`;
}

async function dispatchAll(): Promise<void> {
  await world.dispatchAll();
  for (let handled = 1; handled > 0;) ({ handled } = await world.dispatch(queue()));
}

const lying = ({ memberId }: Person) => listInbox(world.database, { memberRow: BigInt(memberId), limit: 100 });
const rowsOf = ({ memberId }: Person) =>
  world.database.message.findMany({ where: { memberId: BigInt(memberId) }, orderBy: { id: 'asc' } });
const caught = () => world.catcher.messages().length - caughtBefore;

describe('A member without an e-mail address', () => {
  it('gets nothing where the programme names no channels, as before', async () => {
    await world.database.$executeRaw`UPDATE programme SET definition = definition - 'messageChannels'`;
    const person = await world.addPerson(noMailbox);
    expect(await world.reserve([person], welcomeStep)).toMatchObject([{ kind: 'refused', code: 'ADDRESS_MISSING' }]);
  });

  it('gets it in the inbox where that is the second channel: the words of the mail, without its foot', async () => {
    const person = await world.addPerson({ ...noMailbox, name: 'Anna' });
    expect(await world.reserve([person], welcomeStep)).toMatchObject([{ kind: 'applied' }]);
    expect(await dueQueues(world.database, world.clock.now())).toEqual([queue()]);
    await dispatchAll();
    const [message] = await lying(person);
    expect(message).toMatchObject({
      ...{ class: 'transactional', locale: 'en', subject: 'Welcome: 100 points are yours' },
      ...{ sentAt: world.clock.now(), readAt: null },
    });
    expect(message?.text).toMatch(/^Welcome, Anna\.\n/);
    expect(message?.text).not.toMatch(/because you are a member|Stop these e-mails/);
    expect(await rowsOf(person)).toMatchObject([{ channel: 'inbox', status: 'sent', attempts: 1, reason: null }]);
    expect(caught()).toBe(0);
  });

  it('reads it in their own language, with the points of the moment', async () => {
    const person = await world.addPerson({ ...noMailbox, locale: 'zh-CN' });
    await world.earnPoints(person.memberId, 40, '2026-01-22T00:00:00Z');
    await world.reserve([person], expiryStep);
    await world.earnPoints(person.memberId, 2, '2026-01-22T00:00:00Z');
    await dispatchAll();
    const [message] = await lying(person);
    expect(message).toMatchObject({ class: 'service', locale: 'zh-CN' });
    expect(message?.subject).toMatch(/42/);
  });
});

describe('Of its channels a message goes by the first that may', () => {
  it('by mail to who has a mailbox', async () => {
    const person = await world.addPerson();
    await world.reserve([person], welcomeStep);
    await dispatchAll();
    expect([caught(), await lying(person)]).toEqual([1, []]);
  });

  it('by mail or into the inbox, never both, however often it is asked for', async () => {
    const [mailed, reached] = [await world.addPerson(), await world.addPerson(noMailbox)];
    const first = await world.reserve([mailed, reached], welcomeStep);
    await dispatchAll();
    await world.database
      .$executeRaw`UPDATE member_profile SET email = NULL WHERE member_id = ${mailed.memberId}::bigint`;
    await world.database
      .$executeRaw`UPDATE member_profile SET email = 'late@example.test' WHERE member_id = ${reached.memberId}::bigint`;
    expect(await world.reserve([mailed, reached], welcomeStep)).toEqual(first);
    await dispatchAll();
    expect(await rowsOf(mailed)).toMatchObject([{ channel: 'email', status: 'sent' }]);
    expect(await rowsOf(reached)).toMatchObject([{ channel: 'inbox', status: 'sent' }]);
    expect([caught(), (await lying(mailed)).length, (await lying(reached)).length]).toEqual([1, 0, 1]);
  });

  it('into the inbox for everybody where that is named alone, or by the campaign before its programme', async () => {
    await define({ messageChannels: ['inbox'] });
    const everybody = await world.addPerson();
    await world.reserve([everybody], welcomeStep);
    await define({ messageChannels: ['email'] });
    const { definition, ...version } = await world.database.campaignVersion.findUniqueOrThrow({
      where: { id: world.campaignVersionId },
      select: { programmeId: true, campaignId: true, definition: true, definitionHash: true, triggerType: true },
    });
    const own = { ...(definition as object), messageChannels: ['inbox', 'email'] };
    const { id: campaignVersionId } = await world.database.campaignVersion.create({
      data: { ...version, version: 2, definition: own, listensTo: [] },
    });
    const { programmeId, campaignId } = world;
    const context = { programmeId, campaignId, campaignVersionId, now: world.clock.now() };
    const ofCampaign = await world.addPerson();
    await inTransaction(world.database, (tx) =>
      reserveMessages(tx, context, [{ ...ofCampaign, key: 'own', step: welcomeStep }]),
    );
    await dispatchAll();
    expect([caught(), (await lying(everybody)).length, (await lying(ofCampaign)).length]).toEqual([0, 1, 1]);
  });
});

describe('Marketing in the inbox', () => {
  it('needs consent to it, which is not that to mails', async () => {
    const [asked, agreed, refused] = [
      await world.addPerson({ ...noMailbox, marketing: true }),
      await world.addPerson({ marketing: false }),
      await world.addPerson(noMailbox),
    ];
    await agree(agreed, true);
    await agree(refused, false);
    expect(await world.reserve([asked, agreed, refused], reminderStep)).toMatchObject([
      { kind: 'refused', reason: 'no e-mail address' },
      { kind: 'applied' },
      { kind: 'refused' },
    ]);
    await dispatchAll();
    expect((await lying(agreed)).map((each) => each.class)).toEqual(['marketing']);
  });

  it('is held back when it is refused before it lies there', async () => {
    const person = await world.addPerson(noMailbox);
    await agree(person, true);
    await world.reserve([person], reminderStep);
    await world.database.$executeRaw`UPDATE consent SET granted = false WHERE channel = 'inbox'`;
    await dispatchAll();
    expect(await rowsOf(person)).toMatchObject([
      { status: 'suppressed', reason: 'the member has refused marketing in the inbox' },
    ]);
    expect(await lying(person)).toEqual([]);
  });

  it('waits for nobody else: an inbox is not the mailbox that twins share', async () => {
    await define({ messageCaps: [{ class: 'marketing', channel: 'inbox', max: 1, perDays: 7 }] });
    const twins = await world.addPeople(2, { email: 'twins@example.test' });
    await define({ messageChannels: ['inbox'] });
    for (const twin of twins) await agree(twin, true);
    await world.reserve(twins, reminderStep, 'a');
    await dispatchAll();
    for (const twin of twins) expect((await lying(twin)).length).toBe(1);
  });
});

describe('Caps and quiet hours', () => {
  it('hold in the inbox as they are said of it, beside those of mails', async () => {
    await define({
      messageCaps: [
        { class: 'service', channel: 'inbox', max: 1, perDays: 7 },
        { class: 'service', channel: 'email', max: 1, perDays: 30 },
      ],
    });
    const person = await world.addPerson(noMailbox);
    for (const key of ['a', 'b']) await world.reserve([person], { ...welcomeStep, class: 'service' }, key);
    await dispatchAll();
    await world.dispatch(queue());
    expect((await rowsOf(person)).map(({ status }) => status).sort()).toEqual(['reserved', 'sent']);
    world.clock.at('2026-01-15T12:01:01Z');
    await dispatchAll();
    expect((await rowsOf(person)).find(({ status }) => status === 'reserved')).toMatchObject({
      reason: '1 service inbox message in 7 days already',
      notBefore: new Date('2026-01-22T12:00:00Z'),
    });
    world.clock.at('2026-01-22T12:00:00Z');
    await dispatchAll();
    expect((await lying(person)).length).toBe(2);
  });

  it('keep a notice until the morning, for an app may ring', async () => {
    await define({ quietHours: { from: '21:00', until: '09:00' } });
    world.clock.at('2026-01-15T23:00:00Z');
    const person = await world.addPerson(noMailbox);
    await world.reserve([person], { ...welcomeStep, class: 'service' });
    await dispatchAll();
    expect(await rowsOf(person)).toMatchObject([{ status: 'reserved', notBefore: new Date('2026-01-16T09:00:00Z') }]);
    world.clock.at('2026-01-16T09:00:00Z');
    await dispatchAll();
    expect((await lying(person)).length).toBe(1);
  });
});

describe('A message of an inbox lies there once', () => {
  it('after its sender died on the way, marketing too: nothing is in doubt', async () => {
    const person = await world.addPerson(noMailbox);
    await agree(person, true);
    await world.reserve([person], reminderStep);
    const claim = { ...queue(), now: world.clock.now(), owner: 'dead', leaseMs: 1, messagesMax: 10 };
    const claimed = await claimDue(world.database, claim);
    await beginSending(
      world.database,
      claim,
      claimed.map(({ id }) => id),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    await dispatchAll();
    expect(await rowsOf(person)).toMatchObject([{ status: 'sent', reason: null, attempts: 2 }]);
    expect((await lying(person)).length).toBe(1);
  });

  it('when several processes send at once, each message for its member', async () => {
    const people = await world.addPeople(60, noMailbox);
    await world.reserve(people, welcomeStep);
    await Promise.all([1, 2, 3].map(() => world.createDispatch({})(queue())));
    const counted = await world.database.inboxMessage.groupBy({ by: ['memberId'], _count: true });
    expect(counted.filter(({ _count }) => _count !== 1)).toEqual([]);
    for (const person of people.slice(0, 5)) expect((await lying(person)).length).toBe(1);
    expect(await world.database.message.count({ where: { channel: 'inbox', status: 'sent' } })).toBe(60);
  });

  it('while the mail server is away', async () => {
    const [mailed, reached] = [await world.addPerson(), await world.addPerson(noMailbox)];
    await world.reserve([mailed, reached], welcomeStep);
    const broken = { send: () => Promise.resolve({ kind: 'unreachable' as const, problem: 'away' }) };
    const dispatch = world.createDispatch({ mailServer: { ...broken, connectionsMax: 1 } as never });
    await expect(dispatch({ programmeId: world.programmeId, channel: 'email' })).rejects.toThrow('mail server');
    await dispatch(queue());
    expect((await lying(reached)).length).toBe(1);
  });
});

describe('What lies in an inbox', () => {
  it('comes in pages, is new until it is read, and stays read', async () => {
    const person = await world.addPerson(noMailbox);
    const memberRow = BigInt(person.memberId);
    for (const key of ['a', 'b', 'c']) await world.reserve([person], welcomeStep, key);
    await dispatchAll();
    const [latest, ...older] = await lying(person);
    const page = await listInbox(world.database, { memberRow, before: latest?.id, limit: 1 });
    expect(page).toEqual(older.slice(0, 1));
    expect(await countUnread(world.database, memberRow)).toBe(3);
    const id = latest?.id ?? '';
    const at = world.clock.now();
    expect(await markRead(world.database, { memberRow, id, now: at })).toMatchObject({ id, readAt: at });
    const again = await markRead(world.database, { memberRow, id, now: new Date('2026-02-01T00:00:00Z') });
    expect(again?.readAt).toEqual(at);
    expect(await countUnread(world.database, memberRow)).toBe(2);
    expect((await listInbox(world.database, { memberRow, unread: true, limit: 9 })).length).toBe(2);
  });

  it("is nobody else's to read", async () => {
    const [mine, other] = [await world.addPerson(noMailbox), await world.addPerson(noMailbox)];
    await world.reserve([mine], welcomeStep);
    await dispatchAll();
    const [message] = await lying(mine);
    const read = { memberRow: BigInt(other.memberId), id: message?.id ?? '', now: world.clock.now() };
    expect(await markRead(world.database, read)).toBeUndefined();
    expect((await lying(mine))[0]?.readAt).toBeNull();
  });

  it('goes with the person when two accounts become one, and back when they are parted', async () => {
    const [from, into] = [await world.addPerson(noMailbox), await world.addPerson(noMailbox)];
    await world.reserve([from], welcomeStep);
    await dispatchAll();
    const named = async ({ memberId }: Person) =>
      (await world.database.member.findUniqueOrThrow({ where: { id: BigInt(memberId) } })).externalId;
    const by = { actor: 'test', reason: 'one person' };
    const [fromMemberId, intoMemberId] = [await named(from), await named(into)];
    const { rowId } = await mergeMembers(world, world.programmeId, { fromMemberId, intoMemberId, ...by });
    expect([(await lying(from)).length, (await lying(into)).length]).toEqual([0, 1]);
    await undoMerge(world, world.programmeId, BigInt(rowId ?? 0), by);
    expect([(await lying(from)).length, (await lying(into)).length]).toEqual([1, 0]);
  });

  it('is emptied of what is kept no longer', async () => {
    const person = await world.addPerson(noMailbox);
    await world.reserve([person], welcomeStep);
    await dispatchAll();
    await define({ retention: { messages: 30 } });
    world.clock.at('2026-02-10T12:00:00Z');
    await purgeAll(world, world.programmeId);
    expect((await lying(person)).length).toBe(1);
    world.clock.at('2026-02-20T12:00:00Z');
    await purgeAll(world, world.programmeId);
    expect(await lying(person)).toEqual([]);
    expect(await rowsOf(person)).toMatchObject([{ status: 'sent', subject: null }]);
  });
});
