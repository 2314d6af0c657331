import { describe, expect, it } from 'vitest';
import { mapCpu, type ProcessTimes, readCpu, readStat, sumCpu, ticksOfTree } from './cpu.ts';

describe('Processor time', () => {
  it('is read from the line of a process, whatever the process is called', () => {
    const line = (name: string) => `42 (${name}) S 7 42 42 0 -1 4194560 900 0 0 0 11 5 30 4 20 0 1 0 100 1 1`;
    const read = { pid: 42, parent: 7, ticks: 11 + 5 + 30 + 4 };
    expect(readStat(line('postgres'))).toEqual(read);
    expect(readStat(line('odd) S 9 (name'))).toEqual(read);
  });

  it('of a server is that of all its processes, and of no other', () => {
    const of = (pid: number, parent: number, ticks: number): ProcessTimes => ({ pid, parent, ticks });
    const processes = [of(1, 0, 1_000), of(10, 1, 5), of(11, 10, 20), of(12, 10, 30), of(13, 12, 40), of(20, 1, 700)];
    expect(ticksOfTree(processes, 10)).toBe(95);
  });

  it('of a process that is gone is no figure', () => {
    expect(() => ticksOfTree([], 10)).toThrow('process 10 is gone');
  });

  it.runIf(process.platform === 'linux')('of this process grows while it works', () => {
    const pids = { worker: process.pid, Temporal: process.pid, PostgreSQL: process.pid };
    const before = readCpu(pids);
    for (const endsAt = performance.now() + 100; performance.now() < endsAt;) Math.random();
    const spent = mapCpu(readCpu(pids), (ms, part) => ms - before[part]);
    expect(spent.worker).toBeGreaterThan(20);
    expect(spent.intake).toBeGreaterThan(20);
  });

  it('is added up over those that are asked for', () => {
    const cpu = { worker: 1, Temporal: 2, PostgreSQL: 4, intake: 8 };
    expect(sumCpu(cpu)).toBe(15);
    expect(sumCpu(cpu, ['worker', 'Temporal', 'PostgreSQL'])).toBe(7);
  });
});
