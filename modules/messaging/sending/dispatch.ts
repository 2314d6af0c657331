import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import { PerennialError } from '../../../platform/errors.ts';
import type { Database } from '../../../platform/database.ts';
import {
  claimDue,
  type DueMessage,
  firstLeaseEnd,
  nextDueAt,
  type Queue,
  settle,
  type Settlement,
  settleLost,
} from './rows-queue.ts';
import { type MessagingProgramme, readMessagingProgramme } from '../content/rows-sources.ts';
import { decideDue } from './decide-due.ts';
import { retryWhileDown } from '../../../platform/retry-while-down.ts';
import type { MailServer } from './mail-server.ts';
import { createRateLimit } from './rate-limit.ts';
import { type SenderDeps, sendGroup, type Sent } from './send-group.ts';
import { createTemplates } from '../content/templates.ts';
import type { UnsubscribeSettings } from '../reachability/unsubscribe-link.ts';

export interface DispatchDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly mailServer: MailServer;
  readonly unsubscribe: UnsubscribeSettings;
  /** Mails a second at most, for all programmes of this process; as fast as the server takes them when absent. */
  readonly mailsPerSecondMax?: number;
  /** Told of every message that was settled, by its status: `reserved` for one that goes later. */
  readonly onSettled?: (channel: string, status: string) => void;
  readonly onBounced?: NonNullable<SenderDeps['onBounced']>;
}

export interface PageResult {
  /** Messages that left, ended, or were put off. */
  readonly handled: number;
  /** When the next one may leave; null when none waits. */
  readonly nextDueAt: number | null;
}

/** Messages claimed at once. */
const pageMessagesMax = 200;
/** Messages marked as on their way at once. A crash leaves two groups in doubt at most, as many as are under way. */
const groupMessagesMax = 10;
/** Groups under way at once: one is marked and recorded while the other is sent. */
const groupsAtOnce = 2;
/** No group is begun later than this into a page. */
const pageMs = 15_000;
/** Longer than a page and the longest wait for a mail server together. */
const leaseRealMs = 60_000;
/** On a stepped clock everybody waits for it: just longer than a local server takes for a group of mails. */
const leaseSteppedMs = 3_000;

/** Gives the way to send what is due on a channel, one page at a time; `goOn` is asked before each group of it. */
export function createDispatch(deps: DispatchDeps): (queue: Queue, goOn?: () => boolean) => Promise<PageResult> {
  const { database, clock, mailsPerSecondMax } = deps;
  const leaseMs = clock.kind() === 'real' ? leaseRealMs : leaseSteppedMs;
  const senderDeps: SenderDeps = {
    ...deps,
    leaseMs,
    templates: createTemplates(database),
    admit: createRateLimit(mailsPerSecondMax),
  };
  // A slow channel marks no more than it sends in a second.
  const groupMax = Math.max(1, Math.min(groupMessagesMax, Math.floor(mailsPerSecondMax ?? groupMessagesMax)));
  return async (queue, goOn = () => true) => {
    await settleLost(database, queue);
    const handled = await sendPage(senderDeps, deps, { queue, groupMax, goOn });
    return { handled, nextDueAt: await nextDue(deps, queue) };
  };
}

interface Page {
  readonly queue: Queue;
  readonly groupMax: number;
  readonly goOn: () => boolean;
}

async function sendPage(senderDeps: SenderDeps, deps: DispatchDeps, { queue, groupMax, goOn }: Page): Promise<number> {
  const { database, clock, onSettled } = deps;
  const { leaseMs } = senderDeps;
  const startedAt = performance.now();
  // A name of its own for every claim: whoever took over from a page that had died must not be disturbed by it.
  const owner = randomUUID();
  const now = clock.now();
  const due = await claimDue(database, { ...queue, now, owner, leaseMs, messagesMax: pageMessagesMax });
  if (due.length === 0) return 0;
  const programme = await readMessagingProgramme(database, queue.programmeId);

  const { leaving, staying } = sortOut(due, programme, now.getTime());
  await retryWhileDown(() => settle(database, owner, now, staying), leaseMs);
  staying.forEach((one) => onSettled?.(queue.channel, statusOf(one)));

  let handled = staying.length;
  let unreachable: string | undefined;
  const groups = inGroups(leaving, groupMax);
  const work = async () => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      if (unreachable !== undefined || performance.now() - startedAt > pageMs || !goOn()) {
        await release(database, { owner, leaseMs }, now, group);
        continue;
      }
      const sent = await sendGroup(senderDeps, { queue, programme, owner, messages: group });
      handled += account(deps, queue, sent);
      unreachable ??= sent.find((one) => one.unreachable !== undefined)?.unreachable;
    }
  };
  await Promise.all(Array.from({ length: groupsAtOnce }, work));
  if (unreachable !== undefined && handled === 0) throw serverAway(unreachable);
  return handled;
}

/** What leaves now, and what becomes of the others. */
function sortOut(due: readonly DueMessage[], programme: MessagingProgramme, now: number) {
  const leaving: DueMessage[] = [];
  const staying: Settlement[] = [];
  for (const message of due) {
    const settlement = decideDue(message, programme, now);
    if (settlement) staying.push(settlement);
    else leaving.push(message);
  }
  return { leaving, staying };
}

/** Tells whoever counts them what became of a group; gives how many of it are settled. */
function account({ onSettled }: DispatchDeps, queue: Queue, sent: readonly Sent[]): number {
  const settled = sent.filter(({ settlement }) => settlement.kind !== 'release');
  for (const { settlement } of settled) onSettled?.(queue.channel, statusOf(settlement));
  return settled.length;
}

async function release(
  database: Database,
  { owner, leaseMs }: { owner: string; leaseMs: number },
  now: Date,
  messages: readonly DueMessage[],
): Promise<void> {
  const releases = messages.map(({ id }): Settlement => ({ id, kind: 'release', attempted: false }));
  await retryWhileDown(() => settle(database, owner, now, releases), leaseMs);
}

async function nextDue({ database, clock }: DispatchDeps, queue: Queue): Promise<number | null> {
  const [waiting, leased] = await Promise.all([nextDueAt(database, queue), firstLeaseEnd(database, queue)]);
  // A lease ends in real time; while a stepped clock stands, at the instant at which it stands.
  const leasedUntil = leased && (clock.kind() === 'stepped' ? clock.now() : leased);
  const instants = [waiting?.getTime(), leasedUntil?.getTime()].filter((at) => at !== undefined);
  return instants.length === 0 ? null : Math.min(...instants);
}

function serverAway(problem: string): PerennialError {
  return new PerennialError('SMTP_UNAVAILABLE', `The mail server cannot be reached: ${problem}.`, {
    field: 'SMTP_URL',
    fix: 'Start it or correct SMTP_URL; messages wait until then.',
  });
}

function inGroups<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function statusOf(settlement: Settlement): string {
  return settlement.kind === 'end' ? settlement.status : 'reserved';
}
