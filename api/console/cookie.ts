import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { PerennialError } from '../../platform/errors.ts';

/** A browser that speaks TLS keeps other hosts and plain HTTP from setting the cookie (`__Host-`). */
const names = { plain: 'perennial_session', secure: '__Host-perennial_session' } as const;
/** A page of another origin can't send it without being asked for leave, which nobody gives. */
export const consoleHeader = 'Perennial-Console';

/** The word of the session that a browser brings. */
export function sessionIdOf(context: Context): string | undefined {
  const id = getCookie(context, names.secure) ?? getCookie(context, names.plain);
  return id === undefined || !/^[0-9A-Za-z]{32}$/.test(id) ? undefined : id;
}

export function keepSession(context: Context, id: string, expiresAt: Date, publicUrl: string | undefined): void {
  const secure = isSecure(context, publicUrl);
  setCookie(context, secure ? names.secure : names.plain, id, {
    ...{ path: '/', httpOnly: true, sameSite: 'Strict', secure, expires: expiresAt },
  });
}

export function dropSession(context: Context): void {
  deleteCookie(context, names.plain, { path: '/' });
  deleteCookie(context, names.secure, { path: '/', secure: true });
}

/**
 * Throws when a request that comes with a cookie was not made by a page of this host. SameSite keeps other sites away, this also
 * other hosts of the same site: the header needs leave from here, and browsers say themselves where a request is from.
 */
export function requireOwnPage(context: Context, publicUrl: string | undefined): void {
  const { method } = context.req;
  const site = context.req.header('Sec-Fetch-Site');
  const isRead = method === 'GET' || method === 'HEAD';
  const isOwnSite = site === undefined || site === 'same-origin' || (isRead && site === 'none');
  const origin = context.req.header('Origin');
  const isOwn = isOwnSite && (origin === undefined || isOwnOrigin(context, origin, publicUrl));
  if (isOwn && (isRead || context.req.header(consoleHeader) !== undefined)) return;
  throw new PerennialError('ORIGIN_FOREIGN', 'The request was not made by a page of the console.', {
    field: isOwn ? consoleHeader : 'Origin',
    fix: 'Elsewhere, send a key: Authorization: Bearer prn_… .',
  });
}

function isOwnOrigin(context: Context, origin: string, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const hosts = [context.req.header('Host'), publicUrl === undefined ? undefined : new URL(publicUrl).host];
  return hosts.includes(new URL(origin).host);
}

/** Whether the browser speaks TLS: to us, to a proxy that says so, or to the address that is known to. */
function isSecure(context: Context, publicUrl: string | undefined): boolean {
  if (context.req.header('X-Forwarded-Proto')?.split(',')[0]?.trim() === 'https') return true;
  if (publicUrl === undefined) return false;
  const { protocol, host } = new URL(publicUrl);
  return protocol === 'https:' && host === context.req.header('Host');
}
