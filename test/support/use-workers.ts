import type { Client } from '@temporalio/client';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { SmtpCatcher } from '../../devstack/smtp-catcher.ts';
import type { RunningWorker, WorkerDeps } from '../../worker/worker.ts';
import { testStoryOf } from './engine-stories.ts';
import { openCatcher, startTestWorker } from './engine-worker.ts';
import { type EngineWorld, openClient } from './engine.ts';
import { temporalAddress } from './temporal.ts';

/** Workers of a test file, with a mail server and a client on the tests' Temporal; those that a test starts end with it. */
export function useWorkers() {
  let catcher: SmtpCatcher;
  let connected: Awaited<ReturnType<typeof openClient>>;
  const workers: RunningWorker[] = [];
  beforeAll(async () => {
    catcher = await openCatcher();
    connected = await openClient(temporalAddress());
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  });
  afterAll(async () => {
    await connected.close();
    await catcher.stop();
  });
  return {
    client: (): Client => connected.client,
    /** Runs the stories of engine-stories.ts that the campaigns' settings name. */
    start: async (world: EngineWorld, taskQueue: string, changes: Partial<WorkerDeps> = {}): Promise<RunningWorker> => {
      const worker = await startTestWorker(world, catcher, taskQueue, { storyOf: testStoryOf, ...changes });
      workers.push(worker);
      return worker;
    },
  };
}
