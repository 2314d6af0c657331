// `npm run histories`: records what test/workflows holds later code to: what the stories ask for, and the histories of their
// workflows. `-- --stories` records the former alone, which needs no server.
import { join } from 'node:path';
import { root, runNode } from './setup.js';

const main = process.argv.includes('--stories')
  ? ['test', 'story-records', 'main.ts']
  : ['fault-proof', 'record-histories.ts'];
await runNode('--import', 'tsx', join(root, ...main));
