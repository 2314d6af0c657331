import { isTextChannel } from '../../programme/rules-message-limits.ts';
import { cutText } from '../../../values/cut-text.ts';
import type { EmailContext } from '../content/write-mail.ts';
import { renderText } from '../content/write-text.ts';
import type { DueMessage, Settlement } from './rows-queue.ts';
import { afterText, heldTextReason } from './rules-text-answer.ts';
import type { Group, SenderDeps, Sent } from './send-group.ts';

/** What a text is called in lists that has no title. */
const subjectCharactersMax = 80;

/** How what becomes of a text is put into the queue; those of the page it is part of. */
export interface TextSettling {
  retryAt(delayMs: number): Date;
  release(): Sent;
  /** Why it stays behind by now; undefined when it may go. */
  staysBehind(): Settlement | undefined;
}

/** Hands a text to the provider of its channel, once it is its turn, and says what came of it. */
export async function deliverText(
  deps: SenderDeps,
  group: Group,
  context: EmailContext & { readonly attempts: number },
  settling: TextSettling,
): Promise<Sent> {
  const { message, now } = context;
  const { id, channel } = message;
  if (!isTextChannel(channel)) throw new Error(`${channel} takes no texts`);
  const { text, title, url, problem } = await renderText(deps.shortTemplates, context, channel);
  const subject = title ?? cutText(text.replace(/\s+/g, ' '), subjectCharactersMax);
  if (problem !== undefined) return ended(message, { status: 'failed', reason: `the text ${problem}`, subject });
  let kept: Settlement | undefined;
  const mayGo = () => (kept = settling.staysBehind()) === undefined;
  const answer = await deps.texts.send(group.queue, { ...toldOf(message, now), channel, text, title, url }, mayGo);
  if (answer.kind === 'withheld') return kept === undefined ? settling.release() : { message, settlement: kept };
  if (answer.kind === 'accepted') deps.watch.accept();
  const after = afterText(answer, {
    ...{ attempts: context.attempts, now: deps.clock.now().getTime() },
    deadlineAt: message.deadline?.getTime() ?? null,
  });
  switch (after.kind) {
    case 'end': {
      const { suppress, optedOut, ...end } = after;
      return {
        ...ended(message, { ...end, subject }),
        ...(suppress === undefined ? {} : { suppress }),
        ...(optedOut === undefined ? {} : { optedOut }),
      };
    }
    case 'again':
      return {
        message,
        settlement: { id, kind: 'later', notBefore: settling.retryAt(after.delayMs), reason: after.reason },
      };
    case 'hold': {
      deps.watch.shut();
      const [notBefore, reason] = [settling.retryAt(heldTextMs), heldTextReason(after.problem)];
      return {
        ...{ message, settlement: { id, kind: 'later', notBefore, reason, untried: true } },
        trouble: { kind: 'refused', problem: after.problem },
      };
    }
    case 'release':
      return { ...settling.release(), trouble: { kind: 'away', problem: after.problem } };
    default:
      return after satisfies never;
  }
}

/** What a provider refused for our sake goes behind what it has not seen yet. */
const heldTextMs = 60_000;

const toldOf = (message: DueMessage, sentAt: Date) => ({
  ...{ id: message.messageId, to: message.address ?? '', class: message.class, campaign: message.campaign },
  ...{ template: message.template, locale: message.locale, memberId: message.member, sentAt },
});

const ended = (message: DueMessage, end: Omit<Extract<Settlement, { kind: 'end' }>, 'id' | 'kind'>): Sent => ({
  message,
  settlement: { id: message.id, kind: 'end', ...end },
});
