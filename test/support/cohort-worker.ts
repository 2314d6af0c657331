import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { bundleWorkflows } from '../../worker/bundle.ts';
import {
  clockInput,
  type CohortActivities,
  type CohortInput,
  type DispatchActivities,
  type PerformInput,
  type SweepActivities,
} from '../../workflows/contract.ts';
import type { LifeState } from '../../workflows/engine/protocol.ts';
import { temporalAddress, uniqueTaskQueue } from './temporal.ts';
import type { Performer } from './virtual-cohort.ts';

type Activities = Partial<CohortActivities & DispatchActivities & SweepActivities>;

export interface WorkflowBench {
  readonly client: Client;
  readonly taskQueue: string;
  /** Runs a worker beside the test. */
  start(activities: Activities): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
}

let bundle: ReturnType<typeof bundleWorkflows> | undefined;
/** The tests' workflows, bundled once. */
function testBundle(): ReturnType<typeof bundleWorkflows> {
  return (bundle ??= bundleWorkflows(fileURLToPath(new URL('./cohort-workflows.ts', import.meta.url))));
}

/** Workers and a client on a task queue of their own. */
export async function openWorkflowBench(topic: string): Promise<WorkflowBench> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const address = temporalAddress();
  const taskQueue = uniqueTaskQueue(topic);
  const clientConnection = await Connection.connect({ address });
  const connection = await NativeConnection.connect({ address });
  const stops = new Set<() => Promise<void>>();
  return {
    client: new Client({ connection: clientConnection }),
    taskQueue,
    start: async (activities) => {
      const worker = await Worker.create({
        ...{ connection, taskQueue, activities, workflowBundle: await testBundle() },
        // A cohort whose worker has gone is with the next one at once.
        stickyQueueScheduleToStartTimeout: '100ms',
      });
      const finished = worker.run();
      const stop = async () => {
        if (worker.getState() === 'RUNNING') worker.shutdown();
        await finished;
        stops.delete(stop);
      };
      stops.add(stop);
      return { stop };
    },
    close: async () => {
      // Those that a failed test has left.
      await Promise.all([...stops].map((stop) => stop()));
      await clientConnection.close();
      await connection.close();
    },
  };
}

/** The cohort's side of a database that the test plays: a clock that it sets, and steps that are done once. */
export class PlayedDatabase implements CohortActivities {
  now = 0;
  readonly done: PerformInput['steps'][number][] = [];
  readonly endings: PerformInput['endings'][number][] = [];
  private readonly keys = new Set<string>();

  constructor(private readonly performer: Performer) {}

  perform = async (input: PerformInput) => {
    for (const ending of input.endings) {
      if (!this.endings.some(({ enrolmentId }) => enrolmentId === ending.enrolmentId)) this.endings.push(ending);
    }
    const replies = input.steps.map((request) => {
      const reply = this.performer(request, this.now);
      if (reply.kind === 'done' && !this.keys.has(request.key)) {
        this.keys.add(request.key);
        this.done.push(request);
      }
      return reply;
    });
    return Promise.resolve({ replies });
  };

  readClock = async () => {
    return Promise.resolve({ now: this.now });
  };

  noteSleep = async () => Promise.resolve();
}

export function inputOf(lives: readonly LifeState[], rules: Partial<CohortInput> = {}): CohortInput {
  return {
    ...{ programmeId: 1, cohortId: '1', campaignId: 1, campaignVersionId: 1, lifecycle: 'onboarding-gift' },
    ...{ settings: {}, exitOn: [], clock: clockInput('stepped'), lives },
    ...rules,
  };
}
