import { readFileSync } from 'node:fs';
import { posix, relative, sep } from 'node:path';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What each folder may import. test/tidy.test.ts reads the same table and checks it in its own way. */
const layers = JSON.parse(readFileSync(new URL('test/layers.json', import.meta.url), 'utf8'));
const tests = ['**/*.test.ts'];

/** The row a path stands in: the longest one that it begins with. */
function rowOf(path) {
  const rows = Object.keys(layers).filter((row) => path === `${row}.ts` || path.startsWith(`${row}/`));
  return rows.sort((a, b) => b.length - a.length)[0];
}

/** Known by name: what takes data and answers with decisions. */
const isPure = (path) =>
  /^values\/|(^|\/)(rules|wording)(-[^/]*)?\.ts$|\/rules\/|^workflows\/(engine|lifecycles)\/|^rehearsal\/|^workflows\/(steps|contract)\.ts$|^platform\/errors(\.ts$|\/)|^platform\/explain-issue\.ts$|(^|\/)conditions\//.test(
    path,
  );
const purePackages = ['luxon'];
/** Settings and conditions are schemas. */
const settingsPackages = ['zod'];

/** Imports go down only, and from pure files to pure files (test/layers.json). */
const direction = {
  create(context) {
    const file = relative(import.meta.dirname, context.filename)
      .split(sep)
      .join('/');
    const row = rowOf(file);
    const check = (node) => {
      const from = node.source?.value;
      if (typeof from !== 'string' || row === undefined) return;
      const typeOnly =
        node.importKind === 'type' ||
        node.exportKind === 'type' ||
        (node.specifiers?.length > 0 && node.specifiers.every((each) => each.importKind === 'type'));
      if (!from.startsWith('.')) {
        const allowed = [
          ...purePackages,
          ...(/(^|\/)(settings[^/]*|form|explain-issue)\.ts$|(^|\/)conditions\//.test(file) ? settingsPackages : []),
          ...(layers[row].packages ?? []),
        ];
        if (isPure(file) && !allowed.some((name) => from === name || from.startsWith(`${name}/`)))
          context.report({ node, message: `${file} is pure: it imports ${allowed.join(', ')} only.` });
        return;
      }
      const target = posix.join(posix.dirname(file), from);
      const other = rowOf(target);
      if (isPure(file) && !isPure(target)) context.report({ node, message: `${file} is pure, and ${target} is not.` });
      if (other === undefined || other === row) return;
      const { mayImport, typesOf = [] } = layers[row];
      if (!mayImport.includes(other) && !(typeOnly && typesOf.includes(other)))
        context.report({ node, message: `${row} does not depend on ${other} (test/layers.json).` });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

/** What would make a rule or a story give another answer on another day. */
const pure = {
  files: [
    'values/**/*.ts',
    'conditions/**/*.ts',
    'modules/*/conditions/**/*.ts',
    'rehearsal/**/*.ts',
    '**/rules*.ts',
    '**/rules/**/*.ts',
    '**/wording*.ts',
    'workflows/**/*.ts',
  ],
  ignores: tests,
  rules: {
    'no-restricted-syntax': [
      'error',
      { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take `now` as an argument.' },
      {
        selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
        message: 'Take `now` as an argument.',
      },
      {
        selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
        message: 'Take the number as an argument.',
      },
    ],
    'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch', 'crypto'],
  },
};

/** Entry points call use cases: the SQL and the Prisma models are those of the module that owns the table. */
const queryMethods =
  'findUnique|findUniqueOrThrow|findFirst|findFirstOrThrow|findMany|createMany|createManyAndReturn|updateMany|upsert|deleteMany|aggregate|groupBy';
const noQueries = {
  files: ['cli/**/*.ts', 'api/**/*.ts', 'embedding/**/*.ts'],
  ignores: tests,
  rules: {
    'no-restricted-syntax': [
      'error',
      ...[
        'MemberExpression[property.name=/^\\$(queryRaw|executeRaw|transaction)/]',
        `MemberExpression[property.name=/^(${queryMethods})$/]`,
        'MemberExpression[object.name=/^(database|db|tx)$/][property.name!=/^\\$(dis)?connect$/]',
        "MemberExpression[object.type='MemberExpression'][object.property.name=/^(database|db|tx)$/][property.name!=/^\\$(dis)?connect$/]",
        "VariableDeclarator[init.name=/^(database|db|tx)$/][id.type='ObjectPattern']",
        "ImportSpecifier[imported.name='inTransaction']",
      ].map((selector) => ({
        selector,
        message: 'An entry point holds no query: call a use case of the module that owns the table.',
      })),
    ],
  },
};

/** SQL's answers become types at one door, which checks them (platform/rows.ts). */
const rowsDoor = {
  files: ['**/*.ts'],
  ignores: [...tests, 'test/**', 'bench/**', 'cli/**', 'api/**', ...pure.files],
  rules: {
    'no-restricted-syntax': [
      'error',
      ...[
        // A query that is only named is of unknown rows: the door is where they get a type.
        ':not(CallExpression[callee.name=/^read(Rows|Row|OnlyRow)$/], VariableDeclarator) > TaggedTemplateExpression[tag.property.name="$queryRaw"]',
        'TaggedTemplateExpression[tag.property.name="$queryRaw"] > TSTypeParameterInstantiation',
      ].map((selector) => ({
        selector,
        message: 'Read the rows by readRows, readRow or readOnlyRow of platform/rows.ts.',
      })),
    ],
  },
};

export default defineConfig(
  {
    ignores: ['dist/', 'prisma/generated/', 'client/generated/', 'coverage/', '.perennial/', 'data/', 'bench/results/'],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    ignores: tests,
    plugins: { layers: { rules: { direction } } },
    rules: { 'layers/direction': 'error' },
  },
  pure,
  noQueries,
  rowsDoor,
  {
    files: [...tests, 'test/support/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'no-console': 'off',
      // A wrong `any` (a JSON column, a raw row) shows in the expectation.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['cli/**/*.ts', 'demo/**/*.ts', 'scripts/**/*.js', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.js'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
);
