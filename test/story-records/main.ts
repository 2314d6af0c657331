// `npm run histories -- --stories`: records what the stories of this version ask for, for test/workflows/story-records.test.ts to hold later code to.
import { relative } from 'node:path';
import { packageRoot } from '../../platform/package-root.ts';
import { writeRecords } from './files.ts';

for (const path of await writeRecords()) process.stderr.write(`${relative(packageRoot(), path)}\n`);
