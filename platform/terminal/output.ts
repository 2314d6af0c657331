import { styleText } from 'node:util';

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
      const body = json ? toJson(data) : text();
      if (body !== '') process.stdout.write(body.endsWith('\n') ? body : `${body}\n`);
    },
    note(text) {
      if (!json) process.stderr.write(`${text}\n`);
    },
    paint: (style, text) => (colours && !json && text !== '' ? styleText(style, text) : text),
  };
}

/** JSON as `--json` prints it: ids are strings, instants ISO 8601 in UTC, absent fields null or left out. */
function toJson(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2);
}

/** NO_COLOR wins over FORCE_COLOR, which wins over what the stream is. */
export function wantsColours(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0';
  return stream.isTTY && TERM !== 'dumb';
}
