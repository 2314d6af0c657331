import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { bundleWorkflows } from '../../worker/bundle.ts';
import { readProgram } from './read-program.ts';
import { advance } from '../../workflows/engine/advance.ts';
import { carryReady } from '../../workflows/engine/carry.ts';
import type { Story } from '../../workflows/engine/story.ts';
import type { FormerCohortInput } from '../../workflows/temporal/former-cohort.ts';
import {
  type AdvanceInput,
  clockInput,
  type CohortActivities,
  type CohortInput,
  type DispatchActivities,
  type PerformInput,
  type SplitInput,
  type SweepActivities,
} from '../../workflows/contract.ts';
import type { EnrolmentState } from '../../workflows/engine/protocol.ts';
import { quietTemporal } from './temporal-runtime.ts';
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
  quietTemporal();
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
  readonly blocks: NonNullable<PerformInput['blocks']>[number][] = [];
  private readonly keys = new Set<string>();

  constructor(
    private readonly performer: Performer,
    private readonly story: Story<unknown> = readProgram,
  ) {}

  advance = async (input: AdvanceInput) =>
    advance(
      { ...input, story: this.story },
      { ...input, unread: [] },
      {
        now: async () => Promise.resolve(this.now),
        isEnough: () => false,
        rest: async () => Promise.resolve([]),
        perform: async (work, last) => {
          const steps = work.steps as PerformInput['steps'];
          return (await this.perform({ ...input, ...work, steps, last })).replies;
        },
      },
    );

  perform = async (input: PerformInput) => {
    for (const ending of input.endings) {
      if (!this.endings.some(({ enrolmentId }) => enrolmentId === ending.enrolmentId)) this.endings.push(ending);
    }
    this.blocks.push(...(input.blocks ?? []));
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

  readonly splits: SplitInput[] = [];

  splitCohort = async (input: SplitInput) => {
    this.splits.push(input);
    return Promise.resolve();
  };

  readonly sleeps: (number | undefined)[] = [];

  noteSleep = async ({ until }: { until?: number }) => {
    this.sleeps.push(until);
    return Promise.resolve();
  };
}

const program: Omit<FormerCohortInput, 'lives'> = {
  ...{ programmeId: 1, cohortId: '1', campaignId: 1, campaignVersionId: 1, lifecycle: 'onboarding-gift' },
  ...{ settings: {}, exitOn: [], clock: clockInput('stepped') },
};

export function inputOf(
  states: readonly EnrolmentState[],
  rules: Pick<Partial<CohortInput>, 'exitOn' | 'cohortId'> = {},
): CohortInput {
  return { ...program, enrolments: states.map(carryReady), seen: [], ...rules };
}

/** What a cohort started from before 0.2.0: results in their order, without names. */
export function formerInputOf(
  states: readonly EnrolmentState[],
  rules: Pick<Partial<CohortInput>, 'exitOn' | 'cohortId'> = {},
): FormerCohortInput {
  const lives = states.map(({ results, pendingEvents, ...state }) => ({
    ...state,
    journal: results.map(({ at, value }) => ({ at, value })),
    mailbox: pendingEvents,
  }));
  return { ...program, ...rules, lives };
}
