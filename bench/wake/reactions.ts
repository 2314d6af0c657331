import type { Client } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { reactedType } from '../engine/stories.ts';
import { type CpuMs, type CpuPart, sumCpu } from '../harness/cpu.ts';
import type { Finding } from '../harness/finding.ts';
import { takeTurns } from '../harness/rounds.ts';
import { meanHistoryLength } from './history-length.ts';
import { eachOf, type Meter, type Spent } from './meter.ts';
import type { Side } from './side.ts';

/** What a wake costs; the intake of its event is told beside. */
export const wakeParts: readonly CpuPart[] = ['worker', 'Temporal', 'PostgreSQL'];
const timesBelow = { hot: 1.2, cold: 2 } as const;

export interface ReactionSizes {
  readonly rounds: number;
  readonly wakes: number;
  /** So slow that each event is carried by itself. */
  readonly perSecond: number;
}

interface Reactions {
  readonly say: (text: string) => void;
  readonly client: Client;
  readonly meter: Meter;
  readonly cohorts: Side;
  readonly alone: Side;
}

/** An event to one member of each of many cohorts, beside the same to workflows of one member each. */
export async function measureReactions(
  { say, client, meter, cohorts, alone }: Reactions,
  state: 'hot' | 'cold',
  { rounds, wakes, perSecond }: ReactionSizes,
): Promise<Finding> {
  const lengths = { cohorts: await meanHistoryLength(client, cohorts), alone: await meanHistoryLength(client, alone) };
  const sides = [cohorts, alone].map((side) => ({
    name: side.name,
    run: () => meter.spentBy(side, () => pacedReactions(side, side.sleepers().oneOfEach(wakes), perSecond)),
  }));
  const all = await takeTurns(rounds, sides, (text, spent) =>
    say(
      `${text} ${state}, ${wakes} reactions, ${costOf(spent, wakes).toFixed(1)} ms each; ` +
        `${spent.tasks} tasks, ${spent.replays} replays`,
    ),
  );
  const costs = (name: Side['name']) => all[name].map((spent) => costOf(spent, wakes));
  const [cohort, single] = [middle(all.cohorts, wakes), middle(all.alone, wakes)];
  const [ofCohort, ofSingle] = [sumCpu(cohort, wakeParts), sumCpu(single, wakeParts)];
  return {
    bench: 'wake',
    what: `processor time of a reaction in a cohort, ${state}: worker, Temporal, PostgreSQL`,
    measured: { value: ofCohort, unit: 'ms' },
    against: { name: 'alone', value: ofSingle, unit: 'ms' },
    ratio: ofCohort / ofSingle,
    limit: { below: timesBelow[state] },
    rounds: { cohorts: costs('cohorts'), alone: costs('alone') },
    cpu: [
      { what: `reaction in a cohort, ${state}`, each: cohort },
      { what: `reaction in a workflow of its own, ${state}`, each: single },
    ],
    note: (['cohorts', 'alone'] as const)
      .map((name) => {
        const [tasks, replays] = [countOf(all[name], 'tasks', wakes), countOf(all[name], 'replays', wakes)];
        const length = Math.round(lengths[name]);
        return `${name} ${tasks} tasks and ${replays} replays a reaction, histories of ${length} events at first`;
      })
      .join('; '),
  };
}

/** Events to these members, one after the other at a steady pace, until each has reacted. */
export async function pacedReactions(side: Side, members: readonly bigint[], perSecond: number): Promise<void> {
  const startedAt = performance.now();
  const sent: Promise<void>[] = [];
  for (const [place, memberId] of members.entries()) {
    await sleep(Math.max(0, startedAt + (place * 1_000) / perSecond - performance.now()));
    sent.push(side.send(reactedType, [memberId]));
  }
  await Promise.all(sent);
  await side.allReacted();
}

/** One event to a member of each of so many cohorts: from then on they are in the worker's cache, as far as they fit. */
export async function wakeOnce(side: Side, cohorts: number): Promise<void> {
  await side.send(reactedType, side.sleepers().oneOfEach(cohorts));
  await side.allReacted();
  await side.settled();
}

export const costOf = (spent: Spent, wakes: number) => sumCpu(eachOf(spent, wakes), wakeParts);

/** The round in the middle by what a wake cost. */
export function middle(rounds: readonly Spent[], wakes: number): CpuMs {
  const sorted = [...rounds].sort((a, b) => costOf(a, wakes) - costOf(b, wakes));
  return eachOf(sorted[Math.floor((sorted.length - 1) / 2)] as Spent, wakes);
}

function countOf(rounds: readonly Spent[], what: 'tasks' | 'replays', wakes: number): string {
  return (rounds.reduce((sum, spent) => sum + spent[what], 0) / (rounds.length * wakes)).toFixed(2);
}
