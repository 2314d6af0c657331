import { ingestIn, isLockConflict } from '../../modules/intake/ingest.ts';
import { answeredEventType } from '../../modules/intake/rules/event-types.ts';
import { type AskedAnswer, postForAnswer } from '../../modules/webhooks/post.ts';
import type { WebhookReach } from '../../modules/webhooks/reach.ts';
import { claimCalls, type ClaimedCall, endCall, giveBack, putOff } from '../../modules/webhooks/rows-calls.ts';
import { keptOf, waitAfter } from '../../modules/webhooks/rules-call.ts';
import { errorOf } from '../../modules/webhooks/rules-retry.ts';
import { readSecrets } from '../../modules/webhooks/secrets.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';

export interface CallsDeps {
  readonly database: Database;
  readonly clock: Pick<Clock, 'now'>;
  /** The internet alone when absent. */
  readonly webhookReach?: WebhookReach;
  /** A system that has not answered by then has not taken the call. */
  readonly timeoutMs?: number;
}

/** Calls under way at once in a process; of one endpoint so many, so that one that is slow keeps the others going. */
const atOnceMax = 64;
const perEndpointMax = 8;
const timeoutUsualMs = 15_000;
/** What a try may take with all around it: whoever has not been heard of then is dead. */
const leaseMs = 60_000;
/** An endpoint that is as busy as it may be takes the others of its calls a moment later. */
const busyMs = 500;
/** Tries of an answer that a batch of events got in the way of. */
const attemptsMax = 6;

/** Gives the way to make calls that are due: it answers how many it has begun, and a slow one keeps no other waiting. */
export function createCalls(deps: CallsDeps): {
  readonly send: () => Promise<number>;
  /** Waits for those under way. */
  readonly settle: () => Promise<void>;
} {
  const { database } = deps;
  const underWay = new Set<Promise<void>>();
  const busy = new Map<number, number>();
  const begin = (call: ClaimedCall, secrets: readonly string[]) => {
    const at = call.endpointId ?? 0;
    busy.set(at, (busy.get(at) ?? 0) + 1);
    // What could not be written down is due again when its lease ends.
    const one: Promise<void> = make(deps, call, secrets)
      .catch(() => undefined)
      .finally(() => {
        busy.set(at, (busy.get(at) ?? 1) - 1);
        underWay.delete(one);
      });
    underWay.add(one);
  };
  return {
    send: async () => {
      const callsMax = atOnceMax - underWay.size;
      if (callsMax <= 0) {
        await Promise.race(underWay);
        return 1;
      }
      const claimed = await claimCalls(database, { leaseMs, callsMax });
      const endpoints = [...new Set(claimed.flatMap(({ endpointId }) => endpointId ?? []))];
      const secrets = await readSecrets(database, endpoints);
      for (const call of claimed) {
        if ((busy.get(call.endpointId ?? 0) ?? 0) < perEndpointMax) {
          begin(call, secrets.get(call.endpointId ?? 0) ?? []);
        } else await giveBack(database, call, busyMs);
      }
      return claimed.length;
    },
    settle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** Makes one call once, and writes down what came of it. */
async function make(deps: CallsDeps, call: ClaimedCall, secrets: readonly string[]): Promise<void> {
  const answer = await ask(deps, call, secrets);
  if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300) {
    return tell(deps, call, keptOf(answer.text, call.keep));
  }
  const error = errorOf(answer) ?? 'no answer';
  const waitMs = waitAfter(call.attempts);
  if (waitMs !== undefined) return putOff(deps.database, call, { waitMs, error });
  return tell(deps, call, { failed: true, reason: error });
}

/** Signed as notifications are, under an id that is the same at every try. */
async function ask(
  { webhookReach = { allowsThisMachine: false }, timeoutMs = timeoutUsualMs }: CallsDeps,
  { id, key, url, body, createdAt }: ClaimedCall,
  secrets: readonly string[],
): Promise<AskedAnswer> {
  if (url === null) return { kind: 'failed', error: 'there is no such endpoint, or it is disabled' };
  if (secrets.length === 0) return { kind: 'failed', error: 'the secret of the endpoint can not be read' };
  const message = {
    ...{ id: `call_${id}`, type: 'journey.call', timestamp: createdAt.toISOString() },
    data: { call: key, ...body },
  };
  return postForAnswer({ url, id: message.id, body: JSON.stringify(message), secrets, timeoutMs }, webhookReach);
}

/** The call is over and its answer an event of the member, both or none. */
async function tell(
  { database, clock }: CallsDeps,
  { id, programmeId, key, member }: ClaimedCall,
  answer: JsonObject,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await inTransaction(database, async (tx) => {
        if (!(await endCall(tx, id))) return;
        const now = clock.now();
        const data = { call: key, ...answer };
        const event = { id: `webhook:${key}`, type: answeredEventType, memberId: member, occurredAt: now, data };
        await ingestIn(tx, { clock: { now: () => now } }, programmeId, [event]);
      });
      return;
    } catch (fault) {
      if (!isLockConflict(fault) || attempt === attemptsMax) throw fault;
    }
  }
}
