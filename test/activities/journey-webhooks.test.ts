import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createCalls } from '../../activities/journey/send-calls.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { createEndpoint } from '../../modules/webhooks/create.ts';
import { callWaitsMs, keptOf } from '../../modules/webhooks/rules-call.ts';
import { realClock } from '../../platform/clock.ts';
import type { Enrolment } from '../../prisma/generated/client.ts';
import { until } from '../support/engine.ts';
import { type JourneyWorld, type Named, openJourneyWorld } from '../support/performing-world.ts';
import { type Received, type Receiver, type Reply, startReceiver } from '../support/webhook-receiver.ts';

const webhookReach = { allowsThisMachine: true };

let world: JourneyWorld;
const receivers: Receiver[] = [];
beforeAll(async () => {
  world = await openJourneyWorld({
    file: { entry: [{ event: 'member.joined' }], steps: [{ message: 'hello' }, { message: 'reminder' }] },
  });
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
  await world.database.$executeRaw`UPDATE webhook_endpoint SET deleted_at = now()`;
  await world.database.$executeRaw`DELETE FROM journey_call`;
});

/** A system of the shop's under a name, and the secret it knows ours by. */
async function open(name: string, replyTo: (call: Received, number: number) => Reply) {
  const receiver = await startReceiver(replyTo);
  receivers.push(receiver);
  const by = { database: world.database, clock: realClock(), reach: webhookReach, by: { actor: 'test' } };
  const { secret } = await createEndpoint(by, world.programme.id, {
    url: receiver.url,
    types: ['points.earned'],
    name,
  });
  return { receiver, secret };
}

const asked: Named = {
  ...{
    kind: 'webhook',
    endpoint: 'risk',
    send: { sku: 'mug', city: { from: 'member.city' } },
    keep: ['score', 'label'],
  },
};
const calls = createSender();
function createSender() {
  let made: ReturnType<typeof createCalls> | undefined;
  return async () => {
    made ??= createCalls({
      ...{ database: world.database, clock: { now: () => world.now }, webhookReach },
    });
    await made.send();
    await made.settle();
  };
}
const answers = ({ memberId }: Enrolment) =>
  world.database.event.findMany({ where: { memberId, type: 'webhook.answered' } });
const callsOf = ({ id }: Enrolment) => world.database.journeyCall.findMany({ where: { enrolmentId: id } });
const untilDue = () => world.database.$executeRaw`UPDATE journey_call SET next_at = clock_timestamp()`;

describe('A journey asks a system of the shop', () => {
  it('by a signed call, and hears what it keeps of the answer as an event', async () => {
    const { receiver, secret } = await open('risk', () => ({
      ...{ status: 200, body: JSON.stringify({ score: 7, label: 'low', other: 'x' }) },
    }));
    const ann = await world.enrol('w1', { city: 'Lyon' });
    const call = `${ann.id}/webhook/1`;
    expect(await world.ask(ann, asked)).toEqual({ kind: 'applied', data: { call } });
    await calls();
    const [received] = receiver.received as [Received];
    expect(new Webhook(secret).verify(received.body, received.headers)).toMatchObject({
      type: 'journey.call',
      data: { call, campaign: 'journey', step: 'webhook', memberId: 'w1', send: { sku: 'mug', city: 'Lyon' } },
    });
    expect(await answers(ann)).toMatchObject([
      { eventId: `webhook:${call}`, data: { call, score: 7, label: 'low' }, occurredAt: world.now },
    ]);
    const signals = await world.database.signalOutbox.findMany({ where: { enrolmentId: ann.id } });
    expect(signals).toHaveLength(1);
    expect(await callsOf(ann)).toEqual([]);
  });

  it('once, however often its step or its sender comes', async () => {
    const { receiver } = await open('risk', () => ({ status: 200, body: '{}' }));
    const ann = await world.enrol('w2');
    const first = await world.ask(ann, asked);
    expect(await world.ask(ann, asked)).toEqual(first);
    await calls();
    await calls();
    expect(receiver.received).toHaveLength(1);
    expect(await answers(ann)).toMatchObject([{ data: { score: null, label: null } }]);
  });

  it('again under the same id when it did not answer, later each time', async () => {
    const { receiver } = await open('risk', (_, number) =>
      number === 1 ? { status: 503 } : { status: 200, body: '{"score":1}' },
    );
    const ann = await world.enrol('w3');
    await world.ask(ann, asked);
    await calls();
    expect(await answers(ann)).toEqual([]);
    const [call] = await callsOf(ann);
    expect(call).toMatchObject({ attempts: 1, lastError: 'answered 503' });
    expect(Number(call?.nextAt) - Date.now()).toBeGreaterThan(3_000);
    await calls();
    expect(receiver.received).toHaveLength(1);
    await untilDue();
    await calls();
    expect(new Set(receiver.ids()).size).toBe(1);
    expect(await answers(ann)).toMatchObject([{ data: { score: 1 } }]);
  });

  it('and hears that it failed when every try came to nothing', async () => {
    const { receiver } = await open('risk', () => ({ status: 503 }));
    const ann = await world.enrol('w4');
    await world.ask(ann, asked);
    for (let attempt = 0; attempt < callWaitsMs.length; attempt += 1) {
      expect(await answers(ann)).toEqual([]);
      await calls();
      await untilDue();
    }
    expect(receiver.received).toHaveLength(callWaitsMs.length);
    expect(await answers(ann)).toMatchObject([
      { data: { call: `${ann.id}/webhook/1`, failed: true, reason: 'answered 503' } },
    ]);
    await calls();
    expect(receiver.received).toHaveLength(callWaitsMs.length);
  });

  it('goes on where a sender has died', async () => {
    const { receiver } = await open('risk', () => ({ status: 200, body: '{"score":1}' }));
    const ann = await world.enrol('w5');
    await world.ask(ann, asked);
    // Claimed, and never heard of again.
    await world.database
      .$executeRaw`UPDATE journey_call SET attempts = 1, next_at = clock_timestamp() + interval '1 minute'`;
    await calls();
    expect(receiver.received).toHaveLength(0);
    await untilDue();
    await calls();
    expect(receiver.received).toHaveLength(1);
    expect(await answers(ann)).toHaveLength(1);
  });

  it('stops asking when the enrolment is over', async () => {
    const { receiver } = await open('risk', () => ({ status: 200, body: '{}' }));
    const ann = await world.enrol('w10');
    await world.ask(ann, asked);
    const over = { status: 'exited', reason: 'a test', endedAt: world.now };
    await world.database.enrolment.update({ where: { id: ann.id }, data: over });
    await calls();
    expect([receiver.received, await answers(ann)]).toEqual([[], []]);
  });

  it('is refused where there is no such system, or it takes nothing', async () => {
    const ann = await world.enrol('w6');
    expect(await world.ask(ann, asked)).toMatchObject({ kind: 'refused', code: 'ENDPOINT_NOT_FOUND' });
    expect(await callsOf(ann)).toEqual([]);
  });

  it('asks nobody about who is held out', async () => {
    await open('risk', () => ({ status: 200, body: '{}' }));
    const ann = await world.enrol('w7');
    await world.database.enrolment.update({ where: { id: ann.id }, data: { shadow: true } });
    expect((await world.ask(ann, asked)).kind).toBe('skipped');
  });

  it('does not let one that is slow keep another waiting', async () => {
    await open('slow', () => ({ never: true }));
    const { receiver } = await open('risk', () => ({ status: 200, body: '{}' }));
    const ann = await world.enrol('w8');
    await world.ask(ann, { ...asked, name: 'slow', endpoint: 'slow' });
    await world.ask(ann, asked);
    const own = createCalls({
      database: world.database,
      clock: { now: () => world.now },
      webhookReach,
      timeoutMs: 5_000,
    });
    await own.send();
    await until(
      () => answers(ann),
      (told) => told.length === 1,
    );
    expect(receiver.received).toHaveLength(1);
    expect(await callsOf(ann)).toMatchObject([{ endpoint: 'slow', lastError: null }]);
  });

  it('takes no answer that a shop tells of as an event', async () => {
    await world.enrol('w9');
    const event = { id: 'forged', type: 'webhook.answered', memberId: 'w9', data: { call: 'x', score: 1 } };
    const deps = { database: world.database, clock: { now: () => world.now } };
    expect(await ingestEvents(deps, world.programme.id, [event])).toMatchObject([{ kind: 'refused' }]);
  });
});

describe('Of an answer', () => {
  it('only single values are kept that are not too long', () => {
    const text = JSON.stringify({ a: 1, b: true, c: 'x', d: { e: 1 }, f: 'x'.repeat(501), toString: 'y' });
    expect(keptOf(text, ['a', 'b', 'c', 'd', 'f', 'g'])).toEqual({ a: 1, b: true, c: 'x', d: null, f: null, g: null });
    for (const other of [undefined, '', 'no JSON', '[1]', 'null', '"a"'])
      expect(keptOf(other, ['a'])).toEqual({ a: null });
  });
});
