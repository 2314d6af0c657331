import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresProxy, startPostgresProxy } from '../../fault-proof/faults/postgres-proxy.ts';
import { type Database, inTransaction, openDatabase } from '../../platform/database.ts';
import { isConnectionFault, isDataFault } from '../../platform/database-faults.ts';
import { freshDatabase } from '../support/database.ts';

let proxy: PostgresProxy;
let database: Database;
let dropped = 0;
beforeAll(async () => {
  const { url } = await freshDatabase();
  proxy = await startPostgresProxy(url, () => void (dropped += 1));
  database = openDatabase(proxy.url, { poolSizeMax: 1 });
});
afterAll(async () => {
  await database.$disconnect();
  await proxy.stop();
});

const draft = (code: string) => ({
  ...{ code, name: code, asset: 'points', currency: 'GBP', zone: 'UTC', locale: 'en', definitionHash: '' },
  definition: {},
});

it('A COMMIT whose reply is lost has happened, and costs the pool no connection', async () => {
  for (const code of ['one', 'two', 'three']) {
    proxy.dropNextReply();
    const lost = inTransaction(database, (tx) => tx.programme.create({ data: draft(code) }));
    // Not the fault of what was written: a step must not fail for it, nor an event be refused.
    await expect(lost).rejects.toSatisfy((error) => !isDataFault(error));
  }
  expect(dropped).toBe(3);
  expect(await inTransaction(database, (tx) => tx.programme.count())).toBe(3);
}, 20_000);

it('A reply can be lost of that transaction alone which has said some words', async () => {
  let told = 0;
  proxy.dropNextReply({ words: 'SELECT 42', onDropped: () => void (told += 1) });
  expect(await inTransaction(database, (tx) => tx.programme.count())).toBe(3);
  const lost = inTransaction(database, (tx) => tx.$queryRaw`SELECT 42`);
  await expect(lost).rejects.toSatisfy((error) => !isDataFault(error));
  expect([told, dropped, proxy.pending()]).toEqual([1, 3, 0]);
}, 20_000);

it('A connection that breaks in the middle of a transaction is replaced, too', async () => {
  const broken = inTransaction(database, async (tx) => {
    await tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`;
  });
  await expect(broken).rejects.toSatisfy((error) => !isDataFault(error));
  expect(await inTransaction(database, (tx) => tx.programme.count())).toBe(3);
}, 20_000);

it('Half a character is the fault of what was given, whether Prisma or PostgreSQL says so: nobody need ask again', async () => {
  const half = 'tea\ud83e';
  const json = JSON.stringify({ half });
  for (const ask of [
    () => database.programme.findFirst({ where: { code: half } }),
    () => database.$queryRaw`SELECT ${half}::text`,
    () => database.$queryRaw`SELECT ${json}::jsonb`,
  ]) {
    await expect(ask()).rejects.toSatisfy((error) => isDataFault(error) && !isConnectionFault(error));
  }
});
