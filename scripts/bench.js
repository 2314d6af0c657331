// `npm run bench`: figures of this machine, each beside its limit in the same run.
import { join } from 'node:path';
import { root, runNode } from './setup.js';

await runNode('--import', 'tsx', join(root, 'bench', 'main.ts'));
