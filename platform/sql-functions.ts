import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PerennialError } from './errors.ts';
import { packageRoot } from './package-root.ts';
import { counted } from '../values/plural.ts';

/** A function of the database as prisma/functions has it. */
export interface FunctionSource {
  /** With its schema: `ledger.earn_round`. */
  readonly name: string;
  /** Below the package's folder: `prisma/functions/ledger/earn_round.sql`. */
  readonly file: string;
  readonly text: string;
  readonly hash: string;
  /** How many functions of that name it makes: more than one where arguments tell them apart. */
  readonly signatures: number;
}

const folder = join('prisma', 'functions');
const creation = /^create\s+or\s+replace\s+function\s+(?:(\w+)\.)?(\w+)\s*\(/i;
const removal = /^drop\s+function\s+if\s+exists\s/i;

/** Every SQL function's source, in the order of names. */
export function readFunctionSources(root = packageRoot()): FunctionSource[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.sql'),
  );
  const sources = files.map((name) =>
    parseFunctionSource(join(folder, name), readFileSync(join(root, folder, name), 'utf8')),
  );
  sources.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [place, { name, file }] of sources.entries()) {
    const before = sources[place - 1];
    if (before?.name === name) throw refused(file, `${name} is made by ${before.file} as well`, 'Keep one of the two.');
  }
  return sources;
}

/** One file: a function that has its file's name, made so that it can be made again, and nothing else. */
export function parseFunctionSource(file: string, raw: string): FunctionSource {
  // A checkout with other line endings is the same source.
  const text = raw.replaceAll('\r\n', '\n');
  const expected = basename(file, '.sql');
  const names = new Set<string>();
  let signatures = 0;
  for (const statement of statementsOf(text)) {
    if (removal.test(statement)) continue;
    const [, schema = 'public', name = ''] = creation.exec(statement) ?? [];
    if (name !== expected) {
      const fix = `A file holds CREATE OR REPLACE FUNCTION ${expected} and, above it, DROP FUNCTION IF EXISTS at most.`;
      throw refused(file, `"${statement.slice(0, 60).replace(/\s+/g, ' ')}" has no place in it`, fix);
    }
    names.add(`${schema}.${name}`);
    signatures += 1;
  }
  const [name, another] = names;
  if (name === undefined || another !== undefined)
    throw refused(
      file,
      `it makes ${counted(names.size, 'function', 'functions')}, not one`,
      `Write CREATE OR REPLACE FUNCTION ${expected}.`,
    );
  return { name, file: file.replaceAll('\\', '/'), text, hash: sha256(text), signatures };
}

/** The statements of a script without comments and bodies. */
function statementsOf(text: string): string[] {
  const bare = text.replace(/\$(\w*)\$[^]*?\$\1\$/g, '$$$$').replace(/--.*$/gm, '');
  return bare
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

/** SHA-256 in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function refused(file: string, what: string, fix: string): PerennialError {
  return new PerennialError('FILE_INVALID', `${file}: ${what}.`, { field: file, fix });
}
