import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { type SmtpCatcher, startSmtpCatcher } from '../../devstack/smtp-catcher.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { type RunningWorker, startWorker, type WorkerDeps } from '../../worker/worker.ts';
import { type EngineWorld, quietLogger } from './engine.ts';
import { quietTemporal } from './temporal-runtime.ts';
import { temporalAddress } from './temporal.ts';

quietTemporal();

/** A mail server of the test's own; the folder goes with it. */
export async function openCatcher(): Promise<SmtpCatcher> {
  const dir = mkdtempSync(join(tmpdir(), 'perennial-mail-'));
  const catcher = await startSmtpCatcher({ dir });
  return { ...catcher, stop: () => catcher.stop().finally(() => rmSync(dir, { recursive: true, force: true })) };
}

/** A worker as the product starts it. */
export async function startTestWorker(
  world: Pick<EngineWorld, 'database' | 'clock'>,
  catcher: Pick<SmtpCatcher, 'smtpUrl'>,
  taskQueue: string,
  changes: Partial<WorkerDeps> = {},
): Promise<RunningWorker> {
  return startWorker({
    database: world.database,
    clock: world.clock,
    logger: quietLogger,
    metrics: createMetrics(),
    mailServer: openMailServer({ url: catcher.smtpUrl }),
    unsubscribe: { publicUrl: 'http://localhost:3000', secret: 'a secret for the tests' },
    temporal: { connection: { address: temporalAddress() }, namespace: 'default' },
    taskQueue,
    poolSizeMax: 20,
    graceMs: 2_000,
    ...changes,
  });
}
