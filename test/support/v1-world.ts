import { expect } from 'vitest';
import { createApi } from '../../api/app.ts';
import { serveApi } from '../../api/serve.ts';
import { createKey } from '../../modules/keys/create.ts';
import { type Scope, scopes } from '../../modules/keys/rules-token.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { createLogger } from '../../platform/logger.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from './database.ts';
import { checkAnswer } from './v1-document.ts';
import { reference } from './shop.ts';
import { type TestClock, testClock } from './test-clock.ts';

/** An answer of the API, as a client sees it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test says what it expects of a body
  readonly body: any;
}

export interface CallOptions {
  /** Null sends none; the world's own when absent. */
  readonly key?: string | null;
  readonly body?: unknown;
  /** A body as it is sent, in place of JSON. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** The Idempotency-Key. */
  readonly once?: string;
}

/** The API over TCP on a database of its own, with a programme and a key that may do everything. */
export interface V1World {
  readonly url: string;
  readonly databaseUrl: string;
  readonly database: Database;
  readonly clock: TestClock;
  readonly programmeId: number;
  readonly key: string;
  /** Sends a request and holds the answer to the OpenAPI document. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  get(path: string, options?: CallOptions): Promise<Answer>;
  post(path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  /** A key with these scopes, of this programme or another one. */
  newKey(options?: { readonly scopes?: readonly Scope[]; readonly programmeId?: number }): Promise<string>;
  /** Another programme of the same installation. */
  newProgramme(changes?: Partial<Programme>): Promise<number>;
  close(): Promise<void>;
}

export const apiSecret = 'a secret of the installation of tests';
let programmes = 0;

export async function openV1World(changes: Partial<Programme> = {}, now = '2026-12-08T09:00:00Z'): Promise<V1World> {
  const { database, url: databaseUrl } = await freshDatabase({ poolSizeMax: 10 });
  const clock = testClock(now);
  const logger = createLogger({ name: 'test', level: 'silent' });
  const newProgramme = async (more: Partial<Programme> = {}) =>
    (await saveProgramme(database, { ...reference, code: `api-${++programmes}`, ...changes, ...more })).id;
  const programmeId = await newProgramme();
  const newKey: V1World['newKey'] = async (options = {}) =>
    (
      await createKey(database, options.programmeId ?? programmeId, {
        name: 'test',
        scopes: options.scopes ?? scopes,
        actor: 'test',
      })
    ).secret;
  const key = await newKey();
  const api = createApi({ database, clock, logger, unsubscribeSecret: apiSecret, publicUrl: 'https://club.example' });
  const served = await serveApi(api, { host: '127.0.0.1', port: 0 });
  const call: V1World['call'] = (method, path, options = {}) => callApi(served.url, method, path, { key, ...options });
  return {
    url: served.url,
    databaseUrl,
    database,
    clock,
    programmeId,
    key,
    call,
    get: (path, options) => call('GET', path, options),
    post: (path, body, options) => call('POST', path, { ...(body === undefined ? {} : { body }), ...options }),
    newKey,
    newProgramme,
    close: () => served.stop(),
  };
}

/** One request to an API, wherever it runs; the answer has a form that the document knows. */
export async function callApi(url: string, method: string, path: string, options: CallOptions): Promise<Answer> {
  const { key, body, raw, headers = {}, once } = options;
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${url}/v1${path}`, {
    method,
    headers: {
      ...(key == null ? {} : { Authorization: `Bearer ${key}` }),
      ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(once === undefined ? {} : { 'Idempotency-Key': once }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const text = await response.text();
  const isJson = /\/(problem\+)?json$/.test(response.headers.get('Content-Type') ?? '');
  const answer = { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  if (answer.status >= 500) expect(answer.body).toBe('no answer of 500 and above');
  if (method !== 'HEAD' && method !== 'OPTIONS') checkAnswer(method, path, answer);
  return answer;
}
