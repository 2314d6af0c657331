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
    summary: 'Whether every part of the installation works',
    description:
      'A key is of one programme, and an installation may serve several: which part does not work is told, and what was found there is for whoever runs it. At the command line: perennial doctor.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'health.check',
    cli: 'doctor',
    page: 'Health',
    answers: { 200: { description: 'The thing as it is.', schema: healthSchema, example: healthExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ deps }) => {
    const checks = (await look(deps)).map(({ name, status }) => ({ name, ...told[status] }));
    const worst = (['failing', 'degraded'] as const).find((each) => checks.some(({ status }) => status === each));
    return { status: 200, body: { status: worst ?? 'ok', checks } };
  },
);

const fix =
  'Ask whoever runs the installation; at its command line, perennial doctor says what was found and what to do.';
const degraded = { status: 'degraded', detail: 'Works, or would, though not as it should.', fix } as const;

/** Nothing of what was found: it names hosts, users and folders, and other programmes are served there. */
const told = {
  ok: { status: 'ok', detail: 'Works.' },
  ready: degraded,
  warning: degraded,
  failed: { status: 'failing', detail: 'Does not work.', fix },
} as const;

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
