import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PerennialError } from '../../../platform/errors.ts';
import { type EncodingGuess, guessEncoding, knownEncoding } from './encoding.ts';
import { notText, type TextForm } from './lines.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** Bytes that are looked at before anything else is read: an endless or binary file is told by them. */
const headBytesMax = 64 * 1024;
/** Bytes around the first one that is no UTF-8, by which the encoding is told. */
const sampleBytesMax = 512 * 1024;
const readBytes = 256 * 1024;
const workbookName = /\.(xlsx|xlsm|xlsb|xls|ods|numbers)$/i;
const workbookFix = 'Open it in a spreadsheet program and save the sheet with the orders as CSV (UTF-8).';

/** A file of orders. */
export interface OrderFile {
  readonly path: string;
  /** Line ends in it: about the rows there are, to tell how far an import has come. */
  readonly lines: number;
  /** SHA-256 of its content: the same content is the same import. */
  readonly hash: string;
  readonly format: 'csv' | 'ndjson';
  readonly gzipped: boolean;
  readonly form: TextForm;
  /** False when its encoding is a guess that another one would fit, too. */
  readonly encodingSure: boolean;
}

/** Looks at a file: what it is, how it is encoded, and the hash that tells it from others. */
export async function inspectFile(path: string, encoding?: string): Promise<OrderFile> {
  await refuseOtherThanFile(path);
  const first = await headOf(path, false);
  const gzipped = first[0] === 0x1f && first[1] === 0x8b;
  const head = gzipped ? await headOf(path, true) : first;
  const stated = encoding === undefined ? utf16Of(head) : encodingNamed(encoding);
  refuseBinary(head, stated);
  const wide = stated?.startsWith('utf-16') ?? false;
  const byte = !wide && !head.includes(lineFeed) && head.includes(carriageReturn) ? carriageReturn : lineFeed;
  const { hash, lines, bad } = await digest(path, { gzipped, byte, checked: stated === undefined });
  const found: EncodingGuess =
    stated !== undefined ? { encoding: stated, sure: true } : bad ? encodingOf(bad) : { encoding: 'utf-8', sure: true };
  return {
    path,
    hash,
    lines,
    format: /\.(ndjson|jsonl)(\.gz)?$/i.test(path) ? 'ndjson' : 'csv',
    gzipped,
    form: { encoding: found.encoding, lineEnd: byte === carriageReturn ? '\r' : '\n' },
    encodingSure: found.sure,
  };
}

/** A file's content, unpacked; `close` ends the reading of it. */
export function openContent({ path, gzipped }: Pick<OrderFile, 'path' | 'gzipped'>): {
  content: Readable;
  close(): void;
} {
  const raw = createReadStream(path, { highWaterMark: readBytes });
  const content: Readable = gzipped ? raw.pipe(createGunzip({ chunkSize: readBytes })) : raw;
  if (content !== raw) raw.on('error', (error) => content.destroy(error));
  return {
    content,
    close: () => {
      raw.destroy();
      content.destroy();
    },
  };
}

async function refuseOtherThanFile(path: string): Promise<void> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) {
    throw new PerennialError('FILE_NOT_FOUND', `There is no file ${path}.`, {
      field: 'file',
      fix: 'Give the path of a CSV or NDJSON file; it may be gzipped.',
    });
  }
  if (!info.isFile()) {
    const what = info.isDirectory() ? 'a folder' : 'a device or a pipe';
    throw new PerennialError('IMPORT_INVALID', `${path} is ${what}, not a file.`, {
      field: 'file',
      fix: 'Give the path of a CSV or NDJSON file; an import reads it twice, so save a stream to a file first.',
    });
  }
  if (workbookName.test(path)) refuseWorkbook(path);
}

function refuseWorkbook(path: string): never {
  throw new PerennialError('IMPORT_INVALID', `${path} is a workbook, which can't be imported as it is.`, {
    field: 'file',
    fix: workbookFix,
  });
}

/** The first bytes of a file's content; of a gzipped one that breaks off, those that there are. */
async function headOf(path: string, gzipped: boolean): Promise<Buffer> {
  const raw = createReadStream(path, { end: headBytesMax - 1 });
  const content: Readable = gzipped ? raw.pipe(createGunzip()) : raw;
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of content as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length >= headBytesMax) break;
    }
  } catch (error) {
    if (!gzipped) throw error;
  }
  raw.destroy();
  return Buffer.concat(parts).subarray(0, headBytesMax);
}

/** Refuses what is no text, without a word of what stands in it. */
function refuseBinary(head: Buffer, encoding: string | undefined): void {
  const magic = head.subarray(0, 4).toString('latin1');
  if (magic === 'PK\u0003\u0004' || magic === '\u00d0\u00cf\u0011\u00e0') refuseWorkbook('This file');
  if (encoding?.startsWith('utf-16')) return;
  const strange = head.filter((byte) => byte < 0x20 && ![0x09, lineFeed, 0x0c, carriageReturn].includes(byte)).length;
  if (head.includes(0) || strange * 100 > head.length) throw notText('it is not a text file', textFix);
}

const textFix = 'give a CSV or NDJSON file, gzipped or not';

/** UTF-16 by its mark, or by the zeros beside ASCII letters. */
function utf16Of(head: Buffer): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = head.length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le';
  return even > half * 0.4 && odd < half * 0.05 ? 'utf-16be' : undefined;
}

function encodingNamed(name: string): string {
  const encoding = knownEncoding(name);
  if (encoding !== undefined) return encoding;
  throw new PerennialError('USAGE', `--encoding: "${name}" is not an encoding.`, {
    field: 'encoding',
    fix: 'Write one such as utf-8, utf-16le, gb18030, big5, shift_jis, windows-1252.',
  });
}

function encodingOf(bad: Buffer): EncodingGuess {
  const guess = guessEncoding(bad);
  if (guess !== undefined) return guess;
  throw notText(
    'it is not UTF-8, and its encoding can not be told',
    'say it with --encoding (gb18030, windows-1252, ...)',
  );
}

interface Digest {
  readonly hash: string;
  readonly lines: number;
  /** What stands around the first bytes that are no UTF-8. */
  readonly bad?: Buffer;
}

async function digest(
  path: string,
  { gzipped, byte, checked }: { gzipped: boolean; byte: number; checked: boolean },
): Promise<Digest> {
  const raw = createReadStream(path, { highWaterMark: readBytes });
  const hash = createHash('sha256');
  raw.on('data', (chunk) => hash.update(chunk));
  const content: Readable = gzipped ? raw.pipe(createGunzip({ chunkSize: readBytes })) : raw;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 0;
  let last: Buffer = Buffer.alloc(0);
  let bad: Buffer | undefined;
  const check = (chunk?: Buffer) => {
    if (!checked || bad !== undefined) return;
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      bad = sampleOf(Buffer.concat([last, chunk ?? Buffer.alloc(0)]));
    }
    last = chunk ?? last;
  };
  content.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(byte); at >= 0; at = chunk.indexOf(byte, at + 1)) lines += 1;
    check(chunk);
  });
  let broken = false;
  content.on('error', () => {
    broken = true;
    raw.resume();
  });
  await finished(raw);
  // A gzipped file that breaks off is told when its rows are read.
  if (content !== raw) await finished(content).catch(() => undefined);
  if (!broken) check();
  return { hash: hash.digest('hex'), lines, ...(bad === undefined ? {} : { bad }) };
}

/** Whole lines, so that no character of several bytes is cut. */
function sampleOf(bytes: Buffer): Buffer {
  const from = bytes.length <= sampleBytesMax ? 0 : bytes.indexOf(lineFeed, bytes.length - sampleBytesMax) + 1;
  const end = bytes.lastIndexOf(lineFeed);
  return end > from ? bytes.subarray(from, end) : bytes.subarray(from);
}
