import { type Endpoint, endpoint, type HealthCheck, type V1Deps } from '../endpoint.ts';
import { healthExample } from '../examples/health.ts';
import { healthSchema } from '../schemas/health.ts';

/** Who asks again within this gets the same answer: a look at every server takes seconds. */
const keptMs = 10_000;
const lastLooks = new WeakMap<V1Deps, { readonly at: number; readonly checks: Promise<readonly HealthCheck[]> }>();

const getHealth = endpoint(
  {
    operationId: 'getHealth',
    method: 'get',
    path: '/health',
    tag: 'Programme',
    summary: 'What doctor says',
    description: 'At the command line: perennial doctor.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'health.check',
    cli: 'doctor',
    page: 'Health',
    answers: { 200: { description: 'The thing as it is.', schema: healthSchema, example: healthExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ deps }) => {
    const checks = (await look(deps)).map(({ name, status, found, fix }) => ({
      name,
      status: statusOf[status],
      detail: found,
      ...(fix === undefined ? {} : { fix }),
    }));
    const worst = (['failing', 'degraded'] as const).find((each) => checks.some(({ status }) => status === each));
    return { status: 200, body: { status: worst ?? 'ok', checks } };
  },
);

const statusOf = { ok: 'ok', ready: 'degraded', warning: 'degraded', failed: 'failing' } as const;

/** What the doctor of this process says; that the database answers where there is none. */
function look(deps: V1Deps): Promise<readonly HealthCheck[]> {
  const last = lastLooks.get(deps);
  if (last !== undefined && Date.now() - last.at < keptMs) return last.checks;
  const checks =
    deps.diagnose?.() ?? Promise.resolve([{ name: 'PostgreSQL', status: 'ok' as const, found: 'answers' }]);
  lastLooks.set(deps, { at: Date.now(), checks });
  return checks;
}

export const healthEndpoints: readonly Endpoint[] = [getHealth];
