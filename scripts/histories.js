// `npm run histories`: records the histories that test/workflows/replay.test.ts replays.
import { join } from 'node:path';
import { root, runNode } from './setup.js';

await runNode('--import', 'tsx', join(root, 'fault-proof', 'record-histories.ts'));
