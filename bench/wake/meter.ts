import { setTimeout as sleep } from 'node:timers/promises';
import { type CpuMs, mapCpu, sumCpu } from '../harness/cpu.ts';
import { median } from '../harness/statistics.ts';
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

/** Of several looks at idle processes the one in the middle counts: what is left of a start is in the first. */
const looks = 5;

/** Looks first what the sides' processes use while nothing happens: that is no wake's. To be called again after a worker's start. */
export async function startMeter(sides: readonly Side[], idleMs: number): Promise<Meter> {
  for (const side of sides) await side.settled();
  const readings = [sides.map((side) => side.cpu())];
  for (let look = 0; look < looks; look++) {
    await sleep(idleMs);
    readings.push(sides.map((side) => side.cpu()));
  }
  const perSecond = new Map(
    sides.map((side, place) => [
      side,
      idlePerSecond(
        readings.map((all) => all[place]!),
        idleMs,
      ),
    ]),
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

/** Each part's median over the looks. */
export function idlePerSecond(readings: readonly CpuMs[], everyMs: number): CpuMs {
  const [first, ...later] = readings;
  if (first === undefined) throw new Error('nobody has looked');
  const used = later.map((cpu, look) => mapCpu(cpu, (ms, part) => ms - (readings[look] as CpuMs)[part]));
  return mapCpu(first, (_, part) => (median(used.map((cpu) => cpu[part])) * 1_000) / everyMs);
}

/** The round in the middle when they are put in the order of what one piece of work cost. */
export function middleRound(rounds: readonly CpuMs[]): CpuMs {
  const sorted = [...rounds].sort((a, b) => sumCpu(a) - sumCpu(b));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('there is no middle of no rounds');
  return middle;
}

export const eachOf = ({ cpu }: Spent, count: number): CpuMs => mapCpu(cpu, (ms) => ms / count);
