import { afterDelivery } from './rules-send-decision.ts';
import type { Clock } from '../../../platform/clock.ts';
import { type Database, inTransaction } from '../../../platform/database.ts';
import { isDataFault } from '../../../platform/database-faults.ts';
import { type DueMessage, type Queue, settle, type Settlement, suppressAddresses } from './rows-queue.ts';
import type { MessagingProgramme } from '../content/rows-sources.ts';
import { beginGroup } from './begin-group.ts';
import { decideDue } from './decide-due.ts';
import { type ExpiringPoints, type ExpiringWindow, readExpiring } from '../content/expiring-points.ts';
import { retryWhileDown } from '../../../platform/retry-while-down.ts';
import type { MailServer } from './mail-server.ts';
import type { Templates } from '../content/templates.ts';
import type { UnsubscribeSettings } from '../reachability/unsubscribe-link.ts';
import { renderEmail } from '../content/write-mail.ts';

export interface SenderDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly mailServer: MailServer;
  readonly unsubscribe: UnsubscribeSettings;
  readonly templates: Templates;
  /** Waits for the message's turn under the rate limit. */
  readonly admit: () => Promise<void>;
  /**
   * Told of messages that came back because of their address, before that is recorded: after a crash in between they are
   * told of again. Must bear that.
   */
  readonly onBounced?: (queue: Queue, bounced: readonly Bounced[]) => Promise<void>;
  readonly leaseMs: number;
}

/** A message that came back because of its address. */
interface Bounced {
  readonly id: string;
  /** The shop's id of the member. */
  readonly member: string;
  readonly template: string;
  readonly reason: string;
  readonly at: Date;
}

/** Claimed messages that are to leave together. */
export interface Group {
  readonly queue: Queue;
  readonly programme: MessagingProgramme;
  /** Of their lease. */
  readonly owner: string;
  readonly messages: readonly DueMessage[];
}

/** What became of a message on its way out. */
export interface Sent {
  readonly message: DueMessage;
  readonly settlement: Settlement;
  /** Why nothing may go to its address any more. */
  readonly suppress?: string;
  /** Why the mail server could not be reached. */
  readonly unreachable?: string;
}

/** What was read of a message at the moment it leaves. */
interface LeavingFacts {
  readonly points: number;
  readonly attempts: number;
  readonly expiring: ExpiringPoints | undefined;
}

/** A retry waits this long at least. */
const retryMsMin = 1_000;

/**
 * Sends a group of claimed messages: marks them as on their way, reads what their texts are about, sends them side by side
 * and records what became of each.
 */
export async function sendGroup(deps: SenderDeps, group: Group): Promise<Sent[]> {
  const { database, clock, leaseMs } = deps;
  const { queue, messages } = group;
  const { begun, held } = await retryWhileDown(
    () => beginGroup(database, { ...group, leaseMs, now: clock.now() }),
    leaseMs,
  );
  const expiring = await retryWhileDown(
    () => readExpiring(database, queue.programmeId, clock.now(), messages.flatMap(expiringOf)),
    leaseMs,
  );
  const sent = await Promise.all(
    messages.map(async (message): Promise<Sent> => {
      const hold = held.get(message.id);
      if (hold) return { message, settlement: atLeastSoon(clock, hold) };
      const facts = begun.get(message.id);
      // Suppressed, unsubscribed or no longer true since the claim: the next page finds out why.
      if (!facts) return { message, settlement: { id: message.id, kind: 'release', attempted: false } };
      const [live] = expiringOf(message);
      return sendOne(deps, group, message, { ...facts, expiring: live && expiring(live.memberId, live.window) });
    }),
  );
  const now = clock.now();
  const telling = await Promise.allSettled([tellBounced(deps, queue, now, sent)]);
  await retryWhileDown(() => record(database, group, now, sent), leaseMs);
  for (const one of telling) if (one.status === 'rejected') throw one.reason;
  return sent;
}

async function tellBounced(deps: SenderDeps, queue: Queue, at: Date, sent: readonly Sent[]): Promise<void> {
  const bounced = sent.flatMap(({ message: { id, member, template }, suppress }) =>
    suppress === undefined ? [] : [{ id, member, template, reason: suppress, at }],
  );
  if (bounced.length > 0) await retryWhileDown(async () => deps.onBounced?.(queue, bounced), deps.leaseMs);
}

/** Sends one message; never throws, so that what became of the others is recorded whatever happens. */
async function sendOne(deps: SenderDeps, group: Group, message: DueMessage, facts: LeavingFacts): Promise<Sent> {
  const { id } = message;
  try {
    // The page may have taken a while: the night may have begun.
    const meanwhile = decideDue(message, group.programme, deps.clock.now().getTime());
    if (meanwhile?.kind === 'later') return { message, settlement: { ...meanwhile, untried: true } };
    if (meanwhile) return { message, settlement: meanwhile };
    if (facts.expiring?.total === 0) {
      const reason = 'nothing left to expire when it was to leave';
      return { message, settlement: { id, kind: 'end', status: 'skipped', reason } };
    }
    return await deliver(deps, group, message, facts);
  } catch (error) {
    if (!isDataFault(error)) return { message, settlement: { id, kind: 'release', attempted: true } };
    const reason = `it could not be written: ${error instanceof Error ? error.message : String(error)}`;
    return { message, settlement: { id, kind: 'end', status: 'failed', reason } };
  }
}

async function deliver(deps: SenderDeps, group: Group, message: DueMessage, facts: LeavingFacts): Promise<Sent> {
  const { clock, mailServer, admit } = deps;
  const { id } = message;
  const { queue, programme } = group;
  const email = await renderEmail(deps.templates, deps.unsubscribe, {
    ...facts,
    programmeId: queue.programmeId,
    programme,
    message,
    now: clock.now(),
  });
  await admit();
  const delivery = await mailServer.send({ ...email.envelope, raw: email.raw });
  const after = afterDelivery(delivery, message.class, facts.attempts);
  switch (after.kind) {
    case 'release':
      return {
        message,
        settlement: { id, kind: 'release', attempted: true },
        ...(delivery.kind === 'unreachable' ? { unreachable: delivery.problem } : {}),
      };
    case 'again':
      return {
        message,
        settlement: { id, kind: 'later', notBefore: retryAt(clock, after.delayMs), reason: after.reason },
      };
    case 'end': {
      const { status, reason, suppress } = after;
      const settlement = { id, kind: 'end', status, reason, subject: email.subject } as const;
      return { message, settlement, ...(suppress === undefined ? {} : { suppress }) };
    }
    default:
      return after satisfies never;
  }
}

function record(database: Database, { queue, owner }: Group, now: Date, sent: readonly Sent[]): Promise<void> {
  const settlements = sent.map(({ settlement }) => settlement);
  const suppressed = sent.flatMap(({ message: { address }, suppress }) =>
    address === null || suppress === undefined ? [] : [{ address, reason: suppress }],
  );
  if (suppressed.length === 0) return settle(database, owner, now, settlements);
  return inTransaction(database, async (tx) => {
    await settle(tx, owner, now, settlements);
    await suppressAddresses(tx, queue, now, suppressed);
  });
}

/** What gave way looks again soon, but not sooner than the other message can have left. */
function atLeastSoon(clock: Clock, settlement: Settlement): Settlement {
  if (settlement.kind !== 'later') return settlement;
  const soonest = retryAt(clock, 0);
  return settlement.notBefore > soonest ? settlement : { ...settlement, notBefore: soonest };
}

function retryAt(clock: Clock, delayMs: number): Date {
  // While a stepped clock stands no time passes: it is moved when all has left.
  if (clock.kind() === 'stepped') return clock.now();
  return new Date(clock.now().getTime() + Math.max(delayMs, retryMsMin));
}

function expiringOf({ memberId, live }: DueMessage): { memberId: string; window: ExpiringWindow }[] {
  return live === null ? [] : [{ memberId, window: live }];
}
