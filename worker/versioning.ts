import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { grpcCode, grpcCodeOf, grpcProblemOf } from '../platform/grpc-code.ts';
import type { Metrics } from '../platform/metrics.ts';

/** A worker's build as Temporal knows it; all workers of a task queue are one deployment. */
export interface BuildVersion {
  readonly deploymentName: string;
  readonly buildId: string;
}

export interface VersioningDeps {
  readonly client: Client;
  readonly taskQueue: string;
  readonly version: BuildVersion;
  /** Whether this worker takes only the tasks that are for its build. */
  readonly isVersioned: boolean;
  /** Whether the worker that started before this one was of another build. */
  readonly isNew: boolean;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

const lookEveryMs = 30_000;
/** The server takes a moment to hear of a build's first worker. */
const claimAgainAfterMs = 1_000;
const claimsInARowMax = 30;
/** A worker that lives asks for work once a minute or more; the server lists it for some minutes after. */
const abandonedAfterMs = 120_000;

/** Deployments have no dot and no colon in their names. */
export function buildVersion(taskQueue: string, buildId: string): BuildVersion {
  return { deploymentName: taskQueue.replaceAll(/[.:]|^_+/g, '-'), buildId };
}

/** Whether the server can give tasks to one build only, and this client may ask it to. */
export async function offersVersioning(
  client: Client,
  { deploymentName }: BuildVersion,
  logger: Logger,
): Promise<boolean> {
  try {
    await currentBuild(client, deploymentName);
    return true;
  } catch (error) {
    if (!isNotOffered(error)) throw error;
    logger.warn({ problem: grpcProblemOf(error) }, 'the server offers no worker versioning: this worker does without');
    return false;
  }
}

/**
 * Sees to it that the server gives tasks to somebody: a build that starts after another one makes itself the current one, and so
 * does any build once the current one has had no worker for two minutes. A server gives no task at all to workers whose build is
 * not current, however many there are, and never makes one current by itself. Unversioned workers count as a build of their
 * own, so that the way back leads through here, too.
 */
export function keepBuildCurrent(deps: VersioningDeps, patience = { lookEveryMs, abandonedAfterMs }) {
  const { client, version, isVersioned, logger, metrics } = deps;
  const ours = isVersioned ? version.buildId : unversioned;
  let wants: boolean | undefined = deps.isNew || undefined;
  let claimsInARow = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;

  const look = async (): Promise<number> => {
    const current = await currentBuild(client, version.deploymentName);
    // Whoever turns versioning on wants it: workers without it, which run still, are no reason to wait.
    wants ??= isVersioned && current.buildId === unversioned;
    metrics.workerCurrent.set(current.buildId === ours ? 1 : 0);
    if (current.buildId === ours) {
      wants = false;
      return patience.lookEveryMs;
    }
    const isAbandoned = !wants && !(await hasWorkers(deps, current.buildId, patience.abandonedAfterMs));
    if (!wants && !isAbandoned) return patience.lookEveryMs;
    await client.workflowService.setWorkerDeploymentCurrentVersion({
      namespace: client.options.namespace,
      deploymentName: version.deploymentName,
      buildId: ours,
      identity: client.options.identity ?? 'perennial worker',
      ...(current.conflictToken === undefined ? {} : { conflictToken: current.conflictToken }),
    });
    const told = { build: ours || 'unversioned', before: current.buildId || 'unversioned', isAbandoned };
    logger.info(told, 'the workers of this build get the tasks now');
    return 0;
  };
  const round = async () => {
    let nextInMs: number;
    try {
      nextInMs = await look();
      claimsInARow = 0;
    } catch (error) {
      if (isNotOffered(error) && !isVersioned) return;
      claimsInARow += 1;
      nextInMs = claimsInARow < claimsInARowMax ? claimAgainAfterMs : patience.lookEveryMs;
      if (wants === true && claimsInARow >= claimsInARowMax)
        logger.warn({ problem: grpcProblemOf(error), build: ours }, 'this build could not be made the current one');
    }
    if (!isStopping) timer = setTimeout(() => void (rounds = round()), nextInMs).unref();
  };
  let rounds = round();
  return {
    stop: () => {
      isStopping = true;
      clearTimeout(timer);
      return rounds;
    },
  };
}

/** What the server calls workers that take any task. */
const unversioned = '';

/** The build that gets the tasks of the deployment; unversioned workers where there is none. */
async function currentBuild(
  client: Client,
  deploymentName: string,
): Promise<{ buildId: string; conflictToken?: Uint8Array }> {
  try {
    const { workerDeploymentInfo, conflictToken } = await client.workflowService.describeWorkerDeployment({
      namespace: client.options.namespace,
      deploymentName,
    });
    const buildId = workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? unversioned;
    return { buildId, conflictToken };
  } catch (error) {
    if (grpcCodeOf(error) === grpcCode.notFound) return { buildId: unversioned };
    throw error;
  }
}

/** Whether a worker of the build has asked for work lately. */
async function hasWorkers(
  { client, taskQueue, version }: VersioningDeps,
  buildId: string,
  withinMs: number,
): Promise<boolean> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: workflowTasks,
  });
  return (pollers ?? []).some(({ deploymentOptions, lastAccessTime }) => {
    const isTheirs = deploymentOptions?.deploymentName === version.deploymentName;
    const runs = isTheirs && isVersionedMode(deploymentOptions.workerVersioningMode) ? deploymentOptions.buildId : '';
    return runs === buildId && Number(lastAccessTime?.seconds ?? 0) * 1_000 > Date.now() - withinMs;
  });
}

/** temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW */
const workflowTasks = 1;

/** The client's types promise a number; some servers answer with the name. */
function isVersionedMode(mode: unknown): boolean {
  return mode === 2 || mode === 'WORKER_VERSIONING_MODE_VERSIONED';
}

/** A server without it, one where it is switched off, or a key that may not ask. */
function isNotOffered(error: unknown): boolean {
  const code = grpcCodeOf(error);
  return code === grpcCode.unimplemented || code === grpcCode.permissionDenied;
}
