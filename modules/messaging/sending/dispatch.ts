import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { isTextChannel } from '../../programme/rules-message-limits.ts';
import { createShortTemplates, createTemplates } from '../content/templates.ts';
import type { UnsubscribeSettings } from '../reachability/unsubscribe-link.ts';
import { type AnswerConditions, nobodyAnswers } from './conditions-port.ts';
import { type ChannelSender, noProviders } from './channel-sender.ts';
import type { MailServer } from './mail-server.ts';
import { createPace } from './pace.ts';
import { type PageDeps, type SentPage, sendPage } from './page.ts';
import { createRateLimit } from './rate-limit.ts';
import { firstLeaseEnd, nextDueAt, type Queue, settleLost, type Settlement } from './rows-queue.ts';
import { watchRefusals } from './refusal-watch.ts';
import type { Trouble } from './send-group.ts';

export interface DispatchDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly mailServer: MailServer;
  /** Takes what goes by SMS, WeChat and push; without it texts wait. */
  readonly texts?: ChannelSender;
  readonly unsubscribe: UnsubscribeSettings;
  /** Answers what journeys' messages depend on; without it none of those leaves. */
  readonly answerConditions?: AnswerConditions;
  /** Mails a second at most, for all programmes of this process; as fast as the server takes them when absent. */
  readonly mailsPerSecondMax?: number;
  /** Told of every message that was settled, by its status: `reserved` for one that goes later. */
  readonly onSettled?: (channel: string, status: string) => void;
  readonly onBounced?: NonNullable<PageDeps['onBounced']>;
  /** Told why no mail leaves, and undefined when one has. */
  readonly onTrouble?: (trouble: Trouble | undefined) => void;
  readonly times?: Partial<DispatchTimes>;
}

/** How long what may take, in real time. */
export interface DispatchTimes {
  /** A sender that has not been heard of for so long is dead: its messages are somebody else's. */
  readonly leaseMs: number;
  /** No group is begun later than this into a page, unless one keeps it waiting. */
  readonly pageMs: number;
  /** A mail that takes longer keeps no others waiting. */
  readonly slowMs: number;
}

export interface PageResult {
  /** Messages that left, ended, or were put off. */
  readonly handled: number;
  /** When the next one may leave; null when none waits. */
  readonly nextDueAt: number | null;
}

/**
 * Messages marked as on their way at once over one connection. A crash leaves as many in doubt at most as these times the
 * connections: 96 with the six that a sender opens, and what is refused and not judged yet.
 */
const groupMessagesMax = 16;
/** Inboxes are written by so many at once, in one transaction for each group. */
const inboxLanesMax = 2;
const inboxGroupMax = 50;
/** Texts that one provider is asked to take at once. */
const textLanesMax = 4;
const times: DispatchTimes = { leaseMs: 60_000, pageMs: 15_000, slowMs: 2_000 };
/** On a stepped clock everybody waits for a sender that has died. */
const leaseSteppedMs = 3_000;

/**
 * Gives the way to send what is due on a channel, one page at a time; `goOn` is asked before each mail. A page that is asked for
 * while an earlier one of the channel goes on waits for its end.
 */
export function createDispatch(deps: DispatchDeps): (queue: Queue, goOn?: () => boolean) => Promise<PageResult> {
  const { database, onTrouble } = deps;
  const laneOf = lanesOf(deps);
  const underWay = new Map<string, Promise<unknown>>();
  const page = async (queue: Queue, goOn: () => boolean): Promise<PageResult> => {
    if (!goOn()) return { handled: 0, nextDueAt: await nextDue(deps, queue) };
    await settleLost(database, queue);
    const { handled, trouble, wasAccepted } = await sendPage(laneOf(queue), queue, goOn);
    if (queue.channel === 'email' && (trouble || wasAccepted)) onTrouble?.(trouble);
    if (trouble && handled === 0) throw queue.channel === 'email' ? noMail(trouble) : noTexts(queue, trouble);
    return { handled, nextDueAt: await nextDue(deps, queue) };
  };
  return async (queue, goOn = () => true) => {
    const name = `${queue.programmeId} ${queue.channel}`;
    for (let other = underWay.get(name); other; other = underWay.get(name)) await other.catch(() => undefined);
    const mine = page(queue, goOn);
    underWay.set(name, mine);
    return await mine.finally(() => underWay.delete(name));
  };
}

/** What each queue is sent with: a provider's pace, and what it refuses, say nothing of another's, nor of mail. */
function lanesOf(deps: DispatchDeps): (queue: Queue) => PageDeps {
  const [mails, inboxes] = [pageDepsOf(deps), inboxDepsOf(deps)];
  const texts = new Map<string, PageDeps>();
  return ({ programmeId, channel }) => {
    if (!isTextChannel(channel)) return channel === 'inbox' ? inboxes : mails;
    const name = `${programmeId} ${channel}`;
    const lane = texts.get(name) ?? textDepsOf(deps);
    texts.set(name, lane);
    return lane;
  };
}

function textDepsOf(deps: DispatchDeps): PageDeps {
  return {
    ...pageDepsOf(deps),
    // Each provider has its own rate, which whoever hands texts to it keeps.
    ...{ lanesMax: textLanesMax, admit: createRateLimit(undefined) },
    watch: watchRefusals(),
    pace: createPace(groupMessagesMax),
  };
}

function pageDepsOf(deps: DispatchDeps): PageDeps {
  const { database, clock, mailServer, mailsPerSecondMax, onSettled, answerConditions = nobodyAnswers } = deps;
  const leaseMs = clock.kind() === 'real' ? times.leaseMs : leaseSteppedMs;
  // A slow channel marks no more than it sends in a second.
  const atOnce = Math.max(1, Math.floor(mailsPerSecondMax ?? Infinity));
  const lanesMax = Math.min(mailServer.connectionsMax, atOnce);
  return {
    ...deps,
    ...{ ...times, leaseMs, ...deps.times },
    ...{ lanesMax, answerConditions },
    templates: createTemplates(database),
    shortTemplates: createShortTemplates(database),
    texts: deps.texts ?? noProviders,
    admit: createRateLimit(mailsPerSecondMax),
    watch: watchRefusals(),
    pace: createPace(Math.max(1, Math.min(groupMessagesMax, Math.floor(atOnce / lanesMax)))),
    onSettled: ({ channel }, settlement) => onSettled?.(channel, statusOf(settlement)),
  };
}

/** An inbox waits for no mail server: nothing limits it, and what a mail server refuses or how slow it is says nothing of it. */
function inboxDepsOf(deps: DispatchDeps): PageDeps {
  return {
    ...pageDepsOf(deps),
    ...{ lanesMax: inboxLanesMax, admit: createRateLimit(undefined) },
    watch: watchRefusals(),
    pace: createPace(inboxGroupMax),
  };
}

async function nextDue({ database, clock }: DispatchDeps, queue: Queue): Promise<number | null> {
  const [waiting, leased] = await Promise.all([nextDueAt(database, queue), firstLeaseEnd(database, queue)]);
  // A lease ends in real time; while a stepped clock stands, at the instant at which it stands.
  const leasedUntil = leased && (clock.kind() === 'stepped' ? clock.now() : leased);
  const instants = [waiting?.getTime(), leasedUntil?.getTime()].filter((at) => at !== undefined);
  return instants.length === 0 ? null : Math.min(...instants);
}

function noMail({ kind, problem }: NonNullable<SentPage['trouble']>): PerennialError {
  const what = kind === 'away' ? 'cannot be reached' : 'takes no mail from this account';
  return new PerennialError('SMTP_UNAVAILABLE', `The mail server ${what}: ${problem}.`, {
    field: 'SMTP_URL',
    fix:
      kind === 'away'
        ? 'Start it or correct SMTP_URL; messages wait until then.'
        : 'Correct the account in SMTP_URL, or the sender of the programme; messages wait until then.',
  });
}

function noTexts({ channel }: Queue, { kind, problem }: NonNullable<SentPage['trouble']>): PerennialError {
  const what = kind === 'away' ? 'is not there' : 'takes nothing from us';
  return new PerennialError('CHANNEL_UNAVAILABLE', `The provider of ${channel} ${what}: ${problem}.`, {
    field: channel,
    fix: 'See `perennial connection list`; messages wait until then.',
  });
}

function statusOf(settlement: Settlement): string {
  return settlement.kind === 'end' ? settlement.status : 'reserved';
}
