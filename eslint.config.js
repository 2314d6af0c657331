import { readFileSync } from 'node:fs';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What each folder may import. test/tidy.test.ts reads the same table and checks it in its own way. */
const layers = JSON.parse(readFileSync(new URL('test/layers.json', import.meta.url), 'utf8'));
const tests = ['**/*.test.ts'];

function direction([folder, { mayImport, typesOf = [], packages }]) {
  const forbidden = Object.keys(layers).filter((other) => other !== folder && !mayImport.includes(other));
  const patterns = forbidden.map((other) => ({
    regex: `^(\\.\\./)+${other}/`,
    message: `${folder}/ does not depend on ${other}/ (test/layers.json).`,
    allowTypeImports: typesOf.includes(other),
  }));
  if (packages !== undefined) patterns.push(onlyPackages(folder, packages));
  return {
    files: [`${folder}/**/*.ts`],
    ignores: tests,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

function onlyPackages(where, packages) {
  const allowed = ['\\.', ...packages.map((name) => `${name}(/|$)`)].join('|');
  return {
    regex: `^(?!${allowed})`,
    message: `${where} imports ${packages.join(', ') || 'no package'} only: same input, same output.`,
  };
}

/** The workflows proper: thin loops round what is pure. */
const boundToTemporal = [
  'workflows/*-workflow.ts',
  'workflows/message-dispatch.ts',
  'workflows/expiry-sweep.ts',
  'workflows/insistent-activities.ts',
];

/** What would make a rule or a story give another answer on another day. */
const pure = {
  files: ['domain/**/*.ts', 'workflows/**/*.ts', 'simulator/**/*.ts'],
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

export default defineConfig(
  { ignores: ['dist/', 'store/generated/', 'coverage/', '.perennial/', 'data/', 'bench/results/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
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
  ...Object.entries(layers).map(direction),
  pure,
  {
    // Stories and what carries them run in Temporal's sandbox and in the simulator alike.
    files: ['workflows/**/*.ts'],
    ignores: [...tests, ...boundToTemporal],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [onlyPackages('A story', [])] }] },
  },
  {
    files: [...tests, 'test/support/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'no-console': 'off',
      // A wrong `any` (a JSON column, a raw row) shows in the expectation.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  { files: ['cli/**/*.ts', 'scripts/**/*.js', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
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
