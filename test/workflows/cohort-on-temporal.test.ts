import type { WorkflowHandle } from '@temporalio/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { enrolmentSignalName, whereIsQueryName } from '../../workflows/contract.ts';
import type { EnrolmentState, EnrolmentSignal } from '../../workflows/engine/protocol.ts';
import type { cohort } from '../../workflows/temporal/index.ts';
import {
  formerInputOf,
  inputOf,
  openWorkflowBench,
  PlayedDatabase,
  type WorkflowBench,
} from '../support/cohort-worker.ts';
import { liveOnTime, type Member, members, seen, stateOf, wakesOf } from '../support/played-members.ts';
import { exitOn, finalReply, hash } from '../support/story-programs.ts';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await openWorkflowBench('cohort');
});
afterAll(async () => bench.close());

const seed = 20_261_122;
const nobody = (id: string): EnrolmentSignal => ({ kind: 'resumed', id, enrolmentId: 'nobody' });

async function startCohort(
  states: readonly EnrolmentState[],
  rules: Parameters<typeof inputOf>[1],
  input: typeof inputOf | typeof formerInputOf,
) {
  return bench.client.workflow.start<typeof cohort>('restlessCohort', {
    workflowId: `${bench.taskQueue}-${input.name}`,
    taskQueue: bench.taskQueue,
    // A task that a stopped worker had taken is given to the next one soon.
    workflowTaskTimeout: '2s',
    args: [input(states, rules)],
  });
}

describe('a cohort on Temporal', () => {
  it.each([
    ['', inputOf],
    [', also when it began before 0.2.0', formerInputOf],
  ])(
    'gives every member the steps of living alone and on time, through moves, doubled signals and dead workers%s',
    async (_, input) => {
      const all: Member[] = fc.sample(members, { seed, numRuns: 25 }).flat();
      const database = new PlayedDatabase(finalReply);
      let worker = await bench.start({ ...database });
      const handle = await startCohort(all.map(stateOf), { exitOn }, input);

      const wakes = all.flatMap(wakesOf);
      const instants = [...Array(30).keys()].map((turn) => turn * 2_500);
      for (const [turn, now] of instants.entries()) {
        const due = wakes.filter(({ event }) => event.at <= now && event.at > now - 2_500);
        // Ahead of the clock, so that no timer of this turn fires before the cohort has heard of its events.
        if (due.length > 0) await handle.signal(enrolmentSignalName, due);
        if (due.length > 0 && turn % 3 === 0) await handle.signal(enrolmentSignalName, [...due].reverse());
        await quiet(handle);
        database.now = now;
        await handle.signal(enrolmentSignalName, [nobody(`t${turn}`)]);
        if (hash(`stop ${turn}`) % 5 === 0) {
          await worker.stop();
          worker = await bench.start({ ...database });
        }
        await quiet(handle);
      }
      database.now = 10_000_000;
      await handle.signal(enrolmentSignalName, [nobody('end')]);
      await quiet(handle);

      for (const [place, member] of all.entries()) {
        const played = { steps: database.done, endings: database.endings };
        expect(seen(played, place), `member ${place + 1}`).toEqual(seen(await liveOnTime(member, place), place));
      }
      const { runId } = await handle.describe();
      expect(runId).not.toBe(handle.firstExecutionRunId);
      await handle.terminate();
      await worker.stop();
    },
    60_000,
  );
});

describe('a cohort that has outgrown what a run may hand to the next', () => {
  it('gives away whom it can not take along, tells of it, and goes on as new with the others', async () => {
    // Each answer is 300 kB; six members are 1.8 MB.
    const text = '漢'.repeat(100_000);
    const database = new PlayedDatabase(() => ({ kind: 'done', outcome: { kind: 'applied', data: { text } } }));
    const worker = await bench.start({ ...database });
    const wait = { do: 'wait', types: ['order'], ms: null, then: [] } as const;
    const states = [...Array(6).keys()].map((place) =>
      stateOf(
        { program: [{ do: 'step', name: 'a', afterPause: 'shift' } as const, wait], startedAt: 0, events: [] },
        place,
      ),
    );
    const handle = await startCohort(states, {}, inputOf);
    await quiet(handle);
    // It goes on as new once its history has grown.
    for (let turn = 0; turn < 40 && database.splits.length === 0; turn++) {
      await handle.signal(enrolmentSignalName, [nobody(`t${turn}`)]);
      await quiet(handle);
    }
    expect(database.splits).toHaveLength(1);
    expect(database.splits[0]?.bytes).toBeGreaterThan(1_500_000);
    expect(database.splits[0]?.enrolmentIds).toEqual(['3', '4', '5', '6']);
    await quiet(handle);

    // The two that it kept are carried on, in a run of its own; it knows nothing of the others any more.
    await handle.signal(enrolmentSignalName, [nobody('look')]);
    await quiet(handle);
    const { runId } = await handle.describe();
    expect(runId).not.toBe(handle.firstExecutionRunId);
    const whereIs = (id: string) => handle.query<unknown, [string]>(whereIsQueryName, id);
    expect(await whereIs('1')).toMatchObject({ kind: 'waits' });
    expect(await whereIs('3')).toBeNull();
    await handle.terminate();
    await worker.stop();
  });
});

describe('a cohort on a stepped clock that lets go of members who are over', () => {
  it('says until when the others sleep: whoever moves the clock must not call it for those who have left', async () => {
    const database = new PlayedDatabase(finalReply);
    const states = [60_000, 5_000, 30_000].map((ms, place) => ({
      ...stateOfSleeper(ms),
      enrolmentId: String(place + 1),
    }));
    let over: string[] = [];
    const worker = await bench.start({
      ...database,
      advance: async (input) => ({ ...(await database.advance(input)), ...(over.length > 0 ? { gone: over } : {}) }),
    });
    const handle = await startCohort(states, {}, inputOf);
    await quiet(handle);
    expect(database.sleeps).toEqual([]);

    // The second, due first, is over when the first is called.
    over = ['2'];
    await handle.signal(enrolmentSignalName, [{ kind: 'resumed', id: 'called', enrolmentId: '1' }]);
    await quiet(handle);
    expect(database.sleeps).toEqual([30_000]);
    await handle.terminate();
    await worker.stop();
  });
});

/** Sleeps once, from the start on. */
function stateOfSleeper(ms: number): EnrolmentState {
  return stateOf({ program: [{ do: 'sleep', ms }], startedAt: 0, events: [] }, 0);
}

/** Waits until the cohort can only wait: no task of its workflow is open. */
async function quiet(handle: WorkflowHandle): Promise<void> {
  await vi.waitFor(
    async () => {
      const { raw, historyLength } = await handle.describe();
      // The server lets a run that goes on as new wait up to a second for its first task.
      expect(historyLength).toBeGreaterThan(2);
      expect(raw.pendingWorkflowTask ?? null).toBeNull();
      expect(raw.pendingActivities ?? []).toEqual([]);
    },
    { timeout: 20_000, interval: 10 },
  );
}
