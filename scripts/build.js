// `npm run build`, also before `npm pack`: dist/ with the types of the package's entries, on a working tree that is up to date.
import { step, setUp, node, root } from './setup.js';
import { join } from 'node:path';

await setUp();
await step('writing the types of the entries', node, [join(root, 'scripts', 'entry-types.js')]);
