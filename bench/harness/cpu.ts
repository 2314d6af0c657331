import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Whose processor time is told apart. */
export const cpuParts = ['worker', 'Temporal', 'PostgreSQL', 'intake'] as const;
export type CpuPart = (typeof cpuParts)[number];
/** Processor time in ms, by who spent it. */
export type CpuMs = Readonly<Record<CpuPart, number>>;

/** Processor time of one piece of work. */
export interface CpuShare {
  readonly what: string;
  readonly each: CpuMs;
}

/** A line of /proc/<pid>/stat, as far as it tells of processor time. */
export interface ProcessTimes {
  readonly pid: number;
  readonly parent: number;
  /** Of the process and its threads, and of its children that have ended; clock ticks. */
  readonly ticks: number;
}

/** Linux tells of ticks of 10 ms to every process, whatever its kernel counts in. */
const tickMs = 10;

export function readStat(text: string): ProcessTimes {
  // The name stands in brackets and may hold blanks and brackets itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [parent, user, system, childrenUser, childrenSystem] = [1, 11, 12, 13, 14].map((place) =>
    Number(fields[place]),
  ) as [number, number, number, number, number];
  return { pid: Number.parseInt(text, 10), parent, ticks: user + system + childrenUser + childrenSystem };
}

/** Ticks of a process and of all that descend from it. What a child used that has ended is in its parent's. */
export function ticksOfTree(processes: readonly ProcessTimes[], root: number): number {
  const children = new Map<number, ProcessTimes[]>();
  for (const each of processes) children.set(each.parent, [...(children.get(each.parent) ?? []), each]);
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((ticks, child) => ticks + child.ticks + sum(child.pid), 0);
  const own = processes.find(({ pid }) => pid === root);
  if (own === undefined) throw new Error(`process ${root} is gone: its processor time is lost`);
  return own.ticks + sum(root);
}

/** Processor time so far of these processes with their children, and of this process for the intake. */
export function readCpu(pids: Readonly<Record<Exclude<CpuPart, 'intake'>, number>>): CpuMs {
  const processes = readProcesses();
  const { user, system } = process.cpuUsage();
  return {
    worker: tickMs * ticksOfTree(processes, pids.worker),
    Temporal: tickMs * ticksOfTree(processes, pids.Temporal),
    PostgreSQL: tickMs * ticksOfTree(processes, pids.PostgreSQL),
    intake: (user + system) / 1_000,
  };
}

function readProcesses(): ProcessTimes[] {
  if (!existsSync('/proc/self/stat')) {
    throw new Error('processor time is read from /proc, which this system has not: run this benchmark on Linux');
  }
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [readStat(readFileSync(`/proc/${name}/stat`, 'utf8'))];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

export function mapCpu(cpu: CpuMs, change: (ms: number, part: CpuPart) => number): CpuMs {
  return Object.fromEntries(cpuParts.map((part) => [part, change(cpu[part], part)])) as Record<CpuPart, number>;
}

export function sumCpu(cpu: CpuMs, parts: readonly CpuPart[] = cpuParts): number {
  return parts.reduce((sum, part) => sum + cpu[part], 0);
}
