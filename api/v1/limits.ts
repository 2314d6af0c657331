import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { KeyLimits } from '../../modules/keys/rows.ts';

export type LimitName = 'read' | 'write' | 'events' | 'me';

/** Calls a minute of a key; events are counted each, `/me` by member. */
const usual: Readonly<Record<LimitName, number>> = { read: 6_000, write: 6_000, events: 60_000, me: 60 };
const perSeconds = 60;

export interface LimitState {
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds to wait, when there is nothing left. */
  readonly retryAfter: number | undefined;
}

/** Counts calls by their caller. Each process counts alone. */
export function createLimits(): {
  take(name: LimitName, caller: string, own: KeyLimits, cost: number): Promise<LimitState>;
} {
  const limiters = new Map<string, RateLimiterMemory>();
  const limiterOf = (name: LimitName, max: number) => {
    const id = `${name}:${max}`;
    const limiter = limiters.get(id) ?? new RateLimiterMemory({ points: max, duration: perSeconds, keyPrefix: id });
    limiters.set(id, limiter);
    return limiter;
  };
  return {
    async take(name, caller, own, cost) {
      const max = (name === 'me' ? undefined : own[name]) ?? usual[name];
      const state = await limiterOf(name, max)
        .consume(caller, cost)
        .catch((refused: unknown) => {
          if (refused instanceof RateLimiterRes) return refused;
          throw refused;
        });
      const resets = Math.max(1, Math.ceil(state.msBeforeNext / 1_000));
      const isOver = state.consumedPoints > max;
      return {
        headers: {
          'RateLimit-Policy': `"${name}";q=${max};w=${perSeconds}`,
          RateLimit: `"${name}";r=${Math.max(0, state.remainingPoints)};t=${resets}`,
        },
        retryAfter: isOver ? resets : undefined,
      };
    },
  };
}

export type Limits = ReturnType<typeof createLimits>;
