import type { NativeConnection } from '@temporalio/worker';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';

export interface HealthMonitor {
  /** Why the worker can't work at the moment; empty when it can. */
  problems(): readonly string[];
  stop(): void;
}

const checkEveryMs = 5_000;
/** Whoever moves a stepped clock waits for a worker that is well, and must hear soon that one is not. */
const checkEverySteppedMs = 250;
/** A server that takes longer is away. */
const patienceMs = 1_000;
const patienceSteppedMs = 400;

/** Looks after Temporal and PostgreSQL again and again. */
export function startHealthMonitor(connection: NativeConnection, database: Database, clock: Clock): HealthMonitor {
  const problems = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const check = async (name: string, ask: () => Promise<unknown>, withinMs: number) => {
    try {
      await within(withinMs, ask());
      problems.delete(name);
    } catch (error) {
      problems.set(name, `${name} does not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const round = async () => {
    const isStepped = clock.kind() === 'stepped';
    const withinMs = isStepped ? patienceSteppedMs : patienceMs;
    await Promise.all([
      check('Temporal', () => connection.workflowService.getSystemInfo({}), withinMs),
      check('PostgreSQL', () => database.$executeRaw`SELECT 1`, withinMs),
    ]);
    if (!stopped) timer = setTimeout(() => void round(), isStepped ? checkEverySteppedMs : checkEveryMs);
  };
  void round();
  return {
    problems: () => [...problems.values()],
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
