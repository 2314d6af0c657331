import { isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface RateLimit {
  /** Requests of one address in `perSeconds`, real time. */
  readonly max: number;
  readonly perSeconds: number;
  /** Proxies of one's own in front, each of which adds the address it was called from to `X-Forwarded-For`. */
  readonly proxies: number;
  /** Whether an answer of this status was none of those to limit; all are when absent. */
  readonly spares?: (status: number) => boolean;
}

/** Whoever has no address of his own shares one: a request that came by no socket. */
const nobody = 'unknown';
/** Groups of an IPv6 address that are one household's or machine's: 64 bits. */
const networkGroups = 4;

/** Lets an address ask so often; the rest is answered with 429 and `Retry-After`. Each process counts for itself. */
export function limitRate({ max, perSeconds, proxies, spares }: RateLimit): MiddlewareHandler {
  const limiter = new RateLimiterMemory({ points: max, duration: perSeconds });
  return async (context, next) => {
    const caller = addressOf(context, proxies);
    const refusal = await limiter.consume(caller).then(
      () => undefined,
      (refused: unknown) => {
        if (refused instanceof RateLimiterRes) return refused;
        throw refused;
      },
    );
    if (refusal === undefined) {
      await next();
      if (spares?.(context.res.status)) await limiter.reward(caller);
      return;
    }
    context.header('Retry-After', String(Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000))));
    return context.text('Too many requests. Please try again in a minute.', 429);
  };
}

/**
 * Who is asking, as far as one's own proxies vouch for it: what stands further left in `X-Forwarded-For` anybody can write
 * there. An IPv6 address counts by its network, for a machine has as many of them as it likes.
 */
export function addressOf(context: Context, proxies: number): string {
  const forwarded = (context.req.header('X-Forwarded-For') ?? '').split(',').map((each) => each.trim());
  const { incoming } = (context.env ?? {}) as Partial<HttpBindings>;
  const socketAddress = incoming?.socket.remoteAddress;
  const address = (proxies > 0 ? forwarded.at(-proxies) : undefined) || socketAddress || nobody;
  return networkOf(address);
}

function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) !== 6) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = plain.includes('::') ? Array.from({ length: 8 - before.length - after.length }, () => '0') : [];
  const groups = [...before, ...zeros, ...after].slice(0, networkGroups);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}
