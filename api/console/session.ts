import { Hono, type Context } from 'hono';
import { createKeyring } from '../../modules/keys/authenticate.ts';
import { endSession, readSession, type Session, startSession } from '../../modules/keys/sessions.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { limitRate } from '../rate-limit.ts';
import { problemOf } from '../v1/problem.ts';
import { dropSession, keepSession, requireOwnPage, sessionIdOf } from './cookie.ts';

export interface SessionDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl?: string | undefined;
  readonly proxies?: number;
}

/** Of those that fail: a key has 190 random bits, so this is for the processor more than against guessing. */
const attemptsMax = 10;
const perSeconds = 60;
/** A key has 49 characters. */
const bodyMax = 1_000;

/** `/console/session`: POST exchanges a key for a cookie, GET says who is signed in, DELETE signs out. */
export function sessionRoutes(deps: SessionDeps): Hono {
  const { database, publicUrl, proxies = 0 } = deps;
  const app = new Hono();
  const attempts = { max: attemptsMax, perSeconds, proxies, spares: (status: number) => status === 201 };
  const given = { database, keyring: createKeyring(database) };
  app.onError((error) => {
    const problem = problemOf(error, 'req_console');
    return Response.json(problem, {
      status: problem.status,
      headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
    });
  });
  app.post('/', limitRate(attempts), async (context) => {
    requireOwnPage(context, publicUrl);
    const session = await startSession(given, await keyIn(context));
    if (session === undefined) {
      throw new PerennialError('UNAUTHENTICATED', 'This is no key, or it was revoked or has ended.', {
        field: 'key',
        fix: 'Paste a key that holds; `perennial key create` makes one.',
      });
    }
    keepSession(context, session.id, session.expiresAt, publicUrl);
    return answer(context, deps, session, 201);
  });
  app.get('/', async (context) => {
    requireOwnPage(context, publicUrl);
    const id = sessionIdOf(context);
    const session = id === undefined ? undefined : await readSession(given, id);
    // Nobody being signed in is no fault of the page that asks.
    if (session === undefined) return context.json({ key: null }, 200, { 'Cache-Control': 'no-store' });
    return answer(context, deps, session, 200);
  });
  app.delete('/', async (context) => {
    requireOwnPage(context, publicUrl);
    const id = sessionIdOf(context);
    if (id !== undefined) await endSession(database, id);
    dropSession(context);
    return context.body(null, 204);
  });
  return app;
}

async function keyIn(context: Context): Promise<string> {
  const length = Number(context.req.header('Content-Length') ?? Number.NaN);
  const body: unknown = length <= bodyMax ? await context.req.json().catch(() => undefined) : undefined;
  const key = typeof body === 'object' && body !== null && 'key' in body ? body.key : undefined;
  if (typeof key === 'string') return key.trim();
  throw new PerennialError('REQUEST_INVALID', 'The request holds no key.', {
    field: 'key',
    fix: 'Send {"key": "prn_…"}.',
  });
}

/** Who is signed in, and what every page of the console shows: the programme, its zone and its clock. */
async function answer(context: Context, deps: SessionDeps, session: Session, status: 200 | 201): Promise<Response> {
  const { id, name, scopes, programmeId } = session.key;
  const { definition } = await loadProgramme(deps.database, programmeId);
  const { code, name: title, names, asset, assets, currency, zone, locales, redemption, adjustments } = definition;
  const body = {
    key: { id, name, scopes },
    programme: {
      ...{ code, name: title, names: names ?? {}, asset, assets: assets ?? {}, currency, zone, locales },
      redemption: redemption ?? null,
      reviewAbove: adjustments?.reviewAbove ?? null,
    },
    now: deps.clock.now(),
    expiresAt: session.expiresAt,
  };
  return context.json(body, status, { 'Cache-Control': 'no-store' });
}
