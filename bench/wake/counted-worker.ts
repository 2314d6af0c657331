import { freePorts } from '../../devstack/ports.ts';
import { readTaskCounts, type TaskCounts } from '../engine/task-counts.ts';
import { startWorkerProcess, type WorkerOrder, type WorkerProcess } from '../engine/worker-process.ts';

/** A worker of the product that is started again and again, and says how often it woke workflows of one type. */
export interface CountedWorker {
  pid(): number;
  /** Since its last start. */
  counts(): Promise<TaskCounts>;
  start(cachedWorkflowsMax?: number, runs?: WorkerOrder['runs']): Promise<void>;
  stop(): Promise<void>;
}

export function createCountedWorker(
  order: Omit<WorkerOrder, 'kind' | 'cachedWorkflowsMax' | 'metricsPort' | 'runs'>,
  workflowType: string,
): CountedWorker {
  let running: { readonly worker: WorkerProcess; readonly metricsUrl: string } | undefined;
  const current = () => {
    if (running === undefined) throw new Error(`no worker runs on ${order.taskQueue}`);
    return running;
  };
  return {
    pid: () => current().worker.pid,
    counts: async () => readTaskCounts(await (await fetch(current().metricsUrl)).text(), workflowType),
    start: async (cachedWorkflowsMax, runs) => {
      const [metricsPort = 0] = await freePorts(1);
      const worker = await startWorkerProcess({
        ...{ kind: 'product', ...order, metricsPort },
        ...(cachedWorkflowsMax === undefined ? {} : { cachedWorkflowsMax }),
        ...(runs === undefined ? {} : { runs }),
      });
      running = { worker, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` };
    },
    stop: async () => {
      await running?.worker.stop();
      running = undefined;
    },
  };
}
