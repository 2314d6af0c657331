import { setTimeout as sleep } from 'node:timers/promises';
import { type CpuMs, mapCpu, sumCpu } from '../harness/cpu.ts';
import type { Side } from './side.ts';

/** What some work cost until everything that it set off was done. */
export interface Spent {
  /** Beyond what the processes use in the same time when nothing happens. */
  readonly cpu: CpuMs;
  /** Workflow tasks, and those for which a history was read and replayed. */
  readonly tasks: number;
  readonly replays: number;
}

export interface Meter {
  /** Processor time of a second in which nothing happens. */
  idle(side: Side): CpuMs;
  spentBy(side: Side, work: () => Promise<void>): Promise<Spent>;
}

/** Looks first what the sides' processes use while nothing happens: that is no wake's. To be called again after a worker's start. */
export async function startMeter(sides: readonly Side[], idleMs: number): Promise<Meter> {
  for (const side of sides) await side.settled();
  const before = sides.map((side) => side.cpu());
  await sleep(idleMs);
  const perSecond = new Map(
    sides.map((side, place) => {
      const from = before[place] as CpuMs;
      return [side, mapCpu(side.cpu(), (ms, part) => ((ms - from[part]) * 1_000) / idleMs)];
    }),
  );
  const idle = (side: Side): CpuMs => {
    const known = perSecond.get(side);
    if (known === undefined) throw new Error(`it is not known what the side "${side.name}" uses when idle`);
    return known;
  };
  return {
    idle,
    spentBy: async (side, work) => {
      const [from, done] = [side.cpu(), await side.worker.counts()];
      const startedAt = performance.now();
      await work();
      await side.settled();
      const seconds = (performance.now() - startedAt) / 1_000;
      const cpu = mapCpu(side.cpu(), (ms, part) => ms - from[part] - idle(side)[part] * seconds);
      const counts = await side.worker.counts();
      const [tasks, cached] = [counts.tasks - done.tasks, counts.cached - done.cached];
      return { cpu, tasks, replays: tasks - cached };
    },
  };
}

/** The round in the middle when they are put in the order of what one piece of work cost. */
export function middleRound(rounds: readonly CpuMs[]): CpuMs {
  const sorted = [...rounds].sort((a, b) => sumCpu(a) - sumCpu(b));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('there is no middle of no rounds');
  return middle;
}

export const eachOf = ({ cpu }: Spent, count: number): CpuMs => mapCpu(cpu, (ms) => ms / count);
