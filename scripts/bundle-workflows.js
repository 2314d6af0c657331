// Leaves the workflows' code, bundled for Temporal's sandbox, in dist/workflow-bundle.js: a worker then starts without webpack.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOwnWorkflows } from '../dist/worker/bundle.js';
import { root } from './setup.js';

const { code } = await bundleOwnWorkflows();
writeFileSync(join(root, 'dist', 'workflow-bundle.js'), code);
// The bundler's threads would keep this process for a while.
process.exit(0);
