import { randomInt } from 'node:crypto';
import { styleText } from 'node:util';
import { visibleText } from './visible-text.ts';

type Style = Parameters<typeof styleText>[0];

/** Where a command's answer goes: data on stdout, talk on stderr. */
export interface Output {
  /** True when the answer is for a program. */
  readonly json: boolean;
  /** Characters a line may have. */
  readonly width: number;
  /** The answer: `data` as JSON with `--json`, `text()` for people otherwise. */
  result(data: unknown, text: () => string): void;
  /** A line of talk on stderr; silent with `--json`. */
  note(text: string): void;
  /** The text in a colour, where colours are wanted. */
  paint(style: Style, text: string): string;
}

/** Marks the colours of this process among the text they are in, which may bring escapes of its own. */
const ownMark = String(randomInt(1_000, 10_000));
// eslint-disable-next-line no-control-regex
const anyColour = /\u001b\[(\d+)m/g;
const ownColour = new RegExp(`(\u001b\\[\\d+;${ownMark}m)`);

const narrowestWidth = 60;
const widthWithoutTerminal = 120;

/** Characters a line of the terminal has; undefined where there is none, and a reader that cuts for itself. */
export function terminalWidth(): number | undefined {
  const columns = process.stdout.columns || Number(process.env.COLUMNS);
  return columns > 0 ? Math.max(narrowestWidth, columns) : undefined;
}

export function createOutput(options: { json?: boolean | undefined }): Output {
  const json = options.json ?? false;
  const colours = wantsColours(process.stdout);
  return {
    json,
    width: terminalWidth() ?? widthWithoutTerminal,
    result(data, text) {
      const body = json ? toJson(data) : forTerminal(text());
      if (body !== '') process.stdout.write(body.endsWith('\n') ? body : `${body}\n`);
    },
    note(text) {
      if (!json) process.stderr.write(`${forTerminal(text)}\n`);
    },
    paint: (style, text) => (colours && !json && text !== '' ? painted(style, text) : text),
  };
}

function painted(style: Style, text: string): string {
  // Whether the stream takes colours has been asked already.
  const [open = '', close = ''] = styleText(style, '\0', { validateStream: false }).split('\0');
  return [open, close].map((colour) => colour.replace(anyColour, `\u001b[$1;${ownMark}m`)).join(text);
}

/** The text with this process's own colours, and every other escape written out. */
function forTerminal(text: string): string {
  return text
    .split(ownColour)
    .map((part, place) => (place % 2 === 1 ? part.replace(`;${ownMark}`, '') : visibleText(part)))
    .join('');
}

const instantKey = /^at$|At$/;
const instant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)$/;

/** PostgreSQL writes an instant in JSON as 2026-05-05T10:00:00+00:00, Node as 2026-05-05T10:00:00.000Z: always as Node. */
function oneForm(value: string): string {
  if (!instant.test(value)) return value;
  const date = new Date(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(date.getTime()) ? value : date.toISOString();
}

/** JSON as `--json` prints it: ids are strings, instants ISO 8601 in UTC, absent fields null or left out. */
function toJson(data: unknown): string {
  const text = JSON.stringify(
    data,
    (key, value: unknown) => {
      if (typeof value === 'bigint') return String(value);
      return typeof value === 'string' && instantKey.test(key) ? oneForm(value) : value;
    },
    2,
  );
  // What JSON itself leaves as it is: above 0x7f a terminal obeys, too. A parser reads the same text.
  return visibleText(text);
}

/** NO_COLOR wins over FORCE_COLOR, which wins over what the stream is. */
export function wantsColours(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0';
  return stream.isTTY && TERM !== 'dumb';
}
