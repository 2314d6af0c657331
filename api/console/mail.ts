import { Hono } from 'hono';
import { previewMessage } from '../../modules/campaigns/preview-message.ts';
import { createKeyring } from '../../modules/keys/authenticate.ts';
import { readSession } from '../../modules/keys/sessions.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { PerennialError } from '../../platform/errors.ts';
import { problemOf } from '../v1/problem.ts';
import { requireOwnPage, sessionIdOf } from './cookie.ts';
import type { SessionDeps } from './session.ts';

/**
 * A mail keeps its own colours, so that its styles are let in; nothing else is: no script, no form, nothing from elsewhere. The sandbox
 * holds also where the mail is opened by itself. Its origin stays the console's, so that the console can measure it.
 */
const policy = [
  ...["default-src 'none'", "style-src 'unsafe-inline'", 'img-src data:', "base-uri 'none'", "form-action 'none'"],
  ...["frame-ancestors 'self'", 'sandbox allow-same-origin'],
].join('; ');
const headers = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** `/console/mail/:campaign/:template`: the HTML of a message as a member would get it now, for a frame of the console. */
export function mailRoutes(deps: SessionDeps): Hono {
  const { database, clock, publicUrl } = deps;
  const app = new Hono();
  const given = { database, keyring: createKeyring(database) };
  app.onError((error, context) => {
    const { status, detail, title } = problemOf(error, 'req_console');
    return context.text(detail ?? title, status as 404, headers);
  });
  app.get('/:campaign/:template', async (context) => {
    requireOwnPage(context, publicUrl);
    const id = sessionIdOf(context);
    const session = id === undefined ? undefined : await readSession(given, id);
    if (session === undefined) throw new PerennialError('UNAUTHENTICATED', 'Nobody is signed in.');
    if (!session.key.scopes.includes('read')) throw new PerennialError('SCOPE_MISSING', 'The key may not read.');
    const programme = await loadProgramme(database, session.key.programmeId);
    const { locale, member } = context.req.query();
    const { email } = await previewMessage({ database, clock, publicUrl }, programme, {
      ...context.req.param(),
      ...(locale === undefined ? {} : { locale }),
      ...(member === undefined ? {} : { member }),
    });
    return context.html(email.html, 200, headers);
  });
  return app;
}
