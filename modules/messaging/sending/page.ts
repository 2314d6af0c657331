import { randomUUID } from 'node:crypto';
import { asError } from '../../../platform/errors.ts';
import { createFeed, type Feed } from './feed.ts';
import { keepLease, type Lease } from './lease.ts';
import type { Pace } from './pace.ts';
import { record, type Recording } from './record.ts';
import type { Queue, Settlement } from './rows-queue.ts';
import { within } from './within.ts';
import { sendGroup, type SenderDeps, type Sent, type Trouble } from './send-group.ts';
import { createSuspects } from './suspects.ts';

export interface PageDeps extends SenderDeps {
  readonly pace: Pace;
  readonly leaseMs: number;
  /** No group is begun later than this into a page, unless one keeps it waiting. */
  readonly pageMs: number;
  /** Connections that mails leave by at once. */
  readonly lanesMax: number;
  readonly onBounced?: Recording['onBounced'];
  /** Told of every message that was settled. */
  readonly onSettled: (queue: Queue, settlement: Settlement) => void;
}

export interface SentPage {
  /** Messages that left, ended, or were put off. */
  readonly handled: number;
  /** Why it ended before its time. */
  readonly trouble: Trouble | undefined;
  /** Whether the server has taken a mail. */
  readonly wasAccepted: boolean;
}

/** Messages claimed at once. */
const claimMessagesMax = 200;
/** Groups of each lane that are claimed ahead: what is claimed was decided on then. */
const groupsAhead = 4;
/** While a lane waits for a slow server the others go on, but not for ever: the workflow is to hear of them. */
const pageMsMax = 900_000;

/** Sends what is due of a queue, until nothing is, its time is over, or the mail server takes nothing. */
export async function sendPage(deps: PageDeps, queue: Queue, goOn: () => boolean): Promise<SentPage> {
  const { database, clock, watch, pace, leaseMs } = deps;
  const acceptedBefore = watch.accepted;
  const lease = keepLease(database, queue, { owner: randomUUID(), leaseMs });
  const tally = createTally(deps, queue, lease);
  // A server that took nothing the last time is asked with one mail.
  const lanes = watch.isShut ? 1 : deps.lanesMax;
  const groupSize = () => (watch.isShut ? 1 : pace.groupSize());
  const feed = createFeed({
    ...{ database, clock, queue, lease, answerConditions: deps.answerConditions },
    claimMax: () => Math.min(claimMessagesMax, lanes * groupSize() * groupsAhead),
    onStaying: tally.count,
  });
  const lane = createLane(deps, { queue, lease, feed, tally, groupSize, goOn });
  try {
    const failed = await runLanes(lane, { lanes, slowMs: deps.slowMs, feed });
    await feed.close();
    await tally.close();
    if (failed !== undefined) throw failed;
  } finally {
    lease.end();
  }
  return { handled: tally.handled(), trouble: tally.trouble(), wasAccepted: watch.accepted > acceptedBefore };
}

/** Runs lanes until nothing is left to send; while some wait for a slow server the others look for what has come meanwhile. */
async function runLanes(
  lane: Lane,
  { lanes, slowMs, feed }: { readonly lanes: number; readonly slowMs: number; readonly feed: Feed },
): Promise<Error | undefined> {
  const running = new Set<Promise<void>>();
  let failed: Error | undefined;
  const start = () => {
    while (running.size < lanes) {
      const one: Promise<void> = lane
        .run()
        .catch((error: unknown) => void (failed ??= asError(error)))
        .finally(() => running.delete(one));
      running.add(one);
    }
  };
  start();
  while (running.size > 0) {
    const ended = await within(slowMs, Promise.all(running));
    if (ended !== undefined || !lane.mayBegin()) continue;
    feed.reopen();
    start();
  }
  return failed;
}

/** What became of a page's messages. */
interface Tally {
  take(sent: readonly Sent[]): Promise<void>;
  count(settlements: readonly Settlement[]): void;
  /** Settles those that were refused and might have been for the account's sake. */
  close(): Promise<void>;
  handled(): number;
  trouble(): Trouble | undefined;
}

function createTally(deps: PageDeps, queue: Queue, lease: Lease): Tally {
  const { database, clock, watch, onBounced, onSettled } = deps;
  const suspects = createSuspects(clock, watch);
  let handled = 0;
  let trouble: Trouble | undefined;
  const count = (settlements: readonly Settlement[]) => {
    for (const settlement of settlements) {
      if (settlement.kind === 'release') continue;
      handled += 1;
      onSettled(queue, settlement);
    }
  };
  const write = async (sent: readonly Sent[]) => {
    if (sent.length === 0) return;
    await record({ database, queue, lease, now: clock.now(), onBounced }, sent);
    count(sent.map(({ settlement }) => settlement));
  };
  return {
    count,
    take: async (sent) => {
      trouble ??= sent.find((one) => one.trouble)?.trouble;
      for (const one of sent) if (one.suspect) suspects.add(one);
      await write([...sent.filter(({ suspect }) => suspect === undefined), ...suspects.cleared()]);
    },
    close: async () => {
      const rest = suspects.rest();
      trouble ??= rest.trouble;
      await write(rest.sent);
    },
    handled: () => handled,
    trouble: () => trouble,
  };
}

interface LaneParts {
  readonly queue: Queue;
  readonly lease: Lease;
  readonly feed: Feed;
  readonly tally: Tally;
  groupSize(): number;
  goOn(): boolean;
}

interface Lane {
  /** Sends group after group over one connection. */
  run(): Promise<void>;
  /** Whether there is time for another group, and nothing in its way. */
  mayBegin(): boolean;
}

function createLane(deps: PageDeps, { queue, lease, feed, tally, groupSize, goOn }: LaneParts): Lane {
  const { pace, pageMs, slowMs } = deps;
  const startedAt = performance.now();
  /** When each group that is on its way was begun. */
  const begun = new Set<{ readonly at: number }>();
  let isBroken = false;
  const maySend = () => !isBroken && tally.trouble() === undefined && goOn();
  const mayBegin = () => {
    const now = performance.now();
    const isKeptWaiting = [...begun].some(({ at }) => now - at > slowMs);
    return maySend() && lease.isHeld() && now - startedAt < (isKeptWaiting ? pageMsMax : pageMs);
  };
  const run = async () => {
    try {
      while (mayBegin()) {
        const portion = await feed.next(groupSize());
        if (portion === undefined) return;
        const group = { at: performance.now() };
        begun.add(group);
        try {
          await sendGroup(deps, { queue, lease, goOn: maySend, ...portion }, tally.take);
        } finally {
          begun.delete(group);
        }
        pace.note(portion.messages.length, performance.now() - group.at);
      }
    } catch (error) {
      isBroken = true;
      throw error;
    }
  };
  return { run, mayBegin };
}
