/** The letters of GSM 03.38, each of which takes seven bits. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Those behind an escape, each of which takes two places. */
const extended = new Set('\f^{}\\[~]|€');

/** How a text goes as SMS: one letter that GSM does not have makes all of them twice as large. */
export interface SmsSize {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Places that it takes: letters, two of some. */
  readonly units: number;
  readonly segments: number;
  /** The letters that GSM does not have, each once, ten at most. */
  readonly outside: readonly string[];
}

const sizes = { 'GSM-7': { one: 160, each: 153 }, 'UCS-2': { one: 70, each: 67 } } as const;
const outsideMax = 10;

/** What a text takes as SMS: segments of 160 places, or 153 when there are several; of 70 and 67 beyond GSM's letters. */
export function smsSize(text: string): SmsSize {
  const letters = [...text];
  const outside = [...new Set(letters.filter((letter) => !basic.has(letter) && !extended.has(letter)))];
  const encoding = outside.length === 0 ? 'GSM-7' : 'UCS-2';
  const widths = letters.map((letter) => (encoding === 'UCS-2' ? letter.length : extended.has(letter) ? 2 : 1));
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { one, each } = sizes[encoding];
  const segments = units === 0 ? 0 : units <= one ? 1 : filled(widths, each);
  return { encoding, units, segments, outside: outside.slice(0, outsideMax) };
}

/** What takes two places is never parted: the segment before it stays a place short. */
function filled(widths: readonly number[], each: number): number {
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > each) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return segments;
}
