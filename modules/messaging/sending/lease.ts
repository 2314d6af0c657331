import type { Database } from '../../../platform/database.ts';
import { type Queue, renewLease } from './rows-queue.ts';

/** The hold that one page of messages has on what it claimed. */
export interface Lease {
  /** Whoever holds it: a new name for every page, so that nobody who took over from a dead one is disturbed by it. */
  readonly owner: string;
  readonly leaseMs: number;
  /** False once it may have run out, and for ever then: somebody else may have what it held. */
  isHeld(): boolean;
  /** Renews it no longer. */
  end(): void;
}

/** Renewals that fit into a lease: two may fail. */
const renewalsPerLease = 3;

/**
 * Keeps a lease for as long as its page takes, which is as long as a mail server takes to answer. Its end is reckoned from
 * before each renewal was asked for, so it is never thought to last longer than it does.
 */
export function keepLease(
  database: Database,
  queue: Queue,
  { owner, leaseMs }: Pick<Lease, 'owner' | 'leaseMs'>,
): Lease {
  let heldUntil = laterBy(leaseMs, clocks());
  let isLost = false;
  const isHeld = () => {
    const now = clocks();
    isLost ||= now.steady >= heldUntil.steady || now.wall >= heldUntil.wall;
    return !isLost;
  };
  const renew = async () => {
    const askedAt = clocks();
    await renewLease(database, queue, { owner, leaseMs });
    if (isHeld()) heldUntil = laterBy(leaseMs, askedAt);
  };
  let isRenewing = false;
  const timer = setInterval(() => {
    if (isRenewing || isLost) return;
    isRenewing = true;
    // A database that is away for a moment is asked again at the next turn.
    void renew()
      .catch(() => undefined)
      .finally(() => (isRenewing = false));
  }, leaseMs / renewalsPerLease);
  return { owner, leaseMs, isHeld, end: () => clearInterval(timer) };
}

/** A machine that slept has lost its time on the one clock, one that was set right on the other. */
const clocks = () => ({ steady: performance.now(), wall: Date.now() });

function laterBy(ms: number, { steady, wall }: ReturnType<typeof clocks>) {
  return { steady: steady + ms, wall: wall + ms };
}
