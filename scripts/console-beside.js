// `npm run console:beside -- FOLDER`: lays the drawing of each page, such as FOLDER/overview.html, beside the page of a filled shop, at 1440
// and 390 pixels. The pictures are .perennial/shots/beside-*.png.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root, runNode } from './setup.js';

const [folder] = process.argv.splice(2, 1);
if (folder === undefined || !existsSync(folder)) {
  console.error('Say where the drawings are: npm run console:beside -- FOLDER.');
  process.exit(2);
}
process.env.CONSOLE_DRAWINGS = resolve(folder);
process.argv.push('test/console/beside');
await runNode(join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run');
