/** Works on uploads until it is killed: `upload-process.ts URL`. */
import { runUploads } from '../../modules/imports/uploads/run.ts';
import { openDatabase } from '../../platform/database.ts';

const [databaseUrl = ''] = process.argv.slice(2);
const database = openDatabase(databaseUrl, { poolSizeMax: 4 });
const clock = { now: () => new Date('2026-12-08T09:00:00Z') };
while ((await runUploads({ database, databaseUrl, clock })) === 0)
  await new Promise((resolve) => setTimeout(resolve, 50));
await database.$disconnect();
