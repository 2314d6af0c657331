// `npm run docs:errors`: writes docs/reference/errors.md from the registry of error codes.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root, setUp } from './setup.js';

await setUp();
const { errorReference } = await import('../dist/platform/errors/reference.js');

const path = join(root, 'docs', 'reference', 'errors.md');
writeFileSync(path, await format(errorReference(), { ...(await resolveConfig(path)), filepath: path }));
console.error(`Wrote ${path}.`);
