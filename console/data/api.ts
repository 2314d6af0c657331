import { createSessionClient, type components, type Problem } from '../../client/create.ts';
import { type Answered, Refused } from './refused.ts';

/** `/v1`, typed by its document; the browser brings the cookie of whoever is signed in. */
export const api = createSessionClient({
  attempts: 2,
  // The ETag of a member is that of the profile: a browser that asks by it would go on showing the points of before.
  fetch: (request) => fetch(request, { cache: 'no-store' }),
});

/** The shapes of `/v1`: `Shape['Member']`. */
export type Shape = components['schemas'];

/** What a call brought; throws Refused. For queries and mutations: `queryFn: () => read(api.GET('/members', …))`. */
export async function read<Data>(call: Promise<Answered<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (error === undefined && response.ok) return data as Data;
  throw new Refused(response.status, problemIn(error));
}

function problemIn(error: unknown): Problem | undefined {
  const isProblem = typeof error === 'object' && error !== null && 'code' in error && 'requestId' in error;
  return isProblem ? (error as Problem) : undefined;
}

/** Headers of a request that `/console/session` takes from a page of its own. */
const own = { 'Perennial-Console': '1', 'Content-Type': 'application/json' };

export interface Session {
  readonly key: { readonly id: string; readonly name: string; readonly scopes: readonly Shape['Scope'][] };
  readonly programme: {
    readonly code: string;
    readonly name: string;
    readonly names: Readonly<Record<string, string>>;
    readonly asset: string;
    readonly assets: Readonly<Record<string, string>>;
    readonly currency: string;
    readonly zone: string;
    readonly locales: readonly string[];
    /** What points are worth at the checkout; null when they can't be used there. */
    readonly redemption: { readonly points: number; readonly perMinor: number } | null;
    /** Corrections of more points wait for a second person; null when none does. */
    readonly reviewAbove: number | null;
  };
  /** The programme's clock when it was asked. */
  readonly now: string;
  readonly expiresAt: string;
}

async function session(method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<unknown> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch('/console/session', { method, headers: own, ...sent });
  const isJson = /json/.test(answer.headers.get('Content-Type') ?? '');
  const said: unknown = isJson ? await answer.json() : undefined;
  if (!answer.ok) throw new Refused(answer.status, problemIn(said));
  return said;
}

/** Who is signed in; null when nobody is. */
export async function readSession(): Promise<Session | null> {
  const said = (await session('GET')) as Session | { readonly key: null };
  return said.key === null ? null : said;
}

export const signIn = async (key: string): Promise<Session> => (await session('POST', { key })) as Session;

export const signOut = async (): Promise<void> => void (await session('DELETE'));
