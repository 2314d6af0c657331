import { parseConnectionUrl } from 'nodemailer/lib/shared';
import type { NodemailerError } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { needsSmtpUtf8 } from '../../../values/contact.ts';
import { handOver, messageOf, type OutgoingMail, type Patience, reset, type SendResult } from './hand-over.ts';

/** Why a mail server can't be used. */
export type NoConnection = Extract<SendResult, { kind: 'unreachable' | 'shut-out' }>;

/** A mail server reached over a few connections that are kept. */
export interface MailServer {
  readonly connectionsMax: number;
  /** `mayGo` is asked when the mail's connection is there, which may be a while later; when it says no, nothing is sent. */
  send(mail: OutgoingMail, mayGo?: () => boolean): Promise<SendResult>;
  /** Whether it lets this account in; undefined when it does. */
  check(): Promise<NoConnection | undefined>;
  close(): Promise<void>;
}

export interface MailServerOptions extends Partial<Patience> {
  /** smtp://user:password@host:port, or smtps:// */
  readonly url: string;
  readonly connectionsMax?: number;
}

/** Mails over one connection: many servers hang up after a hundred. */
const mailsPerConnectionMax = 100;
/** An unused connection is closed after this, before servers do it (they must wait 5 minutes). */
const idleMs = 60_000;
/** For each step until a server lets in, and for all of them: one that speaks a little at each would take for ever. */
const connectMs = 10_000;
const smtpUtf8Missing = 'the mail server offers no SMTPUTF8, which letters beyond ASCII before the @ need';
const connectMsMax = 30_000;
/** Nothing is at stake before the text is handed over: the mail goes again. */
const silenceMsDefault = 30_000;
/**
 * A server that has the text may take its time with the answer: whoever gives up too early sends a mail twice, or tells of one
 * that arrived as lost. RFC 5321 asks for ten minutes.
 */
const answerMsDefault = 600_000;

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
export function openMailServer(options: MailServerOptions): MailServer {
  const { url, connectionsMax = 6, silenceMs = silenceMsDefault, answerMs = answerMsDefault } = options;
  const pool = new ConnectionPool(url, connectionsMax, { silenceMs, answerMs });
  return {
    connectionsMax,
    send: (mail, mayGo = () => true) => pool.send(mail, mayGo),
    check: () => pool.check(),
    close: () => pool.close(),
  };
}

class ConnectionPool {
  readonly #url: string;
  readonly #connectionsMax: number;
  readonly #patience: Patience;
  readonly #idle: Connection[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #closed = false;

  constructor(url: string, connectionsMax: number, patience: Patience) {
    this.#url = url;
    this.#connectionsMax = connectionsMax;
    this.#patience = patience;
  }

  send(mail: OutgoingMail, mayGo: () => boolean): Promise<SendResult> {
    return this.#inTurn(async () => {
      const kept = this.#idle.pop();
      const result = await this.#sendOver(kept, mail, mayGo);
      // A kept connection may have died in its sleep; a fresh one tells whether the server is there.
      return kept && hadEnded(result) ? await this.#sendOver(undefined, mail, mayGo) : result;
    });
  }

  check(): Promise<NoConnection | undefined> {
    return this.#inTurn(async () => {
      // A connection of its own: one that is kept says nothing of how the next will be taken.
      const connection = await this.#connect();
      if (!('smtp' in connection)) return connection;
      retire(connection);
      return undefined;
    });
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const connection of this.#idle.splice(0)) retire(connection);
    return Promise.resolve();
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy >= this.#connectionsMax) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#busy++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy--;
    }
  }

  async #sendOver(kept: Connection | undefined, mail: OutgoingMail, mayGo: () => boolean): Promise<SendResult> {
    const connection = kept ?? (await this.#connect());
    if (!('smtp' in connection)) return connection;
    clearTimeout(connection.idleTimer);
    if (!mayGo()) {
      this.#keep(connection);
      return { kind: 'withheld' };
    }
    if (!connection.smtpUtf8 && (needsSmtpUtf8(mail.from) || needsSmtpUtf8(mail.to))) {
      this.#keep(connection);
      return { kind: 'impossible', problem: smtpUtf8Missing };
    }
    connection.mails++;
    const result = await handOver(connection.smtp, mail, this.#patience);
    if (result.kind === 'refused') await reset(connection.smtp, this.#patience);
    const usable = result.kind === 'accepted' || result.kind === 'refused';
    if (usable && connection.mails < mailsPerConnectionMax) this.#keep(connection);
    else retire(connection);
    return result;
  }

  #keep(connection: Connection): void {
    if (this.#closed || connection.smtp.destroyed) return retire(connection);
    connection.idleTimer = setTimeout(() => this.#drop(connection), idleMs).unref();
    this.#idle.push(connection);
  }

  #drop(connection: Connection): void {
    const index = this.#idle.indexOf(connection);
    if (index >= 0) this.#idle.splice(index, 1);
    retire(connection);
  }

  async #connect(): Promise<Connection | NoConnection> {
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
      socketTimeout: Math.max(this.#patience.silenceMs, this.#patience.answerMs, idleMs) + connectMs,
    });
    const connection: Connection = { smtp, smtpUtf8: false, mails: 0 };
    smtp.once('end', () => this.#drop(connection));
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error('it lets nobody in')), connectMsMax);
        // The same listener stays for later errors, which the mail on its way reports; without one they would be thrown.
        smtp.on('error', reject);
        smtp.connect((error) => {
          if (error) return reject(error);
          // What it offers is its answer to EHLO, the last one so far; nodemailer itself would send such an address all the same.
          connection.smtpUtf8 = /[ -]SMTPUTF8\b/im.test(smtp.lastServerResponse || '');
          if (auth && smtp.allowsAuth) smtp.login(auth, (refusal) => (refusal ? reject(refusal) : resolve()));
          else resolve();
        });
      });
      return connection;
    } catch (error) {
      smtp.close();
      const isShutOut = (error as NodemailerError).code === 'EAUTH' && !passes(error as NodemailerError);
      return { kind: isShutOut ? 'shut-out' : 'unreachable', problem: messageOf(error) };
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A server that can't look up accounts now (454) says nothing of this one. */
function passes({ responseCode }: NodemailerError): boolean {
  return responseCode !== undefined && responseCode < 500;
}

/** What a connection answers that the server had ended: silence, or 421 to the first command. */
function hadEnded(result: SendResult): boolean {
  return (
    result.kind === 'interrupted' || (result.kind === 'refused' && result.stage === 'sender' && result.code === 421)
  );
}

function retire({ smtp, idleTimer }: Connection): void {
  clearTimeout(idleTimer);
  if (smtp.destroyed) return;
  smtp.quit();
}
