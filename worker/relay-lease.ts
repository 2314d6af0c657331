import { randomUUID } from 'node:crypto';
import type { Database } from '../platform/database.ts';

/** How long a worker that was killed keeps a task from the others. */
const leaseMs = 3_000;
/** On a stepped clock everybody waits for what is left to be done. */
const leaseSteppedMs = 1_000;
/** Renewals a lease allows for: two may come late. */
const renewalsInLease = 3;

/** Lets one worker at a time do a task, without a transaction or a connection that is held meanwhile. */
export interface RelayLease {
  /** Does the work if the lease is or becomes this worker's, and renews it meanwhile; undefined when another has it. */
  during<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** Lets another worker take the task at once. */
  release(): Promise<void>;
}

/**
 * The lease of a task. Two workers do the same for a moment only when the one that has it hangs for longer than the lease:
 * harmless, as all a task does may be done twice.
 */
export function createRelayLease(database: Database, task: string, kind: 'real' | 'stepped'): RelayLease {
  const owner = randomUUID();
  const ms = kind === 'stepped' ? leaseSteppedMs : leaseMs;
  let isHeldUntil = 0;

  const take = async (): Promise<boolean> => {
    const askedAt = performance.now();
    const taken = await database.$executeRaw`
      INSERT INTO relay_lease (task, owner, leased_until)
      VALUES (${task}, ${owner}, clock_timestamp() + ${`${ms} ms`}::interval)
      ON CONFLICT (task) DO UPDATE SET owner = excluded.owner, leased_until = excluded.leased_until
      WHERE relay_lease.owner = excluded.owner OR relay_lease.leased_until < clock_timestamp()`;
    isHeldUntil = taken > 0 ? askedAt + ms : 0;
    return taken > 0;
  };

  return {
    during: async (work) => {
      const isFresh = isHeldUntil - performance.now() > ms / renewalsInLease;
      if (!isFresh && !(await take())) return undefined;
      // A renewal that fails is made up for by the next one; when none succeeds, PostgreSQL is away, and the work fails, too.
      const renewal = setInterval(() => void take().catch(() => undefined), ms / renewalsInLease);
      try {
        return await work();
      } finally {
        clearInterval(renewal);
      }
    },
    release: async () => {
      if (isHeldUntil === 0) return;
      isHeldUntil = 0;
      await database.$executeRaw`DELETE FROM relay_lease WHERE task = ${task} AND owner = ${owner}`;
    },
  };
}
