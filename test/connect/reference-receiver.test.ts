import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Failure,
  type ReferenceReceiver,
  startReferenceReceiver,
} from '../../modules/connect/channel/reference-receiver.ts';
import { postForAnswer } from '../../modules/webhooks/post.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { welcomeStep } from '../support/mail-world.ts';
import { openTextWorld, type TextWorld } from '../support/text-world.ts';

let world: TextWorld;
let receiver: ReferenceReceiver;
let failure: Failure | undefined;
const sent: string[] = [];
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const bySms = { ...welcomeStep, channel: 'sms' } as const;
beforeAll(async () => {
  receiver = await startReferenceReceiver({
    secret,
    onMessage: ({ id }) => void sent.push(id),
    failWith: () => failure,
  });
  world = await openTextWorld();
  const connection = await world.connect(['sms'], receiver.url);
  // The receiver was there first: the connection takes its secret.
  const { updateConnection } = await import('../../modules/connect/update.ts');
  await updateConnection(
    world.database,
    world.programmeId,
    connection.id,
    { secret, actor: 'test' },
    world.clock.now(),
  );
});
afterAll(async () => {
  await world.close();
  await receiver.stop();
});

const ask = (body: object, secrets = [secret], id = 'txt_1') =>
  postForAnswer(
    { url: receiver.url, id, body: JSON.stringify(body), secrets, timeoutMs: 1_000 },
    { allowsThisMachine: true },
  );

describe('The receiver to copy from', () => {
  const text = { type: 'message.send', id: 'txt_1', channel: 'sms', to: '+442079460958', text: 'Hello' };

  it('takes an id once, and answers a repeat as it answered the first time', async () => {
    const first = await ask(text);
    expect(first).toMatchObject({ kind: 'answered', status: 202, text: '{"id":"rcv-1"}' });
    expect(await ask(text)).toEqual(first);
    expect(sent).toEqual(['txt_1']);
  });

  it('trusts nobody who signs with another secret, and knows what it is asked for', async () => {
    const foreign = `whsec_${Buffer.alloc(24, 8).toString('base64')}`;
    expect(await ask({ ...text, id: 'txt_2' }, [foreign])).toMatchObject({ status: 401 });
    expect(await ask({ ...text, type: 'message.read' })).toMatchObject({ status: 400 });
  });

  it('fails when it is told to: before it takes a text, or behind it, with the answer lost', async () => {
    const person = await world.addPerson();
    await world.reserveText([person], bySms);
    failure = { kind: 'lose-answer' };
    await world.sendAll('sms');
    expect(await world.messageOf(person)).toMatchObject({ status: 'reserved', attempts: 1 });
    failure = { kind: 'answer', status: 503 };
    world.clock.at('2026-01-15T12:00:05Z');
    await world.sendAll('sms');
    failure = undefined;
    world.clock.at('2026-01-15T12:00:40Z');
    await world.sendAll('sms');
    const message = await world.messageOf(person);
    expect(message).toMatchObject({ status: 'sent', attempts: 3 });
    expect(sent.filter((id) => id === message.messageId)).toHaveLength(1);
  });
});

describe('A sender that is killed twice', () => {
  it('hands every text over, and no text is sent twice', { timeout: 60_000 }, async () => {
    const people = await Promise.all(Array.from({ length: 60 }, () => world.addPerson()));
    await world.reserveText(people, bySms);
    const before = receiver.calls();
    const script = join(packageRoot(), 'test', 'support', 'text-dispatch-process.ts');
    const words = [world.url, String(world.programmeId), world.clock.now().toISOString()];
    const left = () => world.database.message.count({ where: { channel: 'sms', status: { not: 'sent' } } });
    for (let kills = 0; kills < 2; kills += 1) {
      const child = spawn(process.execPath, ['--import', 'tsx', script, ...words], { stdio: 'inherit' });
      const exited = once(child, 'exit');
      const seen = receiver.calls();
      while (receiver.calls() === seen && child.exitCode === null) await sleep(5);
      await sleep(10);
      child.kill('SIGKILL');
      await exited;
    }
    for (let tries = 0; tries < 60 && (await left()) > 0; tries += 1) {
      await world.sendAll('sms').catch(() => undefined);
      await sleep(200);
    }
    const ids = new Set(
      (await world.database.message.findMany({ where: { channel: 'sms' } })).map((row) => row.messageId),
    );
    expect(await left()).toBe(0);
    expect(receiver.calls() - before).toBeGreaterThanOrEqual(60);
    const own = sent.filter((id) => ids.has(id));
    expect(own).toHaveLength(ids.size);
    expect(new Set(own).size).toBe(ids.size);
  });
});
