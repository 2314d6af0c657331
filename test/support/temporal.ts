import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';

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
