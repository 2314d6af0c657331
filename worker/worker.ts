import { availableParallelism } from 'node:os';
import { Client, Connection } from '@temporalio/client';
import {
  type ActivityInboundCallsInterceptor,
  NativeConnection,
  type NativeConnectionOptions,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import { createActivities, type ActivityDeps } from '../activities/index.ts';
import { type Clock, readStep } from '../platform/clock.ts';
import { type Closers, createClosers } from '../platform/closers.ts';
import type { TemporalTarget } from '../platform/temporal-client.ts';
import { buildIdOf } from './build-id.ts';
import { retryBlocked } from '../modules/enrolments/retry-blocked.ts';
import { workflowBundle } from './bundle.ts';
import { serveHealth } from './health.ts';
import { noteBuild } from './note-build.ts';
import { tellPresence } from './presence.ts';
import { startHealthMonitor } from './health-monitor.ts';
import { startRelay } from './relay.ts';
import { keepSweepSchedule } from './schedules.ts';
import { startStuckWorkflowRepair } from './repair-stuck.ts';
import { type BuildVersion, buildVersion, keepBuildCurrent, offersVersioning } from './versioning.ts';

export interface WorkerDeps extends ActivityDeps {
  readonly temporal: TemporalTarget;
  readonly taskQueue: string;
  /** /healthz, /readyz and /metrics; none when absent. */
  readonly http?: { readonly host: string; readonly port: number };
  /** Connections the worker may use; what its activities leave is for the relay and the clock. */
  readonly poolSizeMax: number;
  /** The workflows' code; the product's own when absent. */
  readonly bundle?: WorkflowBundle;
  /** What this build is called; a hash of the workflows' code when absent. */
  readonly buildId?: string;
  /** Whether the server is to give tasks to one build only. */
  readonly versioning?: boolean;
  /** How long work at hand may take when the worker stops. Default 30 s. */
  readonly graceMs?: number;
  /** Workflows kept in memory between their wakes. Default 500. */
  readonly cachedWorkflowsMax?: number;
}

export interface RunningWorker {
  /** Port of the health routes. */
  readonly port: number | undefined;
  readonly buildId: string;
  /** Whether the server gives tasks to one build only. */
  readonly isVersioned: boolean;
  /** Resolves when the worker has stopped, rejects when it broke. */
  readonly finished: Promise<void>;
  problems(): readonly string[];
  /** Takes no more work, ends what is at hand, and closes what it opened. */
  stop(): Promise<void>;
}

/** Connections kept for the relay's four tasks, the clock, the worker's presence and the health monitor. */
const poolReserve = 7;
/** More cohorts at once only wait for a processor: a batch of 500 steps keeps one busy for tens of ms. */
const performsAtOnceMax = Math.min(16, Math.max(4, 2 * availableParallelism()));
/** Workflow tasks taken per activity slot: those that wait for a slot must not outlast their task timeout. */
const tasksPerSlot = 2;
/** 500 cohorts of 500 enrolments are 250,000 members in memory. */
const cachedWorkflowsDefault = 500;

/** A cohort that a worker kept in memory goes to another one after this. */
const stickyTimeoutMs = 5_000;
/** On a stepped clock everybody waits for the cohorts of a worker that died. */
const stickyTimeoutSteppedMs = 1_000;

/** Runs the workflows, their activities, the relay and the sweep's schedule. A start that fails closes what it opened. */
export async function startWorker(deps: WorkerDeps): Promise<RunningWorker> {
  const opened = createClosers();
  try {
    return await startParts(deps, opened);
  } catch (error) {
    await opened.close().catch((problem: unknown) => {
      deps.logger.warn({ err: problem }, 'a worker that could not start left something open');
    });
    throw error;
  }
}

/** Starts what may fail first, and what goes on by itself once nothing can fail any more. */
async function startParts(deps: WorkerDeps, opened: Closers): Promise<RunningWorker> {
  const { database, clock, taskQueue, logger, metrics } = deps;
  const { client, connection } = await connect(deps, opened);
  const bundle = deps.bundle ?? (await workflowBundle());
  const version = buildVersion(taskQueue, buildIdOf(bundle, deps.buildId));
  const isVersioned = deps.versioning === true && (await offersVersioning(client, version, logger));
  let problems = (): readonly string[] => ['the worker is starting'];
  const health =
    deps.http &&
    (await serveHealth(
      deps.http,
      healthSource(deps, () => problems()),
    ));
  if (health) opened.add(() => health.stop());
  await keepSweepSchedule(client, taskQueue, clock);
  const activities = createActivities(deps);
  const worker = await createTemporalWorker(deps, { connection, bundle, activities, version, isVersioned });
  opened.add(() => release(worker));
  // A build is noted when hardly anything can fail any more: the next start of one that was noted is not a new build.
  const { isNew } = await noteBuild(database, version.buildId, clock.now());
  // What did not fit the code that ran before may fit this one.
  if (isNew) await retryBlocked(database, { now: clock.now() });
  metrics.buildInfo.set({ build: version.buildId }, 1);

  const builds = keepBuildCurrent({ client, taskQueue, version, isVersioned, isNew, logger, metrics });
  opened.add(() => builds.stop());
  const pulse = startHealthMonitor(connection, database, clock);
  opened.add(() => pulse.stop());
  const carrier = { database, clock, client, taskQueue, logger, metrics };
  const relay = startRelay(carrier);
  opened.add(() => relay.stop());
  const mender = startStuckWorkflowRepair({ ...carrier, bundle });
  opened.add(() => mender.stop());
  problems = () => [
    ...(worker.getState() === 'RUNNING' ? [] : [`the worker is ${worker.getState().toLowerCase()}`]),
    ...(relay.healthy() ? [] : ['the relay fails']),
    ...pulse.problems(),
  ];
  const presence = clock.kind() === 'stepped' ? tellPresence(database, () => problems().length === 0) : undefined;
  if (presence) opened.add(() => presence.stop());

  const finished = worker.run().finally(() => opened.close());
  // Whoever never asks for `finished` must not be ended by it.
  finished.catch((error: unknown) => logger.error({ err: error }, 'the worker broke'));
  return {
    port: health?.port,
    buildId: version.buildId,
    isVersioned,
    finished,
    problems: () => problems(),
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await finished;
    },
  };
}

/** The two connections to Temporal: the worker's own, and a client's. */
async function connect({ temporal }: WorkerDeps, opened: Closers) {
  const connection = await NativeConnection.connect(temporal.connection as NativeConnectionOptions);
  opened.add(() => connection.close());
  const clientConnection = Connection.lazy(temporal.connection);
  opened.add(() => clientConnection.close());
  await clientConnection.ensureConnected();
  return { connection, client: new Client({ connection: clientConnection, namespace: temporal.namespace }) };
}

/** Lets go of a worker that never ran; it holds on to its connection and its threads until it has run. */
async function release(worker: Worker): Promise<void> {
  if (worker.getState() !== 'INITIALIZED') return;
  const running = worker.run();
  worker.shutdown();
  await running;
}

interface WorkerParts {
  readonly connection: NativeConnection;
  readonly bundle: WorkflowBundle;
  readonly activities: object;
  readonly version: BuildVersion;
  readonly isVersioned: boolean;
}

/** Temporal's worker, with as much work at once as the database pool allows. */
async function createTemporalWorker(
  {
    temporal,
    taskQueue,
    clock,
    poolSizeMax,
    graceMs = 30_000,
    cachedWorkflowsMax = cachedWorkflowsDefault,
  }: WorkerDeps,
  { connection, bundle, activities, version, isVersioned }: WorkerParts,
): Promise<Worker> {
  const slots = Math.max(2, Math.min(2 * performsAtOnceMax, poolSizeMax - poolReserve));
  return Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue,
    workflowBundle: bundle,
    activities,
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
    // A cohort of a dead worker goes to another one after this.
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

function healthSource({ metrics }: WorkerDeps, problems: () => readonly string[]) {
  return {
    problems,
    metrics: async () => ({ contentType: metrics.registry.contentType, text: await metrics.registry.metrics() }),
  };
}
