import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retryMessages } from '../../modules/messaging/sending/retry.ts';
import { reserveMessages, type MessageStep } from '../../modules/messaging/sending/reserve.ts';
import { inTransaction } from '../../platform/database.ts';
import { openMailWorld, type MailWorld } from '../support/mail-world.ts';

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
});
afterAll(() => world.close());

const step = (deadlineAt?: number): MessageStep => ({
  ...{ template: 'news', channel: 'email', class: 'service', variables: { until: null } },
  ...(deadlineAt === undefined ? {} : { deadlineAt }),
});

/** A version of the campaign whose news end with this text. */
async function storeNews(text: string): Promise<number> {
  const { database, programmeId, campaignId } = world;
  const before = await database.campaignVersion.findFirstOrThrow({
    where: { campaignId },
    orderBy: { version: 'desc' },
  });
  const version = before.version + 1;
  const messages = { news: { en: { subject: 'News', html: '<p>News</p>', text } } };
  const { id } = await database.campaignVersion.create({
    data: { programmeId, campaignId, version, definition: { messages }, definitionHash: `v${version}` },
  });
  await database.campaign.update({ where: { id: campaignId }, data: { currentVersion: version } });
  return id;
}

async function sendNews(campaignVersionId: number, deadlineAt?: number) {
  const person = await world.addPerson();
  const { programmeId, campaignId, clock, database } = world;
  const context = { programmeId, campaignId, campaignVersionId, now: clock.now() };
  const request = { ...person, key: `${person.enrolmentId}/news/1`, step: step(deadlineAt) };
  await inTransaction(database, (tx) => reserveMessages(tx, context, [request]));
  await world.dispatchAll();
  const read = async () =>
    database.message.findFirstOrThrow({
      where: { memberId: BigInt(person.memberId) },
      select: { id: true, status: true, reason: true, attempts: true },
    });
  return { ...person, read };
}

describe('A mail that failed because of its text', () => {
  it('goes again once the text is mended, and once only', async () => {
    const broken = await storeNews('Until {{ until | date }}');
    const ada = await sendNews(broken);
    const late = await sendNews(broken, world.clock.now().getTime() + 3_600_000);
    const failed = await ada.read();
    expect(failed).toMatchObject({ status: 'failed', reason: expect.stringContaining('date wants') as string });

    await storeNews('Until the end');
    world.clock.at('2026-01-15T14:00:00Z');
    const programme = { id: world.programmeId };
    const asked = { actor: 'test', template: 'news' };
    expect(await retryMessages(world, programme, asked)).toEqual({ again: 1, tooLate: 1 });
    await world.dispatchAll();
    expect(await ada.read()).toMatchObject({ status: 'sent', attempts: 1, reason: null });
    expect(await late.read()).toMatchObject({ status: 'failed' });
    expect(world.catcher.messages()).toHaveLength(1);

    expect(await retryMessages(world, programme, asked)).toEqual({ again: 0, tooLate: 1 });
    await expect(retryMessages(world, programme, { actor: 'test', message: String(failed.id) })).rejects.toMatchObject({
      code: 'MESSAGE_NOT_FOUND',
      fix: 'See `perennial message list --status failed`.',
    });
  });
});
