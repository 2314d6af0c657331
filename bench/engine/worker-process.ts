import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface WorkerOrder {
  /** The product's worker, or one with the SDK's defaults. */
  readonly kind: 'product' | 'plain';
  /** Those of the benchmarks when absent; cohorts that go on as new never, or after every wake. */
  readonly runs?: 'long' | 'short';
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly taskQueue: string;
  readonly poolSizeMax: number;
  /** The product's own number when absent. */
  readonly cachedWorkflowsMax?: number;
  /** Where the SDK is to serve its metrics; nowhere when absent. */
  readonly metricsPort?: number;
}

export type WorkerMessage = WorkerOrder | { readonly kind: 'memory' } | { readonly kind: 'stop' };

export interface Memory {
  readonly rssBytes: number;
  /** Used by JavaScript in all threads after garbage was collected. */
  readonly heapBytes: number;
  readonly threads: number;
}

export type WorkerReply =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'memory' } & Memory)
  | { readonly kind: 'broken'; readonly problem: string };

export interface WorkerProcess {
  readonly pid: number;
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts a worker as a process of its own, as in production; it ends with this one. */
export async function startWorkerProcess(order: WorkerOrder): Promise<WorkerProcess> {
  const child = fork(file('./worker-main.ts'), {
    execArgv: ['--expose-gc', '--import', 'tsx', '--import', file('./heap-probe.js')],
    // A Ctrl-C reaches the benchmark alone.
    detached: true,
  });
  await ask(child, order, 'ready');
  if (child.pid === undefined) throw new Error('the worker process has no id');
  return {
    pid: child.pid,
    memory: () => ask(child, { kind: 'memory' }, 'memory'),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.send({ kind: 'stop' });
      await once(child, 'exit');
    },
  };
}

async function ask<Kind extends 'ready' | 'memory'>(
  child: ChildProcess,
  message: WorkerMessage,
  kind: Kind,
): Promise<Extract<WorkerReply, { kind: Kind }>> {
  const abort = new AbortController();
  const exited = once(child, 'exit', abort).then(([code]) => {
    throw new Error(`the worker process ended with code ${String(code)}`);
  });
  try {
    child.send(message);
    const [reply] = (await Promise.race([once(child, 'message', abort), exited])) as [WorkerReply];
    if (reply.kind === 'broken') throw new Error(`the worker broke: ${reply.problem}`);
    if (reply.kind !== kind) throw new Error(`the worker answered ${reply.kind} to ${message.kind}`);
    return reply as Extract<WorkerReply, { kind: Kind }>;
  } finally {
    abort.abort();
    exited.catch(() => undefined);
  }
}
