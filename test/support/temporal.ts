import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { inject, vi } from 'vitest';

/** host:port of the Temporal server that all test files share. */
export function temporalAddress(): string {
  const temporal = inject('temporal');
  if ('problem' in temporal) throw new Error(`No Temporal server for this test: ${temporal.problem}`);
  return temporal.address;
}

/** A task queue that no other test file polls. */
export function uniqueTaskQueue(topic = 'test'): string {
  return `${topic}-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** A namespace that knows no search attributes yet, ready for workflows. */
export async function newNamespace(client: Client): Promise<string> {
  const namespace = `test-${process.pid}-${randomBytes(4).toString('hex')}`;
  const { workflowService } = client;
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  // The server's parts hear of it one after the other.
  const known = () => workflowService.describeTaskQueue({ namespace, taskQueue: { name: 'any' }, taskQueueType: 1 });
  await vi.waitFor(known, { timeout: 20_000, interval: 100 });
  return namespace;
}
