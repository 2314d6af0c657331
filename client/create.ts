import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './generated/v1.ts';
import { fetchAgain, type RetryOptions } from './retry.ts';

export type { components, operations, paths } from './generated/v1.ts';
export { allRows, type Page } from './pages.ts';

/** What an answer of 400 and above says: RFC 9457, with a code of the registry. */
export type Problem = components['schemas']['Problem'];

export type PerennialClient = Client<paths>;

export interface ClientOptions extends RetryOptions {
  /** Where the installation is, without `/v1`. */
  readonly url: string;
  /** `prn_…` on a server; in a page or app the `mtk_…` of its member. */
  readonly key: string;
}

/** For a page that `perennial api` serves itself: the browser brings the cookie of whoever is signed in. */
export interface SessionClientOptions extends RetryOptions {
  /** Another name of the installation, without `/v1`; the page's own when absent. */
  readonly url?: string;
}

/**
 * A client of `/v1`, typed by its OpenAPI document. A POST gets an Idempotency-Key of its own where it brings none, and what may
 * succeed later is sent again under the same one.
 */
export function createClient({ url, key, ...retry }: ClientOptions): PerennialClient {
  return clientOf(url, { Authorization: `Bearer ${key}` }, retry);
}

/** The same client for the console: it sends no key. The header tells the API that a page of its own asks. */
export function createSessionClient({ url = '', ...retry }: SessionClientOptions = {}): PerennialClient {
  return clientOf(url, { 'Perennial-Console': '1' }, retry);
}

function clientOf(url: string, headers: Readonly<Record<string, string>>, retry: RetryOptions): PerennialClient {
  return createFetchClient<paths>({
    baseUrl: `${url.replace(/\/+$/, '')}/v1`,
    headers,
    credentials: 'same-origin',
    // A list of words is one parameter: status=issued,redeemed.
    querySerializer: { array: { style: 'form', explode: false } },
    fetch: (request) => fetchAgain(request, retry),
  });
}
