import { Hono } from 'hono';
import type { Logger } from 'pino';
import {
  readUnsubscribe,
  type UnsubscribeLink,
  type UnsubscribeScope,
} from '../modules/messaging/reachability/unsubscribe-link.ts';
import type { Clock } from '../platform/clock.ts';
import { readUnsubscribePage } from '../modules/messaging/reachability/rows-consents.ts';
import { resubscribe, type TellStopped, unsubscribe } from '../modules/messaging/reachability/unsubscribe.ts';
import type { Database } from '../platform/database.ts';
import { ingestIn } from '../modules/intake/ingest.ts';
import { unknownLinkPage, unsubscribePage } from './unsubscribe-page.ts';

export interface UnsubscribeDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** The secret that signed the links. */
  readonly unsubscribeSecret: string;
  readonly logger: Logger;
}

/** A service notice's link stops offers too: who wants less than notices wants no offers. */
const channelsOf: Readonly<Record<UnsubscribeScope, readonly string[]>> = {
  marketing: ['email'],
  service: ['email', 'email.service'],
};
/** A form with one field; a body that is longer is none of ours. */
const bodyBytesMax = 4_096;

/**
 * The links in mails: GET shows a page that asks, POST stops the mails at once. Mail programs post by themselves when the
 * reader presses their own button (RFC 8058), so a POST asks nothing.
 */
export function unsubscribeRoutes(deps: UnsubscribeDeps): Hono {
  const { database, clock, unsubscribeSecret } = deps;
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
    context.header('Referrer-Policy', 'no-referrer');
    context.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'");
  });

  const find = async (token: string) => {
    const link = readUnsubscribe(unsubscribeSecret, token);
    const page = link && (await readUnsubscribePage(database, link));
    return link && page && { link, page };
  };

  app.get('/:token', async (context) => {
    const found = await find(context.req.param('token'));
    if (!found) return context.html(unknownLinkPage(context.req.header('Accept-Language') ?? 'en'), 404);
    return context.html(unsubscribePage({ ...found.page, scope: found.link.scope, state: 'ask' }));
  });

  app.post('/:token', async (context) => {
    const found = await find(context.req.param('token'));
    if (!found) return context.html(unknownLinkPage(context.req.header('Accept-Language') ?? 'en'), 404);
    const { link, page } = found;
    const restores = await asksBack(context.req.raw);
    const stop = { ...link, channels: channelsOf[link.scope], at: clock.now() };
    if (restores) await resubscribe(database, stop);
    else {
      const { untold } = await unsubscribe(database, stop, campaignsOf(deps, link, stop.at));
      if (untold !== undefined) deps.logger.error({ err: untold }, 'an unsubscribe could not be told to campaigns');
    }
    return context.html(unsubscribePage({ ...page, scope: link.scope, state: restores ? 'back' : 'done' }));
  });
  return app;
}

/** Whether a POST is that of the page's own button. Whatever else it carries, of whatever form and length, it stops the mails. */
async function asksBack(request: Request): Promise<boolean> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('Content-Type') ?? '')) return false;
  const reader = request.body?.getReader();
  let text = '';
  try {
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
      text += Buffer.from(part.value as Uint8Array).toString('latin1');
      if (text.length > bodyBytesMax) return false;
    }
  } catch {
    return false;
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
  return new URLSearchParams(text).get('action') === 'restore';
}

/** Campaigns may end for who unsubscribes, and the timeline says when that was: with the withdrawal, or not at all. */
function campaignsOf(deps: UnsubscribeDeps, { programmeId, scope, memberId }: UnsubscribeLink, at: Date): TellStopped {
  return async (tx, members, by) => {
    const events = members.map((member, place) => ({
      // The shop's own ids may be too long to be a part of one.
      id: `member.unsubscribed:${memberId}:${scope}:${at.getTime()}:${place}`,
      type: 'member.unsubscribed',
      memberId: member,
      occurredAt: at,
      data: { channel: 'email', scope, ...by },
    }));
    const answers = await ingestIn(tx, deps, programmeId, events);
    for (const answer of answers) {
      if (answer.kind === 'refused') deps.logger.warn({ answer }, 'an unsubscribe was not told to campaigns');
    }
  };
}
