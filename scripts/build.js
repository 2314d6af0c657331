// `npm run build`, also before `npm pack`: dist/ with the types of the package's entry, on a working tree that is up to date.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bin, node, root, setUp, step } from './setup.js';

await setUp();
const folder = mkdtempSync(join(tmpdir(), 'perennial-types-'));
try {
  const options = ['-p', 'tsconfig.types.json', '--outDir', folder];
  await step('writing the types of the entry', node, [bin('typescript/bin/tsc'), ...options]);
  copyTypes('embedding/index.d.ts', new Set());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The types of a file and of what they name: the compiler writes those of the whole product. */
function copyTypes(file, copied) {
  if (copied.has(file)) return;
  copied.add(file);
  const text = readFileSync(join(folder, file), 'utf8');
  mkdirSync(dirname(join(root, 'dist', file)), { recursive: true });
  writeFileSync(join(root, 'dist', file), text.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"));
  for (const [, named] of text.matchAll(/from '(\.[^']*)\.ts'/g)) copyTypes(join(dirname(file), `${named}.d.ts`), copied);
}
