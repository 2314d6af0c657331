import { analyse } from 'chardet';

/** What a file's bytes look like; `sure` is false where another encoding would do as well. */
export interface EncodingGuess {
  readonly encoding: string;
  readonly sure: boolean;
}

/** Encodings that the product reads, by the names that chardet has for them and TextDecoder takes. */
const readable: Readonly<Partial<Record<string, string>>> = {
  'ISO-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
  'ISO-8859-2': 'iso-8859-2',
  'windows-1250': 'windows-1250',
  'windows-1251': 'windows-1251',
  'KOI8-R': 'koi8-r',
  'windows-1253': 'windows-1253',
  'windows-1254': 'windows-1254',
  'ISO-8859-9': 'windows-1254',
  GB18030: 'gb18030',
  Big5: 'big5',
  Shift_JIS: 'shift_jis',
  'EUC-JP': 'euc-jp',
  'EUC-KR': 'euc-kr',
};
const wide = new Set(['gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr']);
/** First bytes of the characters that texts in a wide encoding are mostly made of. */
const commonFirst: Readonly<Record<string, readonly [number, number]>> = {
  gb18030: [0xb0, 0xd7],
  'euc-kr': [0xb0, 0xc8],
  'euc-jp': [0xa4, 0xcf],
  big5: [0xa4, 0xc6],
};
/** Of a hundred: how far one encoding must be ahead of the next. */
const leadMin = 20;

/** The encoding of bytes that are no UTF-8. A shop's file has few letters beyond ASCII, so their shape counts with what chardet says of them. */
export function guessEncoding(bytes: Buffer): EncodingGuess | undefined {
  const ranked = new Map<string, number>();
  for (const { name, confidence } of analyse(bytes)) {
    const encoding = readable[name];
    if (encoding !== undefined && decodes(bytes, encoding) && !ranked.has(encoding)) ranked.set(encoding, confidence);
  }
  const runs = highRuns(bytes);
  const even = runs.filter((run) => run.length % 2 === 0).length / Math.max(1, runs.length);
  const single = runs.filter((run) => run.length === 1).length / Math.max(1, runs.length);
  if (even > 0.9) return wideGuess(ranked, runs);
  const [first, second] = [...ranked].filter(([encoding]) => single < 0.5 || !wide.has(encoding));
  if (first === undefined) return undefined;
  const lead = first[1] - (second?.[1] ?? 0);
  // Lone letters with accents between plain ones are what Western texts look like.
  return { encoding: first[0], sure: lead >= leadMin || (first[0] === 'windows-1252' && single > 0.8) };
}

/** Bytes in pairs: Chinese, Japanese or Korean. */
function wideGuess(ranked: ReadonlyMap<string, number>, runs: readonly Buffer[]): EncodingGuess | undefined {
  const [first, second] = [...ranked].filter(([encoding]) => wide.has(encoding));
  if (first === undefined) return undefined;
  if (first[1] - (second?.[1] ?? 0) >= leadMin) return { encoding: first[0], sure: true };
  const fitting = Object.keys(commonFirst).filter((encoding) => ranked.has(encoding) && isCommon(runs, encoding));
  if (fitting.length === 1 && fitting[0] !== undefined) return { encoding: fitting[0], sure: true };
  return { encoding: fitting[0] ?? first[0], sure: false };
}

function isCommon(runs: readonly Buffer[], encoding: string): boolean {
  const [low, high] = commonFirst[encoding] ?? [0, 0];
  return runs.every((run) => run.every((byte, place) => place % 2 === 1 || (byte >= low && byte <= high)));
}

/** Bytes beyond ASCII that follow each other. */
function highRuns(bytes: Buffer): Buffer[] {
  const runs: Buffer[] = [];
  let from = -1;
  for (let at = 0; at <= bytes.length; at += 1) {
    const high = (bytes[at] ?? 0) >= 0x80;
    if (high && from < 0) from = at;
    if (high || from < 0) continue;
    runs.push(bytes.subarray(from, at));
    from = -1;
  }
  return runs;
}

function decodes(bytes: Buffer, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The encoding by the name TextDecoder has for it; undefined when it knows none of that name. */
export function knownEncoding(name: string): string | undefined {
  try {
    return new TextDecoder(name, { fatal: true }).encoding;
  } catch {
    return undefined;
  }
}
