import { type Command, InvalidArgumentError } from 'commander';

/** A parser of a whole number within bounds; anything else is refused as wrong usage. */
export function wholeNumber({ min, max }: { min: number; max: number }): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Write a whole number from ${min} to ${max}.`);
  };
}

/** An instant as ISO 8601 ("2026-01-31T09:00:00Z"), or a date, which is its first instant in UTC. */
export function instant(text: string): Date {
  const at = new Date(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(at.getTime())) return at;
  throw new InvalidArgumentError('Write a date as 2026-01-31 or an instant as 2026-01-31T09:00:00Z.');
}

/** Opens the command's help with lines to copy. */
export function withExamples(command: Command, examples: readonly (readonly [line: string, what: string])[]): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`.trimEnd());
  return command.addHelpText('before', `Examples:\n${lines.join('\n')}\n`);
}

/** Words on one line. */
export function textOf(lengthMax: number): (text: string) => string {
  return (text) => {
    // eslint-disable-next-line no-control-regex -- control characters are what it refuses
    if (text.trim() !== '' && text.length <= lengthMax && !/[\u0000-\u001f\u007f]/.test(text)) return text;
    throw new InvalidArgumentError(`Write 1 to ${lengthMax} characters on one line.`);
  };
}
