import { availableParallelism } from 'node:os';
import {
  type ActivityInboundCallsInterceptor,
  type InjectedSinks,
  type NativeConnection,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import { type Clock, readStep } from '../platform/clock.ts';
import type { TemporalTarget } from '../platform/temporal-client.ts';
import type { CacheSinks } from '../workflows/temporal/cache-use.ts';
import type { BuildVersion } from './versioning.ts';

/** Connections kept for the relay's five tasks, the clock, the worker's presence and the health monitor. */
const poolReserve = 8;
/** More cohorts at once only wait for a processor: a batch of 500 steps keeps one busy for tens of ms. */
const performsAtOnceMax = Math.min(16, Math.max(4, 2 * availableParallelism()));
/** Workflow tasks taken per activity slot: those that wait for a slot must not outlast their task timeout. */
const tasksPerSlot = 2;
/**
 * Polls for tasks of workflows that are in memory here, and as many for all others. Each holds the slot of a task while it
 * waits: at the SDK's default the polls of a queue that is empty hold all slots but one, and the other queue crawls.
 */
const pollsEach = 2;
/** Of a cache, in work at once: the SDK puts out whoever moved longest ago, also one that waits for its activity, and that task is lost. */
const busyShare = 1 / 2;
const tasksMin = 2;

/**
 * A task for a workflow in memory here goes to any worker after this: in a burst that is work for nothing, so it is longer
 * than the bursts that are to be expected. It is no wait for the cohorts of a worker that died: ten seconds after its last poll
 * the server gives their tasks to any worker at once.
 */
const stickyTimeoutMs = 30_000;
/** On a stepped clock everybody waits for the cohorts of a worker that died. */
const stickyTimeoutSteppedMs = 1_000;

export interface TemporalWorkerSettings {
  readonly temporal: TemporalTarget;
  readonly taskQueue: string;
  readonly clock: Clock;
  readonly poolSizeMax: number;
  readonly cachedWorkflowsMax: number;
  readonly graceMs?: number;
}

export interface TemporalWorkerParts {
  readonly connection: NativeConnection;
  readonly bundle: WorkflowBundle;
  readonly activities: object;
  readonly sinks: InjectedSinks<CacheSinks>;
  readonly version: BuildVersion;
  readonly isVersioned: boolean;
}

/** Temporal's worker, with as much work at once as the database pool allows. */
export function createTemporalWorker(
  { temporal, taskQueue, clock, poolSizeMax, cachedWorkflowsMax, graceMs = 30_000 }: TemporalWorkerSettings,
  { connection, bundle, activities, sinks, version, isVersioned }: TemporalWorkerParts,
): Promise<Worker> {
  const slots = Math.max(2, Math.min(2 * performsAtOnceMax, poolSizeMax - poolReserve));
  const { tasks, polls } = tasksAtOnce(Math.ceil(slots / 2), cachedWorkflowsMax);
  return Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue,
    workflowBundle: bundle,
    activities,
    sinks,
    interceptors: { activity: [() => ({ inbound: onTime(clock) })] },
    // A cohort sleeps for months: it wakes with the code of the day, never with that of the day it began.
    workerDeploymentOptions: isVersioned
      ? { version, useWorkerVersioning: true, defaultVersioningBehavior: 'AUTO_UPGRADE' }
      : { version, useWorkerVersioning: false },
    maxCachedWorkflows: cachedWorkflowsMax,
    maxConcurrentWorkflowTaskExecutions: tasks,
    workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 2 * polls },
    nonStickyToStickyPollRatio: 1 / 2,
    maxConcurrentLocalActivityExecutions: Math.ceil(slots / 2),
    // One more for the dispatch of webhooks, which mostly waits for other people's servers.
    maxConcurrentActivityTaskExecutions: Math.floor(slots / 2) + 1,
    shutdownGraceTime: graceMs,
    shutdownForceTime: graceMs + 5_000,
    stickyQueueScheduleToStartTimeout: clock.kind() === 'stepped' ? stickyTimeoutSteppedMs : stickyTimeoutMs,
  });
}

/** Workflow tasks in work and polls of each queue, for the activities that may run and the workflows there is room for. */
export function tasksAtOnce(activities: number, cachedWorkflowsMax: number): { tasks: number; polls: number } {
  const wanted = tasksPerSlot * activities + 2 * pollsEach;
  const room = Math.max(tasksMin, Math.floor(cachedWorkflowsMax * busyShare));
  const tasks = Math.min(wanted, room);
  return { tasks, polls: tasks < 4 * pollsEach ? 1 : pollsEach };
}

/** Lets no activity begin on an instant that a stepped clock has left. */
function onTime(clock: Clock): ActivityInboundCallsInterceptor {
  return {
    execute: async (input, next) => {
      await readStep(clock);
      return next(input);
    },
  };
}
