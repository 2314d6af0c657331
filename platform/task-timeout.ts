import type { ClockKind } from '../values/programme-clock.ts';

/** How long the server waits for a workflow task on a stepped clock before it gives it to another worker. */
const steppedTaskTimeoutMs = 4_000;

/** As a workflow's start takes it: on a stepped clock everybody waits for the task of a worker that died. */
export function taskTimeout(kind: ClockKind): { workflowTaskTimeout?: number } {
  return kind === 'real' ? {} : { workflowTaskTimeout: steppedTaskTimeoutMs };
}
