import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../devstack/ports.ts';
import { type SmtpCatcher, startSmtpCatcher } from '../../devstack/smtp-catcher.ts';
import { signalBatches } from '../../worker/signal-cohorts.ts';
import type { RunningWorker } from '../../worker/worker.ts';
import { sweepScheduleId } from '../../workflows/contract.ts';
import { signalBatchMax } from '../../workflows/engine/protocol.ts';
import { testStoryOf } from '../support/engine-stories.ts';
import { openCatcher, startTestWorker } from '../support/engine-worker.ts';
import {
  addMembers,
  type EngineWorld,
  join as joinProgramme,
  openClient,
  openWorld,
  until,
} from '../support/engine.ts';
import { temporalAddress, uniqueTaskQueue } from '../support/temporal.ts';

let catcher: SmtpCatcher;
beforeAll(async () => {
  catcher = await openCatcher();
});
afterAll(() => catcher.stop());

describe('A worker tells how it is', () => {
  let world: EngineWorld;
  let worker: RunningWorker;
  const taskQueue = uniqueTaskQueue('worker');
  beforeAll(async () => {
    world = await openWorld({ settings: { story: 'gift' } });
    const http = { host: '127.0.0.1', port: 0 };
    worker = await startTestWorker(world, catcher, taskQueue, { storyOf: testStoryOf, http });
  });
  afterAll(() => worker.stop());
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${worker.port}${path}`);
    return { status: response.status, text: await response.text() };
  };

  it('answers that it lives, and that it can work', async () => {
    expect(await get('/healthz')).toEqual({ status: 200, text: 'ok\n' });
    await until(
      () => get('/readyz'),
      ({ status }) => status === 200,
    );
    expect(worker.problems()).toEqual([]);
    expect(await get('/nothing')).toMatchObject({ status: 404 });
  });

  it('counts what it did, in the words of the domain', async () => {
    await joinProgramme(world, await addMembers(world, [null, null]));
    const { text } = await until(
      () => get('/metrics'),
      (answer) => answer.text.includes('perennial_enrolments_ended_total{status="done"} 2'),
    );
    expect(text).toContain('perennial_steps_total{kind="grant",outcome="applied"} 2');
    expect(text).toContain('perennial_cohorts_started_total 1');
  });

  it('keeps one schedule for the sweep, however often it starts', async () => {
    const { client, close } = await openClient(temporalAddress());
    const second = await startTestWorker(world, catcher, taskQueue, { storyOf: testStoryOf });
    const { spec, action, policies } = await client.schedule.getHandle(sweepScheduleId(taskQueue)).describe();
    expect(spec.intervals).toMatchObject([{ every: 3_600_000 }]);
    expect(action).toMatchObject({ workflowType: 'sweep', taskQueue });
    expect(policies.overlap).toBe('SKIP');
    await client.schedule.getHandle(sweepScheduleId(taskQueue)).delete();
    await second.stop();
    await close();
  });
});

describe('A worker whose mail server is away', () => {
  it('says so where it is watched, and that it is back', async () => {
    const world = await openWorld({ settings: { story: 'gift' } });
    const [port = 0] = await freePorts(1);
    const http = { host: '127.0.0.1', port: 0 };
    const away = { smtpUrl: `smtp://127.0.0.1:${port}` };
    const worker = await startTestWorker(world, away, uniqueTaskQueue('no-mail'), { storyOf: testStoryOf, http });
    const ask = async () => {
      const [ready, metrics] = await Promise.all(
        ['/readyz', '/metrics'].map((path) => fetch(`http://127.0.0.1:${worker.port}${path}`)),
      );
      const up = /^perennial_mail_server_up (\d)/m.exec((await metrics?.text()) ?? '')?.[1];
      return { status: ready?.status, text: await ready?.text(), up };
    };
    try {
      const seen = await until(ask, ({ up }) => up === '0');
      expect(seen).toMatchObject({ status: 503, text: expect.stringContaining('the mail server does not answer: ') });
      const dir = await mkdtemp(join(tmpdir(), 'perennial-worker-mail-'));
      const back = await startSmtpCatcher({ dir, smtpPort: port });
      expect(await until(ask, ({ status }) => status === 200)).toMatchObject({ up: '1' });
      await back.stop();
      await rm(dir, { recursive: true });
    } finally {
      await worker.stop();
    }
  });
});

describe('What cohorts are sent travels in signals of bounded size', () => {
  const signal = (id: number, bytes = 10) => ({
    signal: {
      kind: 'event' as const,
      id: String(id),
      enrolmentId: '1',
      event: { id: `e${id}`, type: 'order.placed', at: 0, data: { note: 'x'.repeat(bytes) } },
    },
  });

  it('in their order, as many as a signal may carry', () => {
    const signals = Array.from({ length: signalBatchMax + 1 }, (_, id) => signal(id));
    const batches = signalBatches(signals);
    expect(batches.map((batch) => batch.length)).toEqual([signalBatchMax, 1]);
    expect(batches.flat().map((one) => Number(one.signal.id))).toEqual(signals.map((_, id) => id));
  });

  it('fewer when they are large, and a large one alone', () => {
    const batches = signalBatches([signal(1, 300_000), signal(2, 300_000), signal(3, 1_000_000), signal(4)]);
    expect(batches.map((batch) => batch.length)).toEqual([1, 1, 1, 1]);
  });

  it('none when there are none', () => expect(signalBatches([])).toEqual([]));
});
