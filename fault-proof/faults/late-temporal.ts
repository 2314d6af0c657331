import { z } from 'zod';
import type { Database } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { heldMark } from '../journey/locks.ts';
import type { ProxiedCall, TemporalProxy } from './temporal-proxy.ts';

/** A Temporal whose answers to a relay come late, for a while. */
export interface LateTemporal {
  /** From the next call on with which the relay carries a row. */
  arm(onStruck: () => void): void;
  /** What was seen meanwhile that should not be. */
  problems(faultTimes: readonly number[]): string[];
  stop(): void;
}

/** So many times the delay the answers come late, counted from the first call that waits. */
const windowDelays = 3;
const lookEveryMs = 200;
/** What a relay has not got to mark when it dies or loses its lease, the next one carries again. */
const carriedMax = 2;
/** The calls with which a relay carries rows; a dispatch is notified again and again as long as messages are due. */
const carrying = ['StartWorkflowExecution', 'SignalWorkflowExecution'];

interface Window {
  readonly from: number;
  readonly until: number;
  /** Times that each row was carried, by what the call says of it. */
  readonly carried: Map<string, number>;
  readonly idle: Set<string>;
}

/** Lets the answers that go through the proxy come late, and looks meanwhile after the database. */
export function createLateTemporal(proxy: TemporalProxy, database: Database, delayMs: number): LateTemporal {
  const windows: Window[] = [];
  const armed: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  const look = async (window: Window) => {
    // Half of what an answer takes: a transaction that waits for Temporal is idle for longer.
    for (const query of await idleInTransaction(database, delayMs / 2).catch(() => [])) window.idle.add(query);
    if (Date.now() < window.until) timer = setTimeout(() => void look(window), lookEveryMs);
  };
  const open = (): Window => {
    const from = Date.now();
    const window = {
      from,
      until: from + windowDelays * delayMs,
      carried: new Map<string, number>(),
      idle: new Set<string>(),
    };
    windows.push(window);
    armed.shift()?.();
    void look(window);
    return window;
  };
  proxy.delayBy((call) => {
    const isCarrying = carrying.includes(call.method);
    let window = windows.find(({ until }) => Date.now() < until);
    if (window === undefined && isCarrying && armed.length > 0) window = open();
    if (window === undefined) return 0;
    if (isCarrying) window.carried.set(nameOf(call), (window.carried.get(nameOf(call)) ?? 0) + 1);
    return delayMs;
  });
  return {
    arm: (onStruck) => void armed.push(onStruck),
    problems: (faultTimes) =>
      windows.flatMap(({ from, until, carried, idle }) => {
        const excused = faultTimes.filter((at) => at >= from && at <= until).length;
        return [
          ...[...idle].map((query) => `a connection was idle in a transaction: ${query}`),
          ...[...carried]
            .filter(([, times]) => times > carriedMax + excused)
            .map(([what, times]) => `carried ${times} times: ${what}`),
        ];
      }),
    stop: () => clearTimeout(timer),
  };
}

/** The workflow that a call is for and the signals it brings, which stand in it as text. */
function nameOf({ method, body }: ProxiedCall): string {
  const text = body.toString('latin1');
  const workflow = /[\w-]+-cohort-\d+/.exec(text)?.[0] ?? '?';
  const signals = method === 'SignalWorkflowExecution' ? [...text.matchAll(/"id":"(\d+)"/g)].map(([, id]) => id) : [];
  return [method, workflow, ...signals].join(' ');
}

const idleRow = z.object({ query: z.string() });

async function idleInTransaction(database: Database, forMs: number): Promise<string[]> {
  const rows = await readRows(
    idleRow,
    database.$queryRaw`
      SELECT left(query, 200) AS query FROM pg_stat_activity
      WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND NOT starts_with(query, ${heldMark})
        AND state_change < clock_timestamp() - ${`${forMs} ms`}::interval`,
  );
  return rows.map(({ query }) => query);
}
