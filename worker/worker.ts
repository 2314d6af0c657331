import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type NativeConnectionOptions, type Worker, type WorkflowBundle } from '@temporalio/worker';
import { createActivities, type ActivityDeps } from '../activities/index.ts';
import { type Closers, createClosers } from '../platform/closers.ts';
import { type HealthSource, serveHealth } from '../platform/health-server.ts';
import type { TemporalTarget } from '../platform/temporal-client.ts';
import { buildIdOf } from './build-id.ts';
import { retryBlocked } from '../modules/enrolments/retry-blocked.ts';
import { sealPlainSecrets } from '../modules/webhooks/secrets.ts';
import { workflowBundle } from './bundle.ts';
import { countCacheUse } from './cache-metrics.ts';
import { cacheRoom } from './cache-room.ts';
import { startFileRunner } from './run-files.ts';
import { startMailMonitor } from './mail-monitor.ts';
import { noteBuild } from './note-build.ts';
import { tellPresence } from './presence.ts';
import { startHealthMonitor } from './health-monitor.ts';
import { startRelay } from './relay.ts';
import { keepSweepSchedule } from './schedules.ts';
import { startStuckWorkflowRepair } from './repair-stuck.ts';
import { createTemporalWorker } from './temporal-worker.ts';
import { noteWebhooks } from './webhook-figures.ts';
import { buildVersion, keepBuildCurrent, offersVersioning } from './versioning.ts';

export interface WorkerDeps extends ActivityDeps {
  readonly temporal: TemporalTarget;
  /** Of the database, for imports and exports, which have connections of their own; nobody works on files when absent. */
  readonly databaseUrl?: string;
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
  /** Workflows kept in memory between their tasks; as many as fit into the memory there is when absent. */
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
  const cacheUse = countCacheUse(metrics);
  let cached = () => 0;
  const told = healthSource(deps, { problems: () => problems(), noteCache: () => cacheUse.note(cached()) });
  const health = deps.http && (await serveHealth(deps.http, told));
  if (health) opened.add(() => health.stop());
  await keepSweepSchedule(client, taskQueue, clock);
  const mail = startMailMonitor(deps.mailServer, { metrics, isStepped: clock.kind() === 'stepped' });
  opened.add(() => mail.stop());
  const activities = createActivities({ ...deps, onTrouble: mail.note });
  const { cachedWorkflowsMax = cacheRoom().workflowsMax } = deps;
  metrics.workflowCacheLimit.set(cachedWorkflowsMax);
  const worker = await createTemporalWorker(
    { ...deps, cachedWorkflowsMax },
    { ...{ connection, bundle, activities, version, isVersioned }, sinks: cacheUse.sinks },
  );
  opened.add(() => release(worker));
  cached = () => worker.getStatus().numCachedWorkflows;
  await sealSecrets(deps);
  // A build is noted when hardly anything can fail any more: the next start of one that was noted is not a new build.
  const { isNew } = await noteBuild(database, version.buildId, clock.now());
  // What did not fit the code that ran before may fit this one.
  if (isNew) await retryBlocked(database, { now: clock.now() });
  metrics.buildInfo.set({ build: version.buildId }, 1);

  const builds = keepBuildCurrent({ client, taskQueue, version, isVersioned, isNew, logger, metrics });
  opened.add(() => builds.stop());
  const pulse = startHealthMonitor(connection, database, clock);
  opened.add(() => pulse.stop());
  const carrier = { ...deps, client };
  const relay = startRelay(carrier);
  opened.add(() => relay.stop());
  opened.add(runFiles(deps));
  const mender = startStuckWorkflowRepair({ ...carrier, bundle });
  opened.add(() => mender.stop());
  const ownProblems = () => [
    ...(worker.getState() === 'RUNNING' ? [] : [`the worker is ${worker.getState().toLowerCase()}`]),
    ...(relay.healthy() ? [] : ['the relay fails']),
    ...pulse.problems(),
  ];
  problems = () => [...ownProblems(), ...mail.problems()];
  // Stories go on while mails wait.
  const presence = clock.kind() === 'stepped' ? tellPresence(database, () => ownProblems().length === 0) : undefined;
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

/** Seals what was kept before secrets were sealed. They work as they are, too: no start fails for them. */
async function sealSecrets({ database, logger }: WorkerDeps): Promise<void> {
  await sealPlainSecrets(database).catch((error: unknown) => {
    logger.warn({ err: error }, 'secrets of webhooks could not be sealed');
  });
}

/** Works on files, where it is known where the database is; answers what stops it. */
function runFiles({ database, databaseUrl, clock, logger }: WorkerDeps): () => Promise<void> {
  const files = databaseUrl === undefined ? undefined : startFileRunner({ database, databaseUrl, clock, logger });
  return async () => files?.stop();
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

function healthSource(
  { metrics, database }: WorkerDeps,
  { problems, noteCache }: { problems: () => readonly string[]; noteCache: () => void },
): HealthSource {
  return {
    problems,
    metrics: async () => {
      noteCache();
      await noteWebhooks(database, metrics);
      return { contentType: metrics.registry.contentType, text: await metrics.registry.metrics() };
    },
  };
}
