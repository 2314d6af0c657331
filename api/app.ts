import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { consoleRoutes } from './console/pages.ts';
import { mailRoutes } from './console/mail.ts';
import { sessionRoutes } from './console/session.ts';
import { docsRoutes } from './docs.ts';
import { type ApiMetrics, createApiMetrics } from '../platform/api-metrics.ts';
import type { Clock } from '../platform/clock.ts';
import { countRequests } from './count-requests.ts';
import { mailReportRoutes } from './mail-reports.ts';
import { memberPageRoutes, type MemberPageSettings } from './my-page.ts';
import { memberPagePath } from '../modules/keys/member-page.ts';
import { referralRoutes } from './referral.ts';
import type { WebhookReach } from '../modules/webhooks/reach.ts';
import { unsubscribeRoutes, type UnsubscribeDeps } from './unsubscribe.ts';
import { createV1 } from './v1/app.ts';
import type { ConnectLimits } from './v1/connect/limits.ts';
import type { V1Deps } from './v1/endpoint.ts';

export interface ApiDeps extends Omit<UnsubscribeDeps, 'clock'> {
  readonly clock: Clock;
  /** Reports of the mail provider are taken when it is set. */
  readonly mailReportSecret?: string;
  /** Where members reach this installation. */
  readonly publicUrl?: string | undefined;
  /** Proxies of one's own in front; none when absent. */
  readonly proxies?: number;
  /** Where webhooks may go; the internet alone when absent. */
  readonly webhookReach?: WebhookReach;
  /** Looks at every server the installation needs. */
  readonly diagnose?: V1Deps['diagnose'];
  /** What is counted; nobody reads it when absent. */
  readonly metrics?: ApiMetrics;
  readonly connectLimits?: ConnectLimits;
  /** Who may show the member's page, and how it looks. */
  readonly memberPage?: MemberPageSettings;
  /** Why it can't work at the moment; it always can when absent. */
  readonly problems?: () => Promise<readonly string[]>;
}

/** The HTTP routes of an installation. */
export function createApi(deps: ApiDeps): Hono {
  const { metrics = createApiMetrics(), problems = () => Promise.resolve([]) } = deps;
  const app = new Hono();
  app.use(countRequests(metrics));
  app.route('/v1', createV1({ ...deps, metrics, secret: deps.unsubscribeSecret }));
  app.route('/', docsRoutes());
  app.route('/console/session', sessionRoutes(deps));
  app.route('/console/mail', mailRoutes(deps));
  app.route('/console', consoleRoutes());
  app.route(memberPagePath, memberPageRoutes(deps.memberPage));
  app.get('/healthz', (context) => context.text('ok'));
  // For a load balancer that sees this port alone. Why not, and the metrics, are for one's own people: API_HEALTH_PORT tells.
  app.get('/readyz', async (context) =>
    (await problems()).length === 0 ? context.text('ok') : context.text('not ready', 503),
  );
  app.route('/u', unsubscribeRoutes(deps));
  app.route('/r', referralRoutes(deps));
  const { mailReportSecret } = deps;
  if (mailReportSecret !== undefined) app.route('/mail-reports', mailReportRoutes({ ...deps, mailReportSecret }));
  app.notFound((context) => context.text('There is nothing here.', 404));
  app.onError((error, context) => {
    // Refusals of the routes themselves, such as a body that is too large.
    if (error instanceof HTTPException) return error.getResponse();
    deps.logger.error({ err: error, path: context.req.path.replace(/^\/u\/.*/, '/u/…') }, 'a request failed');
    return context.text('That did not work. Please try again in a minute.', 500);
  });
  return app;
}
