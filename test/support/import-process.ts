// Imports a file in a process of its own, to be killed: DATABASE_URL, file, programme id, reject file, instant of now.
import { openDatabase } from '../../platform/database.ts';
import { importOrders } from '../../modules/imports/import-orders.ts';

const [path = '', programmeId = '', rejectPath = '', now = ''] = process.argv.slice(2);
const databaseUrl = process.env.DATABASE_URL ?? '';
const database = openDatabase(databaseUrl, { poolSizeMax: 4 });
const report = await importOrders(
  { database, databaseUrl, clock: { now: () => new Date(now) } },
  { path, programmeId: Number(programmeId), rejectPath, onProgress: ({ rows }) => process.stdout.write(`${rows}\n`) },
);
process.stdout.write(JSON.stringify(report));
await database.$disconnect();
