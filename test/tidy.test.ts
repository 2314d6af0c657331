import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../platform/package-root.ts';

const root = packageRoot();
const skipped = new Set(['node_modules', 'dist', '.git', '.perennial', 'coverage', 'generated', 'histories']);
const files = walk(root);
const sources = files.filter((file) => file.endsWith('.ts'));
const code = sources.filter((file) => !file.endsWith('.test.ts') && !file.startsWith('test/'));

interface Layer {
  readonly mayImport: readonly string[];
  readonly typesOf?: readonly string[];
  readonly packages?: readonly string[];
}
const layers = JSON.parse(read('test/layers.json')) as Record<string, Layer>;

describe('the direction of dependencies', () => {
  it.each(Object.entries(layers))('%s imports only what lies below it', (folder, layer) => {
    const own = code.filter((file) => rowOf(file) === folder);
    expect(
      own.flatMap((file) =>
        importsOf(file)
          .filter((found) => !allowed(folder, layer, found))
          .map((found) => `${file}: ${found.from}`),
      ),
    ).toEqual([]);
  });

  it('lets the ledger take nothing but the database handle, its faults, the door of its rows and the codes to refuse with', () => {
    // Its wording is a row of its own: it says what the ledger's kinds are called, and nothing of the ledger imports it.
    const taken = code
      .filter((file) => rowOf(file) === 'modules/ledger')
      .flatMap((file) => importsOf(file).map((found) => found.target))
      .filter((target) => target !== undefined && !target.startsWith('modules/ledger/'));
    const handle = [
      'platform/database.ts',
      'platform/database-faults.ts',
      'platform/errors.ts',
      'platform/rows.ts',
      'prisma/generated/client.ts',
    ];
    expect(taken.filter((target) => !handle.includes(String(target)))).toEqual([]);
  });
});

describe('the size of things', () => {
  it('keeps every file below 400 lines', () => {
    expect(sources.filter((file) => read(file).split('\n').length > 401)).toEqual([]);
  });

  it('keeps every function below 60 lines, comments and blank lines not counted', () => {
    expect(code.flatMap((file) => longFunctions(file, 60))).toEqual([]);
  });

  it('has no drawer for odds and ends', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|misc|common)(\.ts|\/)/.test(file))).toEqual([]);
  });
});

describe('what the text says', () => {
  const texts = files.filter((file) =>
    /\.(ts|js|md|ya?ml|json|sql|prisma|liquid|example)$|^(Dockerfile|\.ci\/run)$/.test(file),
  );

  it('names no path of the machine it was written on', () => {
    const machine = /(?<![\w.~-])\/(work|root|home|Users)\/\w/;
    const exempt = new Set(['test/tidy.test.ts', 'package-lock.json']);
    expect(texts.filter((file) => !exempt.has(file) && machine.test(read(file)))).toEqual([]);
  });

  it('leads somewhere with every relative link', () => {
    const broken = files
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...read(file).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)]
          .filter(([, target]) => !existsSync(join(root, dirname(file), String(target))))
          .map(([, target]) => `${file} -> ${target}`),
      );
    expect(broken).toEqual([]);
  });

  it('shows every variable of the environment in .env.example', () => {
    const declared = [...read('platform/env.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name);
    expect(declared).toContain('DATABASE_URL');
    const shown = [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
    expect(declared.filter((name) => !shown.includes(name))).toEqual([]);
  });
});

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
  /** The file in the tree, or undefined for a package. */
  readonly target: string | undefined;
}

/** The row of test/layers.json a path stands in: the longest one that it begins with. */
function rowOf(path: string): string | undefined {
  const rows = Object.keys(layers).filter((row) => path === `${row}.ts` || path.startsWith(`${row}/`));
  return rows.sort((a, b) => b.length - a.length)[0];
}

function allowed(
  folder: string,
  { mayImport, typesOf = [], packages }: Layer,
  { from, typeOnly, target }: Import,
): boolean {
  if (target === undefined)
    return packages === undefined || packages.some((name) => from === name || from.startsWith(`${name}/`));
  const other = rowOf(target);
  return other === undefined || other === folder || mayImport.includes(other) || (typeOnly && typesOf.includes(other));
}

function importsOf(file: string): Import[] {
  const parsed = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest);
  return parsed.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    if (statement.moduleSpecifier === undefined || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const from = statement.moduleSpecifier.text;
    const typeOnly = ts.isImportDeclaration(statement) ? isTypeOnly(statement.importClause) : statement.isTypeOnly;
    return [
      { from, typeOnly, target: from.startsWith('.') ? join(dirname(file), from).split(sep).join('/') : undefined },
    ];
  });
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause?.namedBindings;
  return named !== undefined && ts.isNamedImports(named) && named.elements.every((each) => each.isTypeOnly);
}

function longFunctions(file: string, linesMax: number): string[] {
  const text = read(file);
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const lines = countLines(text.slice(node.getStart(), node.getEnd()));
      if (lines > linesMax) found.push(`${file}: ${node.name?.getText() ?? 'a function'} has ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

function countLines(text: string): number {
  return text.split('\n').filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line)).length;
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [relative(root, path).split(sep).join('/')];
  });
}
