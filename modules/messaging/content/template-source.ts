import { PerennialError } from '../../../platform/errors.ts';

/** A file of a template. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The lines between `---` at the top, each `name: value` with the value as it stands, and what follows. */
export function splitFrontMatter(
  path: string,
  source: string,
  known: readonly string[],
): { fields: Record<string, string>; lines: number; body: string } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(source);
  if (!match) return { fields: {}, lines: 0, body: source };
  const fields: Record<string, string> = {};
  for (const [index, line] of (match[1] ?? '').split(/\r?\n/).entries()) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    if (!known.includes(name)) {
      const fix =
        known.length === 0
          ? 'write the text alone: an SMS has nothing else'
          : `write ${known.map((one) => `"${one}: ..."`).join(' or ')}`;
      throw invalid(`${path}:${index + 2}`, `"${line}" is not known here`, fix);
    }
    fields[name] = line.slice(colon + 1).trim();
  }
  return { fields, lines: match[0].split('\n').length - 1, body: source.slice(match[0].length) };
}

/** A template that can't be taken as it is. */
export function invalid(path: string, problem: string, fix: string): PerennialError {
  return new PerennialError('TEMPLATE_INVALID', `${path}: ${problem}.`, { field: path, fix: `${fix}.` });
}
