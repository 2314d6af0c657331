import { createHash, randomInt } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  answerInTransaction,
  answerOnce,
  createQueue,
  type KeptAnswer,
  type Queue,
  rememberedAnswer,
  replayIfKept,
} from '../../modules/requests/answer-once.ts';
import { createKeyring, type Keyring } from '../../modules/keys/authenticate.ts';
import { contentHash } from '../../platform/canonical-json.ts';
import { PerennialError } from '../../platform/errors.ts';
import type { JsonValue } from '../../values/json.ts';
import { discardUpload } from '../../modules/imports/uploads/store.ts';
import { parseJson, parseLines, parseText, readBody, readBytes, storable } from './body.ts';
import { type Caller, callerOf, requireScope } from './caller.ts';
import type { Answer, Endpoint, V1Deps, V1Request } from './endpoint.ts';
import { addressOf } from '../rate-limit.ts';
import { type ConnectGate, createConnectGate, type Passage } from './connect/limits.ts';
import { readUpload } from './upload.ts';
import { createLimits, type Limits } from './limits.ts';
import { invalidRequest, problemOf } from './problem.ts';
import { counted } from '../../values/plural.ts';

/** What every request of `/v1` goes through, made once for a process. */
export interface Pipeline {
  /** Puts an endpoint behind its path. */
  mount(app: OpenAPIHono, endpoint: Endpoint): void;
  /** The answer to anything that was thrown. */
  refuse(context: Context, error: unknown, requestId?: string, headers?: Readonly<Record<string, string>>): Response;
}

interface ReadRequest {
  readonly request: V1Request<never, never, never>;
  readonly body: unknown;
  readonly lines: boolean;
  /** Lets go of a file that was kept, where nothing has come of it. */
  readonly discard?: () => Promise<void>;
}

const idAlphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
const drawRequestId = (): string =>
  `req_${Array.from({ length: 12 }, () => idAlphabet[randomInt(idAlphabet.length)]).join('')}`;

const keyForm = /^[!-~]{1,128}$/;
/** Seconds after which a server that is away may be back. */
const awaySeconds = 5;

/** What the requests of a process share. */
interface Shared {
  readonly deps: V1Deps;
  readonly keyring: Keyring;
  readonly limits: Limits;
  readonly queued: Queue;
  readonly gate: ConnectGate;
}

export function createPipeline(deps: V1Deps): Pipeline {
  const shared = {
    deps,
    keyring: createKeyring(deps.database),
    limits: createLimits(),
    queued: createQueue(),
    gate: createConnectGate(deps.connectLimits ?? {}),
  };
  return {
    refuse: (context, error, requestId, headers) => refuse(deps, context, error, requestId, headers),
    mount: (app, endpoint) => {
      const path = endpoint.spec.path.replaceAll(/\{(\w+)\}/g, ':$1');
      app.on(endpoint.spec.method.toUpperCase(), path, (context) => serve(shared, context, endpoint));
    },
  };
}

async function serve(shared: Shared, context: Context, endpoint: Endpoint): Promise<Response> {
  const { deps, keyring } = shared;
  const requestId = drawRequestId();
  const headers: Record<string, string> = { 'Request-Id': requestId };
  let passage: Passage | undefined;
  try {
    if (endpoint.spec.webhook !== undefined) passage = enter(shared, context, headers);
    const caller = await callerOf(context, {
      ...{ keyring, scope: endpoint.spec.scope, secret: deps.secret },
      ...{ database: deps.database, publicUrl: deps.publicUrl },
    });
    requireScope(caller, endpoint.spec.scope);
    // Before a file is taken in whose request could not be answered.
    const key = idempotencyKey(context, endpoint);
    const read = await readRequest(context, endpoint, { caller, requestId, deps });
    const answer = await limit(shared, endpoint, caller, read, headers)
      .then(() => answerTo(shared, endpoint, read, key, context))
      .finally(() => read.discard?.());
    passage?.leave();
    if (answer.response !== undefined) return withHeaders(answer.response, headers);
    // An ETag that stands for a part of what is told, for If-Match alone, has no 304 in the document.
    const mayBeKnown = endpoint.spec.answers[304] !== undefined;
    return respond(context, answer, { ...headers, ...answer.headers }, { lines: read.lines, mayBeKnown });
  } catch (error) {
    passage?.leave(error);
    return refuse(deps, context, error, requestId, headers);
  }
}

/** Lets a shop or a provider in; throws when it has called too often. */
function enter({ deps, gate }: Shared, context: Context, headers: Record<string, string>): Passage {
  const passage = gate.enter(context.req.param('connectionId') ?? '', addressOf(context, deps.proxies ?? 0));
  if ('leave' in passage) return passage;
  throw tooOften(deps, 'connect', passage.retryAfter, headers);
}

/** Counts and makes the refusal of a caller who has had as many as there are, and says when there are more. */
function tooOften({ metrics }: V1Deps, limit: string, retryAfter: number, headers: Record<string, string>) {
  metrics.rateLimited.inc({ limit });
  headers['Retry-After'] = String(retryAfter);
  return new PerennialError('RATE_LIMITED', `There is room again in ${counted(retryAfter, 'second', 'seconds')}.`);
}

function refuse(
  { logger }: V1Deps,
  context: Context,
  error: unknown,
  requestId = drawRequestId(),
  headers: Readonly<Record<string, string>> = {},
): Response {
  const problem = problemOf(error, requestId);
  if (problem.status >= 500) logger.error({ err: error, requestId, path: context.req.path }, 'a request failed');
  const more: Record<string, string> = problem.status === 503 ? { 'Retry-After': String(awaySeconds) } : {};
  // The rest of the body is still on its way: another request can't come behind it.
  if (problem.status === 413) more.Connection = 'close';
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json', 'Request-Id': requestId, ...more, ...headers },
  });
}

/** Counts the request; throws when the caller has had as many as there are. */
async function limit(
  { deps, limits }: Shared,
  { spec }: Endpoint,
  caller: Caller,
  { body }: ReadRequest,
  headers: Record<string, string>,
): Promise<void> {
  if (caller.kind === 'nobody') return;
  const name = caller.kind === 'member' ? 'me' : (spec.limit ?? (spec.idempotency === 'safe' ? 'read' : 'write'));
  const cost = spec.cost?.(body) ?? 1;
  const state = await limits.take(name, caller.id, caller.kind === 'key' ? caller.key.limits : {}, cost);
  Object.assign(headers, state.headers);
  if (state.retryAfter !== undefined) throw tooOften(deps, name, state.retryAfter, headers);
}

/** The answer of the handler, or the one that is kept under the key of the request. */
async function answerTo(
  { deps, queued }: Shared,
  { spec, handle }: Endpoint,
  { request, body }: ReadRequest,
  key: string | undefined,
  context: Context,
): Promise<KeptAnswer & Pick<Answer, 'response'>> {
  if (key === undefined) {
    const { transactional } = spec;
    const answer = await (transactional
      ? answerInTransaction(deps.database, (db) => handle({ ...request, db }))
      : handle(request));
    return { ...keptForm(answer), ...(answer.response === undefined ? {} : { response: answer.response }) };
  }
  const { programmeId, requestId, member } = request;
  const keyed = {
    programmeId,
    key: member === undefined ? key : `me:${member.memberId}:${key}`,
    fingerprint: fingerprintOf(context, body),
    keep: spec.keep ?? '30 days',
  } as const;
  const once = await queued(`${programmeId}:${keyed.key}`, async (hasWaited) => {
    const before = hasWaited ? await replayIfKept(deps.database, keyed) : undefined;
    if (before !== undefined) return before;
    if (!spec.transactional) return rememberedAnswer(deps.database, keyed, async () => keptForm(await handle(request)));
    return answerOnce(
      deps.database,
      keyed,
      async (db) => keptForm(await handle({ ...request, db })),
      (refusal) => keptProblem(refusal, requestId),
    );
  });
  if (!once.replayed) return once;
  deps.metrics.idempotentReplays.inc();
  return { ...once, headers: { ...once.headers, 'Idempotent-Replayed': 'true' } };
}

/** Everything of a request, checked as its endpoint says. */
async function readRequest(
  context: Context,
  { spec }: Endpoint,
  { caller, requestId, deps }: { caller: Caller; requestId: string; deps: V1Deps },
): Promise<ReadRequest> {
  const params = checked(spec.params, storable(context.req.param()));
  const query = checked(spec.query, storable(context.req.query()));
  const given = { params, query, headers: context.req.raw.headers };
  if (spec.webhook !== undefined) {
    const bytes = await readBytes(context.req.raw, spec.webhook.bytesMax);
    const request = { ...given, ...requestOf(context, { caller, requestId, deps }), body: undefined, raw: bytes };
    return { request: request as V1Request<never, never, never>, body: undefined, lines: false };
  }
  if (spec.upload !== undefined) {
    const kept = await readUpload(context.req.raw, Object.keys(spec.upload), deps.database, caller.programmeId);
    const request = {
      ...given,
      ...requestOf(context, { caller, requestId, deps }),
      body: undefined,
      raw: Buffer.alloc(0),
    };
    return {
      request: { ...request, upload: kept } as V1Request<never, never, never>,
      // What makes it the same request: the file and how it is to be read.
      body: { sha256: kept.sha256, query: context.req.query() },
      lines: false,
      discard: () => discardUpload(deps.database, kept.id),
    };
  }
  const raw = await readBody(context.req.raw, {
    ...(spec.body?.bytesMax === undefined ? {} : { bytesMax: spec.body.bytesMax }),
    takesLines: spec.body?.ndjson !== undefined,
    takesYaml: spec.body?.yaml !== undefined,
  });
  const lines = raw.form === 'ndjson';
  let body: unknown;
  if (spec.body !== undefined) {
    if (lines) body = { [spec.body.ndjson?.field ?? '']: parseLines(raw.bytes) };
    else if (raw.form === 'json') body = parseJson(raw.bytes);
    else if (raw.form === 'yaml') body = parseText(raw.bytes);
    else if (spec.body.optional) body = {};
    else
      throw new PerennialError('BODY_MALFORMED', 'The request has no body.', { fix: 'Send one JSON value in UTF-8.' });
    if (!spec.readsOwnBody) body = checked(spec.body.schema, body);
  }
  const request = { ...given, ...requestOf(context, { caller, requestId, deps }), body, raw: Buffer.alloc(0) };
  return { request: request as V1Request<never, never, never>, body, lines };
}

function requestOf(
  context: Context,
  { caller, requestId, deps }: { caller: Caller; requestId: string; deps: V1Deps },
): Omit<V1Request<unknown, unknown, unknown>, 'params' | 'query' | 'body' | 'raw' | 'headers'> {
  return {
    programmeId: caller.programmeId,
    actor: caller.id,
    scopes: caller.kind === 'key' ? caller.key.scopes : [],
    requestId,
    db: deps.database,
    deps,
    upload: undefined,
    ifMatch: context.req.header('If-Match'),
    language: context.req.header('Accept-Language'),
    member: caller.kind === 'member' ? caller.token : undefined,
  };
}

function checked(schema: Endpoint['spec']['params'], input: unknown): unknown {
  if (schema === undefined) return input;
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  throw invalidRequest(read.error.issues, schema, input);
}

function idempotencyKey(context: Context, { spec }: Endpoint): string | undefined {
  const key = spec.webhook === undefined ? context.req.header('Idempotency-Key') : undefined;
  if (key === undefined || spec.method !== 'post' || spec.idempotency === 'safe') {
    if (key === undefined && spec.idempotency === 'key') {
      throw new PerennialError('IDEMPOTENCY_KEY_MISSING', 'This request needs an Idempotency-Key.', {
        field: 'Idempotency-Key',
      });
    }
    return undefined;
  }
  if (keyForm.test(key)) return key;
  throw new PerennialError('REQUEST_INVALID', 'Idempotency-Key has blanks, or more than 128 characters.', {
    field: 'Idempotency-Key',
    fix: 'Send 1 to 128 characters from ! to ~.',
  });
}

const fingerprintOf = (context: Context, body: unknown): Buffer =>
  createHash('sha256')
    .update(contentHash([context.req.method, context.req.path, (body ?? null) as JsonValue]))
    .digest();

function keptForm({ status, body, etag, location }: Answer): KeptAnswer {
  return {
    status,
    headers: {
      ...(etag === undefined ? {} : { ETag: `"${etag}"` }),
      ...(location === undefined ? {} : { Location: `/v1${location}` }),
    },
    // As it will be sent: instants and what is undefined are JSON's from here on.
    body: body === undefined ? null : (JSON.parse(JSON.stringify(body)) as JsonValue),
  };
}

function keptProblem(refusal: PerennialError, requestId: string): KeptAnswer {
  const problem = problemOf(refusal, requestId);
  return { status: problem.status, headers: {}, body: problem };
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

function respond(
  context: Context,
  answer: KeptAnswer,
  headers: Record<string, string>,
  { lines, mayBeKnown }: { readonly lines: boolean; readonly mayBeKnown: boolean },
): Response {
  const { status, body } = answer;
  const etag = answer.headers.ETag;
  const known = context.req
    .header('If-None-Match')
    ?.split(',')
    .map((each) => each.trim().replace(/^W\//, ''));
  if (mayBeKnown && etag !== undefined && known?.some((each) => each === etag || each === '*')) {
    return new Response(null, { status: 304, headers });
  }
  if (body === null) return new Response(null, { status, headers });
  if (lines && status === 200) {
    const { data } = body as { data: JsonValue[] };
    const text = data.map((each) => `${JSON.stringify(each)}\n`).join('');
    return new Response(text, { status, headers: { ...headers, 'Content-Type': 'application/x-ndjson' } });
  }
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return new Response(JSON.stringify(body), { status, headers: { ...headers, 'Content-Type': type } });
}
