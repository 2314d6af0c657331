import type { ClockMapping } from '../values/programme-clock.ts';

/** How long the server waits for a workflow task on a scaled clock before it gives it to another worker. */
export const scaledTaskTimeoutMs = 4_000;

/** As a workflow's start takes it: on a scaled clock a dead worker's task must come back within hours of the programme, not days. */
export function taskTimeout({ scale }: ClockMapping): { workflowTaskTimeout?: number } {
  return scale === 1 ? {} : { workflowTaskTimeout: scaledTaskTimeoutMs };
}
