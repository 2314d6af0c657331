import type { MessageClass, TextChannel } from '../../programme/rules-message-limits.ts';
import type { Queue } from './rows-queue.ts';
import type { ChannelAnswer } from './rules-text-answer.ts';

/** A text as its provider gets it. */
export interface ChannelText {
  /** The same whenever it is handed over again: a provider that has it answers as before and sends nothing. */
  readonly id: string;
  readonly channel: TextChannel;
  /** A number, an OpenID or a token. */
  readonly to: string;
  readonly text: string;
  readonly title: string | null;
  readonly url: string | null;
  readonly class: MessageClass;
  readonly campaign: string | null;
  readonly template: string;
  readonly locale: string;
  /** The shop's id of the member. */
  readonly memberId: string;
  readonly sentAt: Date;
}

/** Hands texts to the provider of a channel, as a mail server takes mails. */
export interface ChannelSender {
  /** `mayGo` is asked when its turn has come under the provider's rate. */
  send(queue: Queue, text: ChannelText, mayGo: () => boolean): Promise<ChannelAnswer>;
}

/** Where no provider can be connected: texts wait. */
export const noProviders: ChannelSender = {
  send: () => Promise.resolve({ kind: 'unreachable', problem: 'this process sends no texts' }),
};
