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

/** Connections kept for the relay's four tasks, the clock, the worker's presence and the health monitor. */
const poolReserve = 7;
/** More cohorts at once only wait for a processor: a batch of 500 steps keeps one busy for tens of ms. */
const performsAtOnceMax = Math.min(16, Math.max(4, 2 * availableParallelism()));
/** Workflow tasks taken per activity slot: those that wait for a slot must not outlast their task timeout. */
const tasksPerSlot = 2;

/** A cohort that a worker kept in memory goes to another one after this. */
const stickyTimeoutMs = 5_000;
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
    maxConcurrentWorkflowTaskExecutions: tasksPerSlot * Math.ceil(slots / 2),
    maxConcurrentLocalActivityExecutions: Math.ceil(slots / 2),
    maxConcurrentActivityTaskExecutions: Math.floor(slots / 2),
    shutdownGraceTime: graceMs,
    shutdownForceTime: graceMs + 5_000,
    stickyQueueScheduleToStartTimeout: clock.kind() === 'stepped' ? stickyTimeoutSteppedMs : stickyTimeoutMs,
  });
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
