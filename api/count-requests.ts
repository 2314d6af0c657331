import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { ApiMetrics } from '../platform/api-metrics.ts';

/** Methods that are counted by their names; whatever else a stranger makes up counts as one. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts each request by its route and status, and how long its answer took to begin. */
export function countRequests({ requests, requestSeconds }: ApiMetrics): MiddlewareHandler {
  return async (context, next) => {
    const startedAt = performance.now();
    await next();
    const labels = { route: routeOf(context), method: methods.has(context.req.method) ? context.req.method : 'other' };
    requests.inc({ ...labels, status: context.res.status });
    requestSeconds.observe(labels, (performance.now() - startedAt) / 1_000);
  };
}

/** The pattern that took the request, never its address: those have no end, and name members. */
function routeOf(context: Context): string {
  // What takes every method is a guard or a refusal.
  const taken = matchedRoutes(context).filter(({ method }) => method !== 'ALL');
  return taken.at(-1)?.path ?? 'other';
}
