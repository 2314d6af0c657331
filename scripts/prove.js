// `npm run prove`: nothing is lost and nothing doubled, whatever breaks.
import { join } from 'node:path';
import { root, runNode } from './setup.js';

await runNode('--import', 'tsx', join(root, 'fault-proof', 'main.ts'));
