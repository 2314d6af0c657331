import { Hono } from 'hono';
import { isReferralCode, normaliseReferralCode } from '../modules/referrals/rules-code.ts';
import type { Database } from '../platform/database.ts';
import { readInvitation } from '../modules/referrals/rows-codes.ts';
import { limitRate } from './rate-limit.ts';

export interface ReferralDeps {
  readonly database: Database;
  /** Proxies of one's own in front; none when absent. */
  readonly proxies?: number;
}

/** Links an address may open in a minute: an office behind one address opens some, who guesses codes needs millions. */
export const openedPerMinuteMax = 60;

const unknownText = 'This invitation is not known. Please check the link.';
const closedText = 'This invitation is not open at the moment.';

/**
 * The links of invitations: a known code leads to the landing page of the live referral campaign, with `?ref=CODE`; without
 * a landing page the code itself is shown, to be given on registration. Who opens too many in a minute is answered with 429.
 */
export function referralRoutes({ database, proxies = 0 }: ReferralDeps): Hono {
  const app = new Hono();
  app.use(limitRate({ max: openedPerMinuteMax, perSeconds: 60, proxies }));
  app.get('/:code', async (context) => {
    context.header('Cache-Control', 'no-store');
    context.header('Referrer-Policy', 'no-referrer');
    const code = normaliseReferralCode(context.req.param('code'));
    const invitation = isReferralCode(code) ? await readInvitation(database, code) : undefined;
    if (!invitation) return context.text(unknownText, 404);
    const { open, landingUrl, programme } = invitation;
    if (!open) return context.text(closedText, 404);
    if (landingUrl === null) return context.text(`${programme}: your invitation code is ${code}`);
    const target = new URL(landingUrl);
    target.searchParams.set('ref', code);
    return context.redirect(target.href, 302);
  });
  return app;
}
