import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import { createDispatch, type DispatchDeps as MessagingDeps } from '../modules/messaging/sending/dispatch.ts';
import { createChannelSender } from '../modules/connect/channel/sender.ts';
import { ingestEvents } from '../modules/intake/ingest.ts';
import { answerMessages } from './journey/message-conditions.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { WebhookReach } from '../modules/webhooks/reach.ts';
import type { DispatchActivities } from '../workflows/contract.ts';

export interface DispatchDeps extends Omit<MessagingDeps, 'onSettled' | 'onBounced' | 'answerConditions'> {
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Where texts may be posted to; over the internet when absent. */
  readonly webhookReach?: WebhookReach;
}

/** Well below the heartbeat timeout of the dispatch workflow, which finds a dead worker by it. */
const heartbeatMs = 1_000;

/** Sends what is due; the worker that carries it may die at any time. */
export function createDispatchActivities(deps: DispatchDeps): DispatchActivities {
  const { metrics, logger } = deps;
  const { database, clock, webhookReach: reach = { allowsThisMachine: false } } = deps;
  const dispatch = createDispatch({
    texts: createChannelSender({ database, clock, reach }),
    ...deps,
    answerConditions: answerMessages,
    onSettled: (channel, outcome) => metrics.messages.inc({ channel, outcome }),
    // Campaigns may leave a member alone whose address is gone, and the timeline says when that was.
    onBounced: async ({ programmeId, channel }, bounced) => {
      const events = bounced.map(({ id, member, at, ...data }) => ({
        id: `message.bounced:${id}`,
        type: 'message.bounced',
        memberId: member,
        occurredAt: at,
        data: { channel, ...data },
      }));
      await ingestEvents(deps, programmeId, events);
    },
  });
  return {
    dispatchPage: async (queue) => {
      const { cancellationSignal, heartbeat } = activityContext();
      const timer = setInterval(heartbeat, heartbeatMs);
      try {
        return await dispatch(queue, () => !cancellationSignal.aborted);
      } catch (error) {
        logger.warn({ err: error, ...queue }, 'messages wait');
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

function activityContext() {
  const context = Context.current();
  return { cancellationSignal: context.cancellationSignal, heartbeat: () => context.heartbeat() };
}
