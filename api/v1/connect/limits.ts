import type { Env } from '../../../platform/env.ts';
import { PerennialError } from '../../../platform/errors.ts';

export interface ConnectLimits {
  /** Signed calls of a connection in a minute; 6,000 when absent, as of a key: some shops give a webhook up that is refused a few times. */
  readonly callsPerMinute?: number;
  /** Calls of an address in a minute that name no connection, or are not signed by it; 60 when absent. */
  readonly refusedPerMinute?: number;
}

/** As the environment has them. */
export const connectLimitsOf = ({ CONNECT_CALLS_PER_MINUTE, CONNECT_REFUSED_PER_MINUTE }: Env): ConnectLimits => ({
  callsPerMinute: CONNECT_CALLS_PER_MINUTE,
  refusedPerMinute: CONNECT_REFUSED_PER_MINUTE,
});

/** A call on its way; `leave` says what became of it. */
export interface Passage {
  leave(error?: unknown): void;
}

const callsUsual = 6_000;
const refusedUsual = 60;
const windowMs = 60_000;
/** Connections and addresses that are counted at once: beyond, the one that began first is forgotten. */
const countedMax = 10_000;

/**
 * Counts calls that no key of ours comes with. A connection has its own allowance, of which only calls that it signed are taken: who
 * found out its id uses up nothing of it. Whoever names no connection, or signs wrongly, is counted by address, and this holds up no
 * connection that has signed a call before, for a provider sends those of many shops from one address. Each process counts alone.
 */
export function createConnectGate(
  { callsPerMinute = callsUsual, refusedPerMinute = refusedUsual }: ConnectLimits,
  now: () => number = () => performance.now(),
) {
  const calls = createCounts(callsPerMinute, now);
  const refused = createCounts(refusedPerMinute, now);
  const known = new Set<string>();
  return {
    /** Lets a call in, or answers for how many seconds none is. */
    enter(connectionId: string, address: string): Passage | { readonly retryAfter: number } {
      const refusals = known.has(connectionId) ? `${address} ${connectionId}` : address;
      const waitMs = Math.max(calls.waitMs(connectionId), refused.waitMs(refusals));
      if (waitMs > 0) return { retryAfter: Math.ceil(waitMs / 1_000) };
      calls.take(connectionId);
      return {
        leave: (error) => {
          if (error === undefined && known.size < countedMax) known.add(connectionId);
          if (!isStranger(connectionId, error)) return;
          calls.giveBack(connectionId);
          refused.take(refusals);
        },
      };
    },
    /** How many are counted, to see that it is bounded. */
    counted: () => calls.size() + refused.size() + known.size,
  };
}

export type ConnectGate = ReturnType<typeof createConnectGate>;

const idForm = /^cnx_[0-9a-z]{8,40}$/;
const strangers = ['CONNECTION_NOT_FOUND', 'SIGNATURE_INVALID', 'BODY_TOO_LARGE'];

/** Whether a call was refused before it was known that its connection had made it. */
const isStranger = (connectionId: string, error: unknown): boolean =>
  error instanceof PerennialError && (!idForm.test(connectionId) || strangers.includes(error.code));

/** Counts by name in windows of a minute, each from its first count on. */
function createCounts(max: number, now: () => number) {
  const windows = new Map<string, { readonly endsAt: number; count: number }>();
  const windowOf = (name: string) => {
    const found = windows.get(name);
    if (found === undefined || found.endsAt > now()) return found;
    windows.delete(name);
    return undefined;
  };
  const makeRoom = () => {
    // In the order in which they began: those that are over come first.
    for (const [name, { endsAt }] of windows) {
      if (endsAt > now() && windows.size < countedMax) return;
      windows.delete(name);
    }
  };
  return {
    size: () => windows.size,
    waitMs: (name: string) => {
      const window = windowOf(name);
      return window === undefined || window.count < max ? 0 : window.endsAt - now();
    },
    take: (name: string) => {
      const window = windowOf(name);
      if (window !== undefined) return void (window.count += 1);
      makeRoom();
      windows.set(name, { endsAt: now() + windowMs, count: 1 });
    },
    giveBack: (name: string) => {
      const window = windowOf(name);
      if (window === undefined) return;
      window.count -= 1;
      if (window.count <= 0) windows.delete(name);
    },
  };
}
