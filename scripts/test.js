// `npm test`: everything, or `npm test -- ledger` for the files whose path contains a word.
import { join } from 'node:path';
import { root, runNode } from './setup.js';

await runNode(join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run');
