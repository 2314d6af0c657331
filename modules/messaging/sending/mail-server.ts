import { Readable } from 'node:stream';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import type { NodemailerError } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { needsSmtpUtf8 } from '../../../values/contact.ts';

/** A mail as SMTP takes it. */
interface OutgoingMail {
  readonly from: string;
  readonly to: string;
  /** Headers and body. */
  readonly raw: Buffer;
}

/** What the mail server made of a mail. */
type SendResult =
  | { readonly kind: 'accepted' }
  /** It answered 4xx or 5xx. */
  | {
      readonly kind: 'refused';
      readonly code: number;
      readonly stage: 'recipient' | 'message';
      readonly response: string;
    }
  /** It can't take this mail, and was not asked to. */
  | { readonly kind: 'impossible'; readonly problem: string }
  /** There was no connection to be had. */
  | { readonly kind: 'unreachable'; readonly problem: string }
  /** It hung up before the text was handed over: it does not have the mail. */
  | { readonly kind: 'interrupted'; readonly problem: string }
  /** It went silent after the text was handed over: it may have the mail or not. */
  | { readonly kind: 'unknown'; readonly problem: string };

/** A mail server reached over a few connections that are kept. */
export interface MailServer {
  readonly connectionsMax: number;
  send(mail: OutgoingMail): Promise<SendResult>;
  close(): Promise<void>;
}

export interface MailServerOptions {
  /** smtp://user:password@host:port, or smtps:// */
  readonly url: string;
  readonly connectionsMax?: number;
  /** Silence after which a connection is given up; kept below the lease of a message. */
  readonly silenceMs?: number;
}

/** Mails over one connection: many servers hang up after a hundred. */
const mailsPerConnectionMax = 100;
/** An unused connection is closed after this, before servers do it (they must wait 5 minutes). */
const idleMs = 60_000;
const connectMs = 10_000;
const smtpUtf8Missing = 'the mail server offers no SMTPUTF8, which letters beyond ASCII before the @ need';

interface Connection {
  readonly smtp: SMTPConnection;
  /** Takes addresses with letters beyond ASCII before the @. */
  smtpUtf8: boolean;
  mails: number;
  idleTimer?: NodeJS.Timeout;
}

/**
 * Opens a mail server. It never sends a mail twice by itself, unlike nodemailer's own pool, which queues a mail again when
 * its connection breaks: here the caller learns how far the mail got, and decides.
 */
export function openMailServer({ url, connectionsMax = 6, silenceMs = 30_000 }: MailServerOptions): MailServer {
  const pool = new ConnectionPool(url, connectionsMax, silenceMs);
  return { connectionsMax, send: (mail) => pool.send(mail), close: () => pool.close() };
}

class ConnectionPool {
  readonly #url: string;
  readonly #connectionsMax: number;
  readonly #silenceMs: number;
  readonly #idle: Connection[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #closed = false;

  constructor(url: string, connectionsMax: number, silenceMs: number) {
    this.#url = url;
    this.#connectionsMax = connectionsMax;
    this.#silenceMs = silenceMs;
  }

  async send(mail: OutgoingMail): Promise<SendResult> {
    if (this.#busy >= this.#connectionsMax) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#busy++;
    try {
      const kept = this.#idle.pop();
      const result = await this.#sendOver(kept, mail);
      // A kept connection may have died in its sleep; a fresh one tells whether the server is there.
      return kept && result.kind === 'interrupted' ? await this.#sendOver(undefined, mail) : result;
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy--;
    }
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const connection of this.#idle.splice(0)) retire(connection);
    return Promise.resolve();
  }

  async #sendOver(kept: Connection | undefined, mail: OutgoingMail): Promise<SendResult> {
    const connection = kept ?? (await this.#connect());
    if (!('smtp' in connection)) return connection;
    clearTimeout(connection.idleTimer);
    if (!connection.smtpUtf8 && (needsSmtpUtf8(mail.from) || needsSmtpUtf8(mail.to))) {
      if (this.#closed) retire(connection);
      else this.#keep(connection);
      return { kind: 'impossible', problem: smtpUtf8Missing };
    }
    connection.mails++;
    const result = await handOver(connection.smtp, mail);
    if (result.kind === 'refused') await reset(connection.smtp);
    const usable = (result.kind === 'accepted' || result.kind === 'refused') && !connection.smtp.destroyed;
    if (usable && connection.mails < mailsPerConnectionMax && !this.#closed) this.#keep(connection);
    else retire(connection);
    return result;
  }

  #keep(connection: Connection): void {
    connection.idleTimer = setTimeout(() => this.#drop(connection), idleMs).unref();
    this.#idle.push(connection);
  }

  #drop(connection: Connection): void {
    const index = this.#idle.indexOf(connection);
    if (index >= 0) this.#idle.splice(index, 1);
    retire(connection);
  }

  async #connect(): Promise<Connection | Extract<SendResult, { kind: 'unreachable' }>> {
    const { host, port, secure, auth, tls, ...rest } = parseConnectionUrl(this.#url);
    const smtp = new SMTPConnection({
      ...rest,
      ...(host === undefined ? {} : { host }),
      ...(port === undefined ? {} : { port }),
      ...(secure === undefined ? {} : { secure }),
      ...(tls === undefined ? {} : { tls }),
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      dnsTimeout: connectMs,
      socketTimeout: this.#silenceMs,
    });
    const connection: Connection = { smtp, smtpUtf8: false, mails: 0 };
    smtp.once('end', () => this.#drop(connection));
    try {
      await new Promise<void>((resolve, reject) => {
        // The same listener stays for later errors, which the mail on its way reports; without one they would be thrown.
        smtp.on('error', reject);
        smtp.connect((error) => (error ? reject(error) : resolve()));
      });
      // What it offers is its answer to EHLO, the last one so far; nodemailer itself would send such an address all the same.
      connection.smtpUtf8 = /[ -]SMTPUTF8\b/im.test(smtp.lastServerResponse || '');
      if (auth && smtp.allowsAuth) {
        await new Promise<void>((resolve, reject) => {
          smtp.login(auth, (error) => (error ? reject(error) : resolve()));
        });
      }
      return connection;
    } catch (error) {
      smtp.close();
      return { kind: 'unreachable', problem: messageOf(error) };
    }
  }
}

function handOver(smtp: SMTPConnection, { from, to, raw }: OutgoingMail): Promise<SendResult> {
  // Read only after the server has asked for the text: from then on a broken connection leaves us in doubt.
  let handedOver = false;
  const message = new Readable({
    read() {
      handedOver = true;
      this.push(raw);
      this.push(null);
    },
  });
  return new Promise((resolve) => {
    smtp.send({ from, to: [to], size: raw.length }, message, (error) => {
      resolve(error ? resultOf(error, handedOver) : { kind: 'accepted' });
    });
  });
}

function resultOf(error: NodemailerError, handedOver: boolean): SendResult {
  const { code, command, responseCode, response = error.message } = error;
  if (responseCode) {
    return { kind: 'refused', code: responseCode, stage: command === 'RCPT TO' ? 'recipient' : 'message', response };
  }
  // Too large for the server, or no address at all: refused before the server was asked.
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    return { kind: 'refused', code: 554, stage: 'message', response: error.message };
  }
  return { kind: handedOver ? 'unknown' : 'interrupted', problem: messageOf(error) };
}

/** Ends a refused mail, so that the next one finds the connection as new. */
function reset(smtp: SMTPConnection): Promise<void> {
  return new Promise((resolve) => smtp.reset((error) => (error ? (smtp.close(), resolve()) : resolve())));
}

function retire({ smtp, idleTimer }: Connection): void {
  clearTimeout(idleTimer);
  if (smtp.destroyed) return;
  smtp.quit();
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
