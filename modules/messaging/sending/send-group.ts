import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database.ts';
import { isDataFault } from '../../../platform/database-faults.ts';
import { retryWhileDown } from '../../../platform/retry-while-down.ts';
import { type ExpiringPoints, type ExpiringWindow, readExpiring } from '../content/expiring-points.ts';
import type { MessagingProgramme } from '../content/rows-sources.ts';
import { isTextChannel } from '../../programme/rules-message-limits.ts';
import type { ShortTemplates, Templates } from '../content/templates.ts';
import { renderEmail, type RenderedInboxMessage, renderInboxMessage } from '../content/write-mail.ts';
import type { UnsubscribeSettings } from '../reachability/unsubscribe-link.ts';
import type { AnswerConditions } from './conditions-port.ts';
import { beginGroup } from './begin-group.ts';
import type { ChannelSender } from './channel-sender.ts';
import { decideDue } from './decide-due.ts';
import type { SendResult } from './hand-over.ts';
import type { Lease } from './lease.ts';
import type { MailServer } from './mail-server.ts';
import type { RefusalWatch } from './refusal-watch.ts';
import type { DueMessage, Queue, Settlement } from './rows-queue.ts';
import type { Refusal } from './rules-refusal.ts';
import { afterDelivery, heldReason } from './rules-send-decision.ts';
import { deliverText } from './send-text.ts';
import { within } from './within.ts';

export interface SenderDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly mailServer: MailServer;
  readonly unsubscribe: UnsubscribeSettings;
  readonly templates: Templates;
  readonly shortTemplates: ShortTemplates;
  /** Takes what goes by SMS, WeChat and push. */
  readonly texts: ChannelSender;
  /** Waits for the message's turn under the rate limit. */
  readonly admit: () => Promise<void>;
  readonly watch: RefusalWatch;
  readonly answerConditions: AnswerConditions;
  /** A mail that takes longer than this keeps no others of its group waiting, done or not. */
  readonly slowMs: number;
}

/** Claimed messages that are to leave one after the other over one connection. */
export interface Group {
  readonly queue: Queue;
  readonly programme: MessagingProgramme;
  readonly lease: Lease;
  readonly messages: readonly DueMessage[];
  /** False when no more mails are to leave: asked before each, at the moment it goes. */
  goOn(): boolean;
}

/** What became of a message on its way out. */
export interface Sent {
  readonly message: DueMessage;
  readonly settlement: Settlement;
  /** What is put into the member's inbox as it is noted as sent. */
  readonly inbox?: RenderedInboxMessage;
  /** Why nothing may go to its address any more. */
  readonly suppress?: string;
  /** Its reader wants no more of the channel. */
  readonly optedOut?: true;
  /** What the server refused, as long as it may be saying so to everybody; and how many mails it had taken before. */
  readonly suspect?: Refusal & { readonly acceptedBefore: number };
  /** What keeps all mails from leaving. */
  readonly trouble?: Trouble;
}

/** Why no mail leaves: the server is not there, or takes none from this account. */
export interface Trouble {
  readonly kind: 'away' | 'refused';
  readonly problem: string;
}

/** What was read of a message at the moment it leaves. */
interface LeavingFacts {
  readonly points: number;
  readonly attempts: number;
  readonly expiring: ExpiringPoints | undefined;
}

/** A retry waits this long at least. */
const retryMsMin = 1_000;
/** What the server refused for the account's sake goes behind what it has not seen yet. */
const heldMs = 60_000;

/**
 * Sends a group of claimed messages: marks them as on their way, reads what their texts are about, sends one after the other and
 * has `record` write down what became of them: at the end, and before that when one keeps the others waiting.
 */
export async function sendGroup(
  deps: SenderDeps,
  group: Group,
  record: (sent: readonly Sent[]) => Promise<void>,
): Promise<void> {
  const { begin, waiting } = await beginAndRead(deps, group);
  let sent: Sent[] = [...waiting];
  const flush = async () => {
    const batch = sent;
    sent = [];
    if (batch.length > 0) await record(batch);
  };
  let leaving = begin;
  for (let next = leaving.shift(); next !== undefined; next = leaving.shift()) {
    const { message, facts } = next;
    const sending = sendOne(deps, group, message, facts);
    const first = await within(deps.slowMs, sending);
    if (first === undefined) {
      // The others may leave by another connection, and what is known of those before must not wait to be written down.
      sent.push(...leaving.map((one) => release(one.message, true)));
      leaving = [];
      await flush();
    }
    sent.push(first ?? (await sending));
  }
  await flush();
}

/** Marks the group as on its way: what leaves, with what its text says, and what waits. */
async function beginAndRead({ database, clock, answerConditions }: SenderDeps, group: Group) {
  const { queue, programme, lease, messages } = group;
  const { owner, leaseMs } = lease;
  const { begun, held } = await retryWhileDown(
    () => beginGroup(database, { queue, programme, messages, owner, leaseMs, now: clock.now(), answerConditions }),
    leaseMs,
  );
  const expiring = await retryWhileDown(
    () => readExpiring(database, queue.programmeId, clock.now(), messages.flatMap(expiringOf)),
    leaseMs,
  );
  const waiting: Sent[] = [];
  const begin: { readonly message: DueMessage; readonly facts: LeavingFacts }[] = [];
  for (const message of messages) {
    const hold = held.get(message.id);
    const facts = begun.get(message.id);
    const [live] = expiringOf(message);
    if (hold) waiting.push({ message, settlement: atLeastSoon(clock, hold) });
    // Suppressed, unsubscribed or no longer true since the claim: the next page finds out why.
    else if (!facts) waiting.push(release(message, false));
    else begin.push({ message, facts: { ...facts, expiring: live && expiring(live.memberId, live.window) } });
  }
  return { begin, waiting };
}

/** Sends one message; never throws, so that what became of the others is recorded whatever happens. */
async function sendOne(deps: SenderDeps, group: Group, message: DueMessage, facts: LeavingFacts): Promise<Sent> {
  const { id } = message;
  try {
    const meanwhile = staysBehind(deps, group, message);
    if (meanwhile) return { message, settlement: meanwhile };
    if (facts.expiring?.total === 0) {
      const reason = 'nothing left to expire when it was to leave';
      return { message, settlement: { id, kind: 'end', status: 'skipped', reason } };
    }
    return await wayOut(message)(deps, group, message, facts);
  } catch (error) {
    if (!isDataFault(error)) return release(message, true);
    const reason = `it could not be written: ${error instanceof Error ? error.message : String(error)}`;
    return { message, settlement: { id, kind: 'end', status: 'failed', reason } };
  }
}

function wayOut({ channel }: DueMessage) {
  if (channel === 'inbox') return putIntoInbox;
  return isTextChannel(channel) ? handOverText : deliver;
}

function handOverText(deps: SenderDeps, group: Group, message: DueMessage, facts: LeavingFacts): Promise<Sent> {
  return deliverText(
    deps,
    group,
    { ...contextOf(deps, group, message, facts), attempts: facts.attempts },
    {
      retryAt: (delayMs) => retryAt(deps.clock, delayMs),
      release: () => release(message, true),
      staysBehind: () => staysBehind(deps, group, message),
    },
  );
}

/** What keeps a message back that was marked as on its way a while ago: the night has begun, or somebody else may have it. */
function staysBehind({ clock }: SenderDeps, group: Group, message: DueMessage): Settlement | undefined {
  if (!group.lease.isHeld() || !group.goOn()) return release(message, true).settlement;
  const meanwhile = decideDue(message, group.programme, clock.now().getTime());
  return meanwhile?.kind === 'later' ? { ...meanwhile, untried: true } : meanwhile;
}

const contextOf = ({ clock }: SenderDeps, { queue, programme }: Group, message: DueMessage, facts: LeavingFacts) => ({
  ...{ ...facts, programmeId: queue.programmeId, programme, message, now: clock.now() },
});

/** It lies there with the note that it was sent, in one transaction: nothing of it is ever in doubt. */
async function putIntoInbox(deps: SenderDeps, group: Group, message: DueMessage, facts: LeavingFacts): Promise<Sent> {
  const inbox = await renderInboxMessage(deps.templates, contextOf(deps, group, message, facts));
  const { subject } = inbox;
  return { message, inbox, settlement: { id: message.id, kind: 'end', status: 'sent', reason: null, subject } };
}

async function deliver(deps: SenderDeps, group: Group, message: DueMessage, facts: LeavingFacts): Promise<Sent> {
  const { mailServer, admit } = deps;
  const context = contextOf(deps, group, message, facts);
  const { subject, raw, envelope } = await renderEmail(deps.templates, deps.unsubscribe, context);
  await admit();
  let kept: Settlement | undefined;
  // Others may have had all connections for a while.
  const mayGo = () => (kept = staysBehind(deps, group, message)) === undefined;
  const result = await mailServer.send({ ...envelope, raw }, mayGo);
  if (result.kind === 'withheld') return { message, settlement: kept ?? release(message, true).settlement };
  return { message, ...outcomeOf(deps, message, result, { attempts: facts.attempts, subject }) };
}

function outcomeOf(
  { clock, watch }: SenderDeps,
  message: DueMessage,
  result: Exclude<SendResult, { kind: 'withheld' }>,
  { attempts, subject }: { readonly attempts: number; readonly subject: string },
): Omit<Sent, 'message'> {
  const { id, address } = message;
  if (result.kind === 'accepted') watch.accept();
  const after = afterDelivery(result, message.class, attempts);
  switch (after.kind) {
    case 'release':
      return { ...release(message, true), ...('problem' in result ? { trouble: troubleOf(watch, result) } : {}) };
    case 'hold':
      watch.shut();
      return { settlement: heldBack(clock, id, after.problem), trouble: { kind: 'refused', problem: after.problem } };
    case 'again':
      return { settlement: { id, kind: 'later', notBefore: retryAt(clock, after.delayMs), reason: after.reason } };
    case 'end': {
      const { status, reason, suppress, suspect } = after;
      if (suspect) watch.refuse(suspect, address ?? '');
      return {
        settlement: { id, kind: 'end', status, reason, subject },
        ...(suppress === undefined ? {} : { suppress }),
        ...(suspect === undefined ? {} : { suspect: { ...suspect, acceptedBefore: watch.accepted } }),
        ...(suspect && watch.isShut ? { trouble: { kind: 'refused', problem: suspect.response } as const } : {}),
      };
    }
    default:
      return after satisfies never;
  }
}

function troubleOf(
  watch: RefusalWatch,
  { kind, problem }: Pick<Trouble, 'problem'> & { readonly kind: string },
): Trouble {
  if (kind !== 'shut-out') return { kind: 'away', problem };
  watch.shut();
  return { kind: 'refused', problem };
}

/** What becomes of a message that was refused for the account's sake: it waits, and that was no attempt. */
export function heldBack(clock: Clock, id: string, problem: string): Settlement {
  return { id, kind: 'later', notBefore: retryAt(clock, heldMs), reason: heldReason(problem), untried: true };
}

function release(message: DueMessage, attempted: boolean): Sent {
  return { message, settlement: { id: message.id, kind: 'release', attempted } };
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
