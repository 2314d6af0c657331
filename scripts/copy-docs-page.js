// Leaves in dist/docs-page what the page of the HTTP API loads. The package that brings these files stays a tool of the
// build: it would run a script on every machine that installs it.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.js';

const from = join(root, 'node_modules', 'swagger-ui-dist');
const to = join(root, 'dist', 'docs-page');
mkdirSync(to, { recursive: true });
for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png', 'LICENSE', 'NOTICE']) {
  copyFileSync(join(from, name), join(to, name));
}
