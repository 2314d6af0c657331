import { Readable } from 'node:stream';
import type { NodemailerError } from 'nodemailer';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';

/** A mail as SMTP takes it. */
export interface OutgoingMail {
  readonly from: string;
  readonly to: string;
  /** Headers and body. */
  readonly raw: Buffer;
}

/** What the mail server made of a mail. */
export type SendResult =
  | { readonly kind: 'accepted' }
  /** It answered 4xx or 5xx: to the sender's address, to the recipient's, or to the text. */
  | {
      readonly kind: 'refused';
      readonly code: number;
      readonly stage: 'sender' | 'recipient' | 'message';
      readonly response: string;
    }
  /** It can't take this mail, and was not asked to. */
  | { readonly kind: 'impossible'; readonly problem: string }
  /** There was no connection to be had. */
  | { readonly kind: 'unreachable'; readonly problem: string }
  /** It does not let this account in. */
  | { readonly kind: 'shut-out'; readonly problem: string }
  /** It hung up or went silent before the text was handed over: it does not have the mail. */
  | { readonly kind: 'interrupted'; readonly problem: string }
  /** It hung up or went silent after the text was handed over: it may have the mail or not. */
  | { readonly kind: 'unknown'; readonly problem: string }
  /** When its connection was there, its sender did not want it to go any more. */
  | { readonly kind: 'withheld' };

/** How long a mail server may take. */
export interface Patience {
  /** For each command before the text, and for an end of the conversation. */
  readonly silenceMs: number;
  /** For the text and the answer to it. */
  readonly answerMs: number;
}

/** Hands one mail over an open connection. It ends within the patience for it; a connection that took longer is closed. */
export function handOver(
  smtp: SMTPConnection,
  { from, to, raw }: OutgoingMail,
  { silenceMs, answerMs }: Patience,
): Promise<SendResult> {
  return new Promise((resolve) => {
    let handedOver = false;
    let timer: NodeJS.Timeout;
    const giveUpAfter = (ms: number, kind: 'interrupted' | 'unknown') => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        end({ kind, problem: `no answer within ${seconds(ms)}` });
        smtp.close();
      }, ms);
    };
    const end = (result: SendResult) => {
      clearTimeout(timer);
      resolve(result);
    };
    // Read only after the server has asked for the text: from then on a broken connection leaves us in doubt.
    const message = new Readable({
      read() {
        if (!handedOver) giveUpAfter(answerMs, 'unknown');
        handedOver = true;
        this.push(raw);
        this.push(null);
      },
    });
    giveUpAfter(silenceMs, 'interrupted');
    smtp.send({ from, to: [to], size: raw.length }, message, (error) => {
      end(error ? resultOf(error, handedOver) : { kind: 'accepted' });
    });
  });
}

/** Ends a refused mail, so that the next one finds the connection as new; closes a connection that does not. */
export function reset(smtp: SMTPConnection, { silenceMs }: Patience): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const give = () => {
      smtp.close();
      end();
    };
    const timer = setTimeout(give, silenceMs);
    smtp.reset((error) => (error ? give() : end()));
  });
}

function resultOf(error: NodemailerError, handedOver: boolean): SendResult {
  const { code, command, responseCode, response = error.message } = error;
  if (responseCode) return { kind: 'refused', code: responseCode, stage: stageOf(command), response };
  // Refused before the server was asked: too large for it, or no address at all.
  if (code === 'EMESSAGE') return refusedHere(`552 5.3.4 ${error.message}`);
  if (code === 'EENVELOPE') return refusedHere(`554 5.5.2 ${error.message}`);
  return { kind: handedOver ? 'unknown' : 'interrupted', problem: messageOf(error) };
}

function refusedHere(response: string): SendResult {
  return { kind: 'refused', code: Number(response.slice(0, 3)), stage: 'message', response };
}

function stageOf(command: string | undefined): 'sender' | 'recipient' | 'message' {
  if (command === 'MAIL FROM') return 'sender';
  return command === 'RCPT TO' ? 'recipient' : 'message';
}

export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
