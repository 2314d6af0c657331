import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privateFileMode, privateFolder } from './private-files.ts';

/** One caught mail as lists show it; the mail itself lies beside the index as `<id>.eml`. */
export interface CaughtMail {
  readonly id: string;
  readonly receivedAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  /** The Date header: programme time, while receivedAt is real time. */
  readonly date: string;
  readonly bytes: number;
}

export interface Mailbox {
  add(raw: Buffer, envelope: { from: string; to: readonly string[] }): Promise<CaughtMail>;
  /** Oldest first. */
  list(): readonly CaughtMail[];
  raw(id: string): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

/** Mails kept on disk; the oldest go first. 20,000 of about 15 kB are 300 MB. */
const mailsKeptMax = 20_000;
/** How far the mailbox may grow over its bound before the oldest are removed: not one file for each that comes. */
const mailsSurplusMax = 500;

const indexPath = (dir: string) => join(dir, 'index.ndjson');
const mailPath = (dir: string, id: string) => join(dir, `${id}.eml`);

/** The caught mails of a folder, oldest first, also while no catcher runs; none when nothing was ever caught. */
export async function readMailbox(dir: string): Promise<CaughtMail[]> {
  const text = await readFile(indexPath(dir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const mails: CaughtMail[] = [];
  for (const line of text.split('\n')) {
    // A killed catcher may leave half a line; its mail was never acknowledged.
    if (line.endsWith('}')) mails.push(JSON.parse(line) as CaughtMail);
  }
  return mails.slice(-mailsKeptMax);
}

/** The mail as it came in; undefined when the folder has no such mail. */
export async function readMail(dir: string, id: string): Promise<Buffer | undefined> {
  if (!/^\d+$/.test(id)) return undefined;
  return await readFile(mailPath(dir, id)).catch(() => undefined);
}

/** Opens a folder of caught mails for adding; what an earlier run caught stays in it. */
export async function openMailbox(dir: string): Promise<Mailbox> {
  privateFolder(dir);
  const mails = await readMailbox(dir);
  await writeFile(indexPath(dir), mails.map((mail) => `${JSON.stringify(mail)}\n`).join(''), { mode: privateFileMode });
  const index = appender(indexPath(dir));
  let last = Number(mails.at(-1)?.id ?? 0);

  return {
    list: () => mails,
    raw: (id) => readMail(dir, id),
    add: async (raw, envelope) => {
      const mail = summarise(String(++last), raw, envelope);
      await writeFile(mailPath(dir, mail.id), raw, { mode: privateFileMode });
      await index.append(JSON.stringify(mail));
      mails.push(mail);
      if (mails.length > mailsKeptMax + mailsSurplusMax) {
        const surplus = mails.splice(0, mails.length - mailsKeptMax);
        await Promise.all(surplus.map(({ id }) => rm(mailPath(dir, id), { force: true })));
      }
      return mail;
    },
    close: () => index.settled(),
  };
}

/** Adds lines one after the other; a disk that was full for a while takes them again afterwards. */
function appender(path: string): { append(line: string): Promise<void>; settled(): Promise<void> } {
  let turn: Promise<void> = Promise.resolve();
  let isCut = false;
  const write = async (line: string) => {
    // Of a line that did not fit a part may stand there: it ends here, and readers pass over it.
    const text = `${isCut ? '\n' : ''}${line}\n`;
    isCut = true;
    await appendFile(path, text, { mode: privateFileMode });
    isCut = false;
  };
  return {
    append: (line) => {
      const done = turn.then(() => write(line));
      turn = done.catch(() => undefined);
      return done;
    },
    settled: () => turn,
  };
}

function summarise(id: string, raw: Buffer, envelope: { from: string; to: readonly string[] }): CaughtMail {
  const headers = readHeaders(raw);
  return {
    id,
    receivedAt: new Date().toISOString(),
    from: envelope.from,
    to: envelope.to,
    subject: decodeWords(headers.get('subject') ?? ''),
    messageId: headers.get('message-id') ?? '',
    date: headers.get('date') ?? '',
    bytes: raw.length,
  };
}

/** The headers of a mail by lower-case name, unfolded; the first one of a name counts. */
function readHeaders(raw: Buffer): Map<string, string> {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.subarray(0, end < 0 ? raw.length : end).toString('utf8');
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

/** `=?charset*language?encoding?text?=` (RFC 2047, RFC 2231) */
const encodedWord = /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=/gi;
const encodedRun = new RegExp(`(?:${encodedWord.source}\\s*)+`, 'gi');

/** Text from RFC 2047 encoded words, in whatever character set; words of one that nobody knows stay as they are. */
export function decodeWords(text: string): string {
  // Blanks between two words are none of the text.
  return text.replace(encodedRun, (run) => {
    const after = /\s*$/.exec(run)?.[0] ?? '';
    return decodeRun([...run.matchAll(encodedWord)]) + after;
  });
}

/** Words of one character set are joined as bytes before decoding: a character may be cut in two by the end of a word. */
function decodeRun(words: readonly RegExpExecArray[]): string {
  let text = '';
  for (let from = 0; from < words.length;) {
    const charset = words[from]?.[1]?.toLowerCase() ?? '';
    const others = words.slice(from).findIndex(([, other = '']) => other.toLowerCase() !== charset);
    const same = words.slice(from, others < 0 ? undefined : from + others);
    text += decoded(charset, same) ?? same.map(([word]) => word).join(' ');
    from += same.length;
  }
  return text;
}

function decoded(charset: string, words: readonly RegExpExecArray[]): string | undefined {
  try {
    const bytes = Buffer.concat(words.map(([, , kind = '', content = '']) => decodeWord(kind, content)));
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeWord(kind: string, content: string): Buffer {
  if (kind.toLowerCase() === 'b') return Buffer.from(content, 'base64');
  const bytes = content
    .replace(/_/g, ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
