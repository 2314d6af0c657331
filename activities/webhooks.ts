import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import { purgeMerges } from '../modules/merges/purge.ts';
import { purgeAnswers } from '../modules/requests/purge.ts';
import { purgeNotifications } from '../modules/webhooks/purge.ts';
import { createWebhookDispatch, type WebhookDispatchDeps } from '../modules/webhooks/dispatch.ts';
import type { WebhookReach } from '../modules/webhooks/reach.ts';
import type { Clock } from '../platform/clock.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { SweepPage, SweepProgress, WebhookActivities } from '../workflows/contract.ts';

export interface WebhookDeps extends Pick<WebhookDispatchDeps, 'database'> {
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** The internet alone when absent. */
  readonly webhookReach?: WebhookReach;
  readonly webhookTimes?: WebhookDispatchDeps['times'];
}

/** Well below the heartbeat timeout of the dispatch workflow, which finds a dead worker by it. */
const heartbeatMs = 1_000;

/** Sends notifications to endpoints; the worker that carries it may die at any time. */
export function createWebhookActivities(deps: WebhookDeps): WebhookActivities {
  const { database, metrics, logger, webhookReach = { allowsThisMachine: false }, webhookTimes = {} } = deps;
  const dispatch = createWebhookDispatch({
    ...{ database, reach: webhookReach, times: webhookTimes },
    onTried: (outcome) => metrics.webhookTries.inc({ outcome }),
  });
  return {
    dispatchWebhooks: async () => {
      const context = Context.current();
      const timer = setInterval(() => context.heartbeat(), heartbeatMs);
      try {
        return await dispatch(() => !context.cancellationSignal.aborted);
      } catch (error) {
        logger.warn({ err: error }, 'webhooks wait');
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** A page of the sweep: removes what is older than the feed goes back, then answers that no repeat gets any more and what merges can't be undone with. */
export async function purgeNotificationsPage(
  { database, clock }: Pick<WebhookDeps, 'database'> & { readonly clock: Clock },
  { programmeId, afterMemberId }: SweepPage,
): Promise<SweepProgress> {
  const told = await purgeNotifications(database, programmeId);
  const answers = told > 0 ? told : await purgeAnswers(database, programmeId);
  const count = answers > 0 ? answers : await purgeMerges(database, programmeId, clock.now());
  return { count, nextAfterMemberId: count > 0 ? afterMemberId : null };
}
