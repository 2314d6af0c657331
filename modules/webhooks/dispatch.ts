import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../platform/database.ts';
import { post } from './post.ts';
import type { WebhookReach } from './reach.ts';
import {
  claimDue,
  type ClaimedDelivery,
  nextDueInMs,
  noteHealth,
  recordTries,
  releaseLost,
  type TriedDelivery,
} from './rows-deliveries.ts';
import { readNotifications } from './rows-notifications.ts';
import { readSecrets } from './secrets.ts';
import { type Notification, notificationOf } from './notification.ts';
import { afterTry, type Answer, errorOf, failingMsMax } from './rules-retry.ts';

export interface WebhookDispatchDeps {
  readonly database: Database;
  readonly reach: WebhookReach;
  /** Told of every try, by what came of it. */
  readonly onTried?: (outcome: 'delivered' | 'failed' | 'dead') => void;
  readonly times?: Partial<DispatchTimes>;
}

/** How long what may take, in real time. */
export interface DispatchTimes {
  /** An endpoint that has not answered by then has not taken it. */
  readonly timeoutMs: number;
  /** What a try may take with all around it: whoever has not been heard of then is dead. */
  readonly leaseMs: number;
  /** Between looks for what has come to be due. */
  readonly lookMs: number;
  /** A page looks for more so long after it had nothing left. */
  readonly lingerMs: number;
  /** A page ends after this, whatever is under way: that is recorded all the same. */
  readonly pageMs: number;
}

const usualTimes: DispatchTimes = { timeoutMs: 15_000, leaseMs: 30_000, lookMs: 100, lingerMs: 1_000, pageMs: 30_000 };

/** Tries of one endpoint at once; of one that failed last time a single one, so that those that are slow keep few connections. */
const perEndpointMax = 8;
/** Tries at once in a process. Endpoints that fail hold one of them each. */
const atOnceMax = 512;
/** Endpoints that one claim looks at. */
const endpointsPerClaim = 128;
/** Deliveries of dead workers that are put back at once. */
const lostMax = 1_000;

export interface DispatchedPage {
  /** Milliseconds until the next delivery is due; null when none waits. */
  readonly nextDueInMs: number | null;
}

/**
 * Gives the way to send what is due to all endpoints. A try that is slow keeps no other waiting, not even the end of a page: what is
 * under way then goes on, and is counted by the next page of this process. `goOn` turns false when the process ends; then a page waits for
 * what is under way.
 */
export function createWebhookDispatch(deps: WebhookDispatchDeps): (goOn?: () => boolean) => Promise<DispatchedPage> {
  const { database } = deps;
  const times = { ...usualTimes, ...deps.times };
  const owner = randomUUID();
  const lanes = createLanes();
  const record = createRecorder(deps, owner);

  const take = async (): Promise<number> => {
    if (lanes.free() <= 0) return 0;
    const claimed = await claimDue(database, {
      ...{ owner, leaseMs: times.leaseMs, perEndpointMax, room: lanes.room() },
      endpointsMax: Math.min(endpointsPerClaim, Math.max(1, Math.floor(lanes.free() / perEndpointMax))),
    });
    if (claimed.length === 0) return 0;
    const [notifications, secrets] = await Promise.all([
      readNotifications(database, claimed),
      readSecrets(database, [...new Set(claimed.map(({ endpointId }) => endpointId))]),
    ]);
    const told = new Map(notifications.map((row) => [row.sequence, notificationOf(row)]));
    for (const delivery of claimed) {
      const trying = send(deps, times, delivery, told.get(delivery.sequence), secrets.get(delivery.endpointId));
      lanes.enter(
        delivery.endpointId,
        trying.then((answer) => record.add(delivery, answer)),
      );
    }
    return claimed.length;
  };

  return async (goOn = () => true) => {
    const endAt = performance.now() + times.pageMs;
    let idleSince = performance.now();
    while (goOn() && performance.now() < endAt) {
      await releaseLost(database, lostMax);
      const taken = await take();
      if (taken > 0 || lanes.count() > 0) idleSince = performance.now();
      if (performance.now() - idleSince >= times.lingerMs) break;
      if (taken === 0) await Promise.race([sleep(times.lookMs), lanes.someLeft()]);
    }
    if (!goOn()) await lanes.empty();
    await record.flush();
    // What is under way is looked after by the next page, which begins at once.
    return { nextDueInMs: lanes.count() > 0 && goOn() ? 0 : await nextDueInMs(database) };
  };
}

const sealedOtherwise =
  'its secret was sealed with another IDENTITY_KEY: put that one into IDENTITY_KEY_PREVIOUS, or give the endpoint a new secret';

async function send(
  { reach }: WebhookDispatchDeps,
  { timeoutMs }: DispatchTimes,
  { url }: ClaimedDelivery,
  notification: Notification | undefined,
  secrets: readonly string[] | undefined,
): Promise<Answer> {
  if (notification === undefined) return { kind: 'failed', error: 'the notification is no longer kept' };
  if (secrets === undefined) return { kind: 'failed', error: 'the endpoint was removed' };
  if (secrets.length === 0) return { kind: 'failed', error: sealedOtherwise };
  return post({ url, id: notification.id, body: JSON.stringify(notification), secrets, timeoutMs }, reach);
}

/** What is under way, by endpoint. */
function createLanes() {
  const underWay = new Map<number, Set<Promise<unknown>>>();
  const failed = new Set<number>();
  let count = 0;
  let tellLeft = () => {};
  const next = () => new Promise<void>((resolve) => (tellLeft = resolve));
  let left = next();
  return {
    count: () => count,
    free: () => atOnceMax - count,
    /** How many more each endpoint may have that is not as others are. */
    room: () => {
      const known = new Set([...underWay.keys(), ...failed]);
      return new Map(
        [...known].map((id) => [id, (failed.has(id) ? 1 : perEndpointMax) - (underWay.get(id)?.size ?? 0)]),
      );
    },
    enter: (endpointId: number, trying: Promise<Answer>) => {
      const lane = underWay.get(endpointId) ?? new Set();
      underWay.set(endpointId, lane);
      count += 1;
      const done = trying.then((answer) => {
        if (afterTry(answer, 1).kind === 'delivered') failed.delete(endpointId);
        else failed.add(endpointId);
        lane.delete(done);
        if (lane.size === 0) underWay.delete(endpointId);
        count -= 1;
        tellLeft();
        left = next();
      });
      lane.add(done);
    },
    someLeft: () => left,
    empty: async () => {
      while (count > 0) await Promise.all([...underWay.values()].flatMap((lane) => [...lane]));
    },
  };
}

/** What came of tries is written in one statement for all that came within this time. */
const gatherMs = 20;
/** Before it is written again when PostgreSQL did not take it. */
const againMs = 1_000;

/** Records what comes of tries, by itself: also of those that a page has not waited for. */
function createRecorder({ database, onTried }: WebhookDispatchDeps, owner: string) {
  let waiting: { readonly tried: TriedDelivery; readonly isGone: boolean }[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    if (batch.length === 0) return;
    waiting = [];
    try {
      await write(database, owner, batch);
    } catch (error) {
      // The leases end by themselves if PostgreSQL stays away; until then it is tried again.
      waiting = [...batch, ...waiting];
      flushLater(againMs);
      throw error;
    }
    for (const { tried } of batch) onTried?.(tried.status === 'waiting' ? 'failed' : tried.status);
  };
  const flushLater = (ms: number) => {
    timer ??= setTimeout(() => void flush().catch(() => undefined), ms);
  };
  return {
    flush,
    add: (delivery: ClaimedDelivery, answer: Answer): Answer => {
      waiting.push(triedOf(delivery, answer));
      flushLater(gatherMs);
      return answer;
    },
  };
}

function triedOf({ endpointId, sequence, attempts }: ClaimedDelivery, answer: Answer) {
  const after = afterTry(answer, attempts);
  const tried: TriedDelivery = {
    ...{ endpointId, sequence },
    status: after.kind === 'delivered' ? 'delivered' : after.kind === 'later' ? 'waiting' : 'dead',
    waitMs: after.kind === 'later' ? after.waitMs : null,
    lastStatus: answer.kind === 'answered' ? answer.status : null,
    lastError: errorOf(answer),
  };
  return { tried, isGone: after.kind === 'gone' };
}

async function write(
  database: Database,
  owner: string,
  batch: readonly { readonly tried: TriedDelivery; readonly isGone: boolean }[],
): Promise<void> {
  const tries = batch.map(({ tried }) => tried);
  await recordTries(database, owner, tries);
  const endpoints = (of: readonly TriedDelivery[]) => [...new Set(of.map(({ endpointId }) => endpointId))];
  const takes = endpoints(tries.filter(({ status }) => status === 'delivered'));
  const fails = endpoints(tries.filter(({ status }) => status !== 'delivered')).filter((id) => !takes.includes(id));
  const gone = endpoints(batch.filter(({ isGone }) => isGone).map(({ tried }) => tried));
  await noteHealth(database, { takes, fails, gone, failingMsMax });
}
