import { describe, expect, it } from 'vitest';
import type { CpuMs } from '../harness/cpu.ts';
import { eachOf, idlePerSecond, middleRound } from './meter.ts';

const cpu = (worker: number, rest = 0): CpuMs => ({ worker, Temporal: rest, PostgreSQL: rest, intake: rest });

describe('What a wake costs', () => {
  it('is without what the processes use when nothing happens, whatever is left of a start', () => {
    // 900 ms in the first two seconds, then 20 ms in each two.
    const readings = [cpu(0, 7), cpu(900, 7), cpu(920, 7), cpu(940, 7), cpu(960, 7), cpu(980, 7)];
    expect(idlePerSecond(readings, 2_000)).toEqual(cpu(10, 0));
  });

  it('is that of the round in the middle', () => {
    expect(middleRound([cpu(9), cpu(1), cpu(4)])).toEqual(cpu(4));
    expect(() => middleRound([])).toThrow('no rounds');
  });

  it('is shared among all that were woken', () => {
    expect(eachOf({ cpu: cpu(30, 10), tasks: 5, replays: 0 }, 5)).toEqual(cpu(6, 2));
  });
});
