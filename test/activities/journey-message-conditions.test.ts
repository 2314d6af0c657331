import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerMessages } from '../../activities/journey/message-conditions.ts';
import { createDispatch } from '../../modules/messaging/sending/dispatch.ts';
import { openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import type { AnswerConditions } from '../../modules/messaging/sending/conditions-port.ts';
import type { SmtpCatcher } from '../../devstack/smtp-catcher.ts';
import type { Enrolment } from '../../prisma/generated/client.ts';
import { openCatcher } from '../support/engine-worker.ts';
import { type JourneyWorld, type Named, openJourneyWorld, points } from '../support/performing-world.ts';
import { unsubscribe } from '../support/mail-links.ts';

let world: JourneyWorld;
let catcher: SmtpCatcher;
beforeAll(async () => {
  world = await openJourneyWorld({
    file: { entry: [{ event: 'member.joined' }], steps: [{ message: 'hello' }, { message: 'reminder' }] },
  });
  catcher = await openCatcher();
});
afterAll(() => catcher.stop());

const reason = 'what it was written for did not hold any more by the time it was to leave';
const hello: Named = {
  ...{ kind: 'message', template: 'hello', class: 'marketing', channel: 'email', gives: [points(50)] },
  onlyIf: { tag: 'vip' },
};

const enrol = (id: string, tags: string[]) =>
  world.enrol(id, { email: `${id}@members.example`, consent: { email: true }, tags });
const messageOf = ({ id }: Enrolment) => world.database.message.findFirst({ where: { enrolmentId: id } });
const pointsOf = async ({ memberId }: Enrolment) =>
  Number((await world.database.ledgerBalance.findFirst({ where: { memberId } }))?.available ?? 0n);
let later = 0;
const retag = (id: string, tags: string[]) =>
  world.happen(id, 'member.updated', { tags }, new Date(world.now.getTime() + (later += 1)));

async function send(answerConditions: AnswerConditions = answerMessages): Promise<void> {
  const mailServer = openMailServer({ url: catcher.smtpUrl });
  const clock = { now: () => world.now, kind: () => 'stepped', refresh: () => undefined, close: () => undefined };
  const deps = { database: world.database, clock: clock as never, mailServer, unsubscribe, answerConditions };
  await createDispatch(deps)({ programmeId: world.programme.id, channel: 'email' });
  await mailServer.close();
}

describe('A message that depends on a condition', () => {
  it('leaves while it holds', async () => {
    const ann = await enrol('t1', ['vip']);
    await world.ask(ann, hello);
    await send();
    expect(await messageOf(ann)).toMatchObject({ status: 'sent' });
  });

  it('is not reserved where it does not hold, and gives nothing', async () => {
    const ann = await enrol('t2', []);
    expect(await world.ask(ann, hello)).toEqual({ kind: 'skipped', reason });
    expect([await messageOf(ann), await pointsOf(ann)]).toEqual([null, 0]);
  });

  it('does not leave when it has come to be untrue, and takes back what it gave', async () => {
    const ann = await enrol('t3', ['vip']);
    await world.ask(ann, hello);
    expect(await pointsOf(ann)).toBe(50);
    await retag('t3', []);
    await send();
    expect(await messageOf(ann)).toMatchObject({ status: 'skipped', reason, attempts: 0 });
    expect(await pointsOf(ann)).toBe(0);
  });

  it('does not leave when it comes to be untrue after it was claimed', async () => {
    const ann = await enrol('t4', ['vip']);
    await world.ask(ann, hello);
    let asked = 0;
    await send(async (...question) => {
      const answers = await answerMessages(...question);
      // What was true when the page was claimed is not any more when the group is about to leave.
      if ((asked += 1) === 1) await retag('t4', []);
      return answers;
    });
    expect(asked).toBeGreaterThan(1);
    await send();
    expect(await messageOf(ann)).toMatchObject({ status: 'skipped', reason });
  });

  it('keeps no mail of others waiting when nobody can ask it any more', async () => {
    const [ann, ben] = [await enrol('t5', ['vip']), await enrol('t6', ['vip'])];
    await world.ask(ann, hello);
    await world.ask(ben, hello);
    await world.database.message.updateMany({
      where: { enrolmentId: ann.id },
      data: { onlyIf: { kind: 'journey', holds: { segment: 'gone' }, known: {}, zone: 'member' } },
    });
    await send();
    expect(await messageOf(ann)).toMatchObject({ status: 'skipped' });
    expect(await messageOf(ben)).toMatchObject({ status: 'sent' });
  });
});

describe('Whoever sends and can not ask', () => {
  it('sends none of them', async () => {
    const ann = await enrol('n1', ['vip']);
    await world.ask(ann, hello);
    const mailServer = openMailServer({ url: catcher.smtpUrl });
    const clock = { now: () => world.now, kind: () => 'stepped', refresh: () => undefined, close: () => undefined };
    const dispatch = createDispatch({ database: world.database, clock: clock as never, mailServer, unsubscribe });
    await expect(dispatch({ programmeId: world.programme.id, channel: 'email' })).rejects.toThrow('nobody answers');
    await mailServer.close();
    expect(await messageOf(ann)).toMatchObject({ status: 'reserved' });
  });
});
