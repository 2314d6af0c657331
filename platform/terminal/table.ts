import Table from 'cli-table3';
import { terminalWidth } from './output.ts';
import { textWidth, wrap } from './text-width.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

// No lines: the table can be read, copied and cut by other tools.
const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Columns side by side may need this much of each, so that a word can be read. */
const columnMin = 10;
const gap = 2;
/** Tables are often indented. */
const margin = 2;

/**
 * Columns side by side, as wide as what is in them; Chinese characters count as two. At a terminal that is narrower, the widest
 * columns are wrapped; where not even that helps, each row becomes a block of its own.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width = terminalWidth() }: { readonly width?: number | undefined } = {},
): string {
  const natural = columns.map(({ title }, place) =>
    Math.max(...[title, ...rows.map((row) => row[place] ?? '')].map((text) => textWidth(text))),
  );
  const widths = width === undefined ? natural : fitted(natural, width - margin - gap * (columns.length - 1));
  if (widths === undefined) return stacked(columns, rows);
  const table = new Table({
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: columns.map(({ align }) => align ?? 'left'),
  });
  table.push(
    columns.map(({ title }) => title),
    ...rows.map((row) => row.map((text, place) => within(text, widths[place] ?? 0))),
  );
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** The widths with the widest columns narrowed until all fit; undefined when they can't. */
function fitted(natural: readonly number[], width: number): number[] | undefined {
  const widths = [...natural];
  const sum = () => widths.reduce((total, each) => total + each, 0);
  while (sum() > width) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= columnMin) return undefined;
    widths[widest] = Math.max(columnMin, (widths[widest] ?? 0) - (sum() - width > 10 ? 4 : 1));
  }
  return widths;
}

/** The text in lines of the width; what is longer in one word is cut. */
function within(text: string, width: number): string {
  // Colours would be taken for text: only short words have some.
  if (textWidth(text) <= width || text.includes('\u001b')) return text;
  return wrap(text, width)
    .map((line) => (textWidth(line) <= width ? line : `${line.slice(0, width - 1)}…`))
    .join('\n');
}

function stacked(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const blocks = rows.map((row) =>
    renderPairs(columns.flatMap(({ title }, place) => (row[place] ? [[title, row[place]] as const] : []))),
  );
  return blocks.join('\n\n');
}

/** Names and values, a pair a line. */
export function renderPairs(pairs: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`.trimEnd()).join('\n');
}
