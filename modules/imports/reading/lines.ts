import type { Readable } from 'node:stream';
import { PerennialError } from '../../../platform/errors.ts';

/** Characters a line may have: an order has about 80, with long notes a few thousand. More is no file of lines. */
const lineLengthMax = 1_000_000;

/** Lines that follow each other. */
export interface LinePage {
  /** The number of the first one, from 1. */
  readonly first: number;
  readonly texts: readonly string[];
}

export interface TextForm {
  /** As TextDecoder names it. */
  readonly encoding: string;
  readonly lineEnd: '\n' | '\r';
}

/** The lines of a text, page by page; what does not decode is an error and never a replacement character. */
export async function* readLines(content: Readable, { encoding, lineEnd }: TextForm): AsyncGenerator<LinePage> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let rest = '';
  let next = 1;
  const decode = (chunk?: Buffer) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw notText(`line ${next} or later is not ${encoding.toUpperCase()}`, encodingFix);
    }
  };
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const texts = (rest + decode(chunk)).split(lineEnd);
    rest = texts.pop() ?? '';
    if (texts.length > 0) yield page(texts, next, lineEnd);
    next += texts.length;
    if (rest.length > lineLengthMax) throw tooLong(next);
  }
  rest += decode();
  if (rest !== '') yield page([rest], next, lineEnd);
}

const encodingFix = 'say how it is encoded with --encoding (gb18030, windows-1252, ...), or save it as UTF-8';

function page(texts: string[], first: number, lineEnd: string): LinePage {
  for (const [place, text] of texts.entries()) {
    if (text.includes('\0')) throw notText(`line ${first + place} has a NUL`, 'give a text file: CSV or NDJSON');
    if (text.length > lineLengthMax) throw tooLong(first + place);
    if (lineEnd === '\n' && text.endsWith('\r')) texts[place] = text.slice(0, -1);
  }
  return { first, texts };
}

function tooLong(line: number): PerennialError {
  const limit = lineLengthMax.toLocaleString('en');
  return notText(`line ${line} has more than ${limit} characters`, 'give a file with a row a line');
}

/** A file that is no text, or none in this encoding; nothing of what stands in it is shown. */
export function notText(what: string, fix: string): PerennialError {
  return new PerennialError('IMPORT_INVALID', `The file can't be read: ${what}.`, { field: 'file', fix: `${fix}.` });
}
