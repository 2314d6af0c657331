import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { formerCodes } from '../platform/errors/former-codes.ts';
import { errorReference } from '../platform/errors/reference.ts';
import { errorGroups } from '../platform/errors/registry.ts';
import { currentCode, type ErrorCode, errorRegistry } from '../platform/errors.ts';
import { packageRoot } from '../platform/package-root.ts';

const root = packageRoot();
const folders = [
  'activities',
  'api',
  'bench',
  'cli',
  'demo',
  'devstack',
  'embedding',
  'fault-proof',
  'modules',
  'platform',
  'prisma',
];
const files = [...folders, 'values', 'worker', 'workflows']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')),
  )
  .filter((file) => !/(^|\/)(generated|histories|results)\/|\.test\.ts$|^platform\/errors(\/|\.ts$)/.test(file));
const codes = Object.keys(errorRegistry) as ErrorCode[];

/** Where a string stands: as what something is refused or fails with, or only where one is listed, declared or compared with. */
interface Word {
  readonly file: string;
  readonly text: string;
  readonly use: 'raised' | 'listed' | 'compared';
}
const words = files.flatMap((file) =>
  file.endsWith('.ts') ? wordsOfCode(file) : file.endsWith('.sql') ? wordsOfSql(file) : [],
);

const environment = 'variables of the environment';
/** What is written like a code and is none. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  'accounts of the ledger': ['MEMBER_PENDING', 'MEMBER_AVAILABLE', 'MEMBER_HELD', 'MEMBER_DEBT', 'WRITE_OFF'],
  'kinds of its transactions': ['CANCEL_PENDING'],
  [environment]: [...[...read('platform/env.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name ?? '')],
  'names of Temporal and PostgreSQL': [
    ...['ALLOW_DUPLICATE_FAILED_ONLY', 'REJECT_DUPLICATE', 'PG_VERSION', 'AUTO_UPGRADE'],
    ...['INDEXED_VALUE_TYPE_KEYWORD', 'WORKER_VERSIONING_MODE_VERSIONED'],
  ],
};
const looksLikeCode = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

describe('The registry of codes', () => {
  it('knows every code that is written anywhere in the code or in SQL', () => {
    const others = new Set(Object.values(otherWords).flat());
    const written = words.filter(({ text }) => looksLikeCode.test(text) && !others.has(text));
    expect(new Set(written.map(({ text }) => text)).size).toBeGreaterThan(50);
    const unknown = written.filter(({ text }) => currentCode(text) === undefined);
    expect(unknown.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it('has no code that nothing raises', () => {
    const raised = new Set(words.filter(({ use }) => use === 'raised').map(({ text }) => currentCode(text)));
    expect(codes.filter((code) => !raised.has(code))).toEqual([]);
  });

  it('writes a code by its former name in SQL only, until its function is changed', () => {
    const former = words.filter(({ file, text }) => file.endsWith('.ts') && Object.hasOwn(formerCodes, text));
    expect(former.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it('is looked at by eyes that see: the three ways a string can be used, and SQL', () => {
    const uses = (text: string, file: string) =>
      words.filter((word) => word.text === text && word.file === file).map(({ use }) => use);
    expect(uses('STACK_RUNNING', 'devstack/stack.ts')).toEqual(['raised']);
    expect(uses('HOLD_EXPIRED', 'modules/ledger/requests.ts')).toEqual(['listed']);
    expect(uses('CAMPAIGN_INVALID', 'platform/yaml-file.ts')).toEqual(['listed']);
    expect(uses('ALREADY_CLAIMED', 'workflows/lifecycles/onboarding-gift/gift.ts')).toEqual(['compared']);
    expect(words.filter(({ file, text }) => file.endsWith('.sql') && text === 'HOLD_EXPIRED').length).toBeGreaterThan(
      0,
    );
  });

  it('is told apart from other words in capitals, each of which is in use', () => {
    const used = new Set(words.map(({ text }) => text));
    const fixed = Object.entries(otherWords).flatMap(([kind, names]) => (kind === environment ? [] : names));
    expect(fixed.length).toBeGreaterThan(5);
    expect(fixed.filter((word) => !used.has(word) || currentCode(word) !== undefined)).toEqual([]);
  });
});

describe('A story', () => {
  it('compares no code that was renamed: members who are inside have the former name on record', () => {
    const renamed = new Set<string>([...Object.keys(formerCodes), ...Object.values(formerCodes)]);
    const compared = words.filter(({ file, use }) => file.startsWith('workflows/') && use === 'compared');
    expect(compared.map(({ text }) => text)).toContain('ORDER_RETURNED');
    expect(compared.filter(({ text }) => renamed.has(text))).toEqual([]);
  });
});

describe('The documents', () => {
  it('have the registry as it is in docs/reference/errors.md', async () => {
    const path = join(root, 'docs/reference/errors.md');
    const written = await format(errorReference(), { ...(await resolveConfig(path)), filepath: path });
    expect(
      read('docs/reference/errors.md') === written,
      'docs/reference/errors.md is out of date: npm run docs:errors',
    ).toBe(true);
    const told = Object.values(errorGroups).flatMap((group) => Object.keys(group));
    expect(told.toSorted()).toEqual(codes.toSorted());
  });

  it('name codes as they are called today', () => {
    const guides = readdirSync(join(root, 'docs/guides')).map((name) => `docs/guides/${name}`);
    const texts = [...guides, 'README.md', 'modules/ledger/README.md'].filter((file) => file.endsWith('.md'));
    const named = texts.flatMap((file) => [...read(file).matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)]);
    const known = named.map(([, word]) => word ?? '').filter((word) => currentCode(word) !== undefined);
    expect(known).toContain('EVENT_CONFLICT');
    expect(known.filter((word) => Object.hasOwn(formerCodes, word))).toEqual([]);
  });
});

function wordsOfCode(file: string): Word[] {
  const found: Word[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push({ file, text: node.text, use: useOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
  return found;
}

function useOf(literal: ts.StringLiteralLike): Word['use'] {
  const { parent } = literal;
  if (ts.isLiteralTypeNode(parent)) return 'listed';
  if (
    ts.isArrayLiteralExpression(parent) &&
    (ts.isAsExpression(parent.parent) || ts.isSatisfiesExpression(parent.parent))
  )
    return 'listed';
  const comparisons = [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken];
  if (ts.isBinaryExpression(parent) && comparisons.includes(parent.operatorToken.kind)) return 'compared';
  return ts.isCaseClause(parent) ? 'compared' : 'raised';
}

/** `case ... when 'KEY_CONFLICT' then 'words'` and `<> 'X'` only speak of a code. */
function wordsOfSql(file: string): Word[] {
  const text = read(file).replaceAll(/--.*$/gm, '');
  return [...text.matchAll(/(\bwhen|<>|=)?\s*'([A-Z][A-Z0-9_]+)(?: %)?'/g)].map(([, before, word]) => ({
    ...{ file, text: word ?? '', use: before === undefined ? 'raised' : 'compared' },
  }));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
