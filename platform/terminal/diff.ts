import type { Difference } from '../../values/diff.ts';
import type { Output } from './output.ts';
import { counted } from '../../values/plural.ts';

/** The differences for people: `+` added, `-` removed, `~` changed. */
export function renderDifferences(changes: readonly Difference[], { paint }: Pick<Output, 'paint'>): string {
  return changes
    .map((change) => {
      const colour = change.before === undefined ? 'green' : change.after === undefined ? 'red' : 'yellow';
      return paint(colour, `  ${sayDifference(change)}`);
    })
    .join('\n');
}

/** The same of one, in a line. */
export function sayDifference({ path, before, after }: Difference): string {
  if (before === undefined) return `+ ${path}: ${show(after)}`;
  if (after === undefined) return `- ${path}: ${show(before)}`;
  return `~ ${path}: ${show(before)} → ${show(after)}`;
}

/** Longer texts, such as a message's html, are told by their length. */
const shownCharactersMax = 160;

function show(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const lines = value.split('\n').length;
  if (lines > 1)
    return `text of ${counted(lines, 'line', 'lines')}, ${counted(value.length, 'character', 'characters')}`;
  return value.length > shownCharactersMax ? `${value.slice(0, shownCharactersMax - 3)}...` : value;
}
