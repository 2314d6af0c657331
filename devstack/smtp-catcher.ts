import { EventEmitter, once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { type CaughtMail, type Mailbox, openMailbox } from './mailbox.ts';
import { serveMailPage } from './mail-page.ts';

export interface SmtpCatcherOptions {
  /** Where caught mails are kept. */
  readonly dir: string;
  /** A free port when absent. */
  readonly smtpPort?: number;
  readonly httpPort?: number;
}

/** How the catcher answers some recipients, to see how a sender bears it. */
export interface FaultRule {
  /** Part of the recipient's address; every recipient when absent. */
  readonly to?: string;
  /**
   * `refuse` answers with `code` (at RCPT TO, or after the text when `at` is `data`); `drop-before` hangs up before the text is
   * taken; `drop-after` takes the mail and hangs up without a word; `silence` never answers; `slow` takes the mail and says so
   * `afterMs` later.
   */
  readonly fault: 'refuse' | 'drop-before' | 'drop-after' | 'silence' | 'slow';
  readonly at?: 'recipient' | 'data';
  /** Default 451. */
  readonly code?: number;
  readonly text?: string;
  /** Of `slow`. */
  readonly afterMs?: number;
  /** Times it applies; always when absent. */
  readonly times?: number;
  readonly onApplied?: () => void;
}

export interface SmtpCatcher {
  readonly smtpUrl: string;
  readonly pageUrl: string;
  /** Oldest first. */
  messages(): readonly CaughtMail[];
  /** A mail as it came in. */
  raw(id: string): Promise<Buffer | undefined>;
  /** The caught mails as soon as there are `count`. */
  waitFor(count: number, timeoutMs?: number): Promise<readonly CaughtMail[]>;
  /** Adds a rule, the first that applies wins; gives the way to take it back. */
  respond(rule: FaultRule): () => void;
  stop(): Promise<void>;
}

/** Larger mails are refused. */
const mailBytesMax = 10_000_000;
const host = '127.0.0.1';

/** A real SMTP server on this machine that keeps every mail and sends none on, with a page to read them. */
export async function startSmtpCatcher({ dir, smtpPort = 0, httpPort = 0 }: SmtpCatcherOptions): Promise<SmtpCatcher> {
  const mailbox = await openMailbox(dir);
  const faults = new Faults();
  const arrivals = new EventEmitter().setMaxListeners(0);
  const server = createServer(mailbox, faults, () => arrivals.emit('mail'));
  await listen(server.server, smtpPort);
  const page = await serveMailPage(mailbox, { host, port: httpPort });

  return {
    smtpUrl: `smtp://${host}:${portOf(server.server)}`,
    pageUrl: page.url,
    messages: () => mailbox.list(),
    raw: (id) => mailbox.raw(id),
    waitFor: async (count, timeoutMs = 20_000) => {
      const timeout = AbortSignal.timeout(timeoutMs);
      while (mailbox.list().length < count) {
        await once(arrivals, 'mail', { signal: timeout }).catch(() => {
          throw new Error(`caught ${mailbox.list().length} of ${count} mails in ${timeoutMs} ms`);
        });
      }
      return mailbox.list();
    },
    respond: (rule) => faults.add(rule),
    stop: async () => {
      await Promise.all([page.stop(), new Promise<void>((resolve) => server.close(() => resolve()))]);
      await mailbox.close();
    },
  };
}

function createServer(mailbox: Mailbox, faults: Faults, arrived: () => void): SMTPServer {
  const receive = async (stream: SMTPServerDataStream, session: SMTPServerSession) => {
    const raw = await buffer(stream);
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const rule = faults.take('data', to);
    if (rule?.fault === 'refuse') throw smtpError(rule);
    if (rule?.fault === 'drop-before') return hangUp(session);
    if (rule?.fault === 'silence') return forEver();
    const from = session.envelope.mailFrom;
    await mailbox.add(raw, { from: from === false ? '' : from.address, to });
    arrived();
    if (rule?.fault === 'drop-after') return hangUp(session);
    if (rule?.fault === 'slow') await sleep(rule.afterMs ?? 0, undefined, { ref: false });
  };

  const server = new SMTPServer({
    name: 'mail-catcher',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: mailBytesMax,
    logger: false,
    closeTimeout: 500,
    onRcptTo: ({ address }, session, done) => {
      const rule = faults.take('recipient', [address]);
      if (rule?.fault === 'refuse') return done(smtpError(rule));
      if (rule?.fault === 'silence') return;
      if (rule !== undefined) return void hangUp(session);
      done();
    },
    onData: (stream, session, done) => void receive(stream, session).then(() => done(), done),
  });
  const sockets = connectedTo(server.server);
  const hangUp = ({ remotePort }: SMTPServerSession) => {
    sockets.get(remotePort)?.destroy();
    return forEver();
  };
  // A client that hangs up in the middle is the client's business.
  server.on('error', () => undefined);
  return server;
}

const afterTheText: readonly FaultRule['fault'][] = ['drop-after', 'slow'];

/** The rules in force, each with the times it still applies. */
class Faults {
  readonly #rules: { readonly rule: FaultRule; left: number }[] = [];

  add(rule: FaultRule): () => void {
    const entry = { rule, left: rule.times ?? Infinity };
    this.#rules.push(entry);
    return () => void (entry.left = 0);
  }

  /** The first rule for these recipients at this point of the conversation, counted as applied. */
  take(at: 'recipient' | 'data', to: readonly string[]): FaultRule | undefined {
    const found = this.#rules.find(({ rule, left }) => {
      const pointOfRule = afterTheText.includes(rule.fault) ? 'data' : (rule.at ?? 'recipient');
      return left > 0 && pointOfRule === at && to.some((address) => address.includes(rule.to ?? ''));
    });
    if (found) found.left--;
    found?.rule.onApplied?.();
    return found?.rule;
  }
}

function smtpError({ code = 451, text = 'not now' }: FaultRule): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

/** The sockets of those who are connected, by their ports: a session knows no more of its own. */
function connectedTo(server: Server): ReadonlyMap<number, Socket> {
  const sockets = new Map<number, Socket>();
  server.on('connection', (socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    sockets.set(remotePort, socket);
    socket.once('close', () => void (sockets.get(remotePort) === socket && sockets.delete(remotePort)));
  });
  return sockets;
}

function forEver(): Promise<never> {
  return new Promise(() => undefined);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
