import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDatabase } from '../../devstack/doctor/check-postgres.ts';
import type { Check } from '../../devstack/doctor/diagnose.ts';
import { findConnections } from '../../platform/connections.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { readEnv } from '../../platform/env.ts';
import { migrateDatabase } from '../../platform/migrate.ts';
import { retryWhileDown } from '../../platform/retry-while-down.ts';
import { findPgBouncer, type OwnPostgres, startOwnPostgres, startPgBouncer } from '../support/own-postgres.ts';
import { openShop } from '../support/shop.ts';

const user = 'Anna & Söhne';
const password = "p@s/s#w%rd: ?&'ü";
const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
const opened: Database[] = [];
let own: OwnPostgres;
let tls: string;

beforeAll(async () => {
  own = await startOwnPostgres();
  await own.asSuperuser(`CREATE ROLE "${user}" LOGIN PASSWORD '${password.replaceAll("'", "''")}'`);
  await own.asSuperuser(`CREATE DATABASE shop OWNER "${user}"`);
  tls = `postgresql://${login}@127.0.0.1:${own.server.port}/shop?sslmode=verify-full&sslrootcert=${own.certificate}`;
});
afterAll(async () => {
  await Promise.all(opened.map((database) => database.$disconnect()));
  await own.stop();
});

function open(url: string, poolSizeMax = 4): Database {
  const database = openDatabase(url, { poolSizeMax });
  opened.push(database);
  return database;
}

/** What the doctor says of the connection to a server. */
async function connection(url: string): Promise<Check | undefined> {
  const checks = await checkDatabase(findConnections(readEnv({ DATABASE_URL: url })));
  return checks.find(({ name }) => name === 'Connection') ?? checks[0];
}

describe('A PostgreSQL that takes encrypted connections only, for a user and a password with every kind of character', () => {
  it('is migrated, and worked with, over TLS with a certificate that is checked', async () => {
    expect((await migrateDatabase(tls)).migrations.length).toBeGreaterThan(10);
    const { send, order, event, balance } = await openShop(open(tls));
    await send(event('member.joined'), order('1001', 5_000));
    expect(await balance()).toMatchObject({ available: 50 });
    expect(await connection(tls)).toMatchObject({
      status: 'ok',
      found: expect.stringMatching(/^as Anna & Söhne \(owns the tables\), TLSv1/),
    });
  });

  it('takes sslmode=require as every tool of PostgreSQL means it: encrypted, by whatever certificate', async () => {
    const [address] = tls.split('?');
    expect(await open(`${address}?sslmode=require`).member.count()).toBe(1);
  });

  it('says what to add where sslmode is missing, and whose certificate was not accepted', async () => {
    const [address = ''] = tls.split('?');
    await expect(migrateDatabase(address)).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.stringContaining('takes encrypted connections only'),
      fix: expect.stringContaining('sslmode=verify-full'),
    });
    await expect(migrateDatabase(`${address}?sslmode=verify-full`)).rejects.toMatchObject({
      message: expect.stringContaining('The certificate of PostgreSQL'),
      fix: expect.stringContaining('sslrootcert'),
    });
    expect(await connection(address)).toMatchObject({ status: 'failed' });
  });

  it('is reached by a unix socket, too', async () => {
    const socket = `postgresql://${login}@/shop?host=${own.sockets}&port=${own.server.port}`;
    expect((await migrateDatabase(socket)).migrations).toEqual([]);
    expect(await open(socket).member.count()).toBe(1);
    expect(await connection(socket)).toMatchObject({ status: 'ok' });
  });

  it('is asked for its address anew where a character of the password was not written as it must be', () => {
    expect(() => readEnv({ DATABASE_URL: 'postgresql://anna:50%off@localhost/shop' })).toThrow(
      /DATABASE_URL: must be .*%25 for %/,
    );
  });
});

describe('A server that hands over to another one in the middle', () => {
  it('fails nothing for good: what was refused meanwhile is taken, once, when one writes again', async () => {
    const database = open(tls);
    const { send, order, event, rows } = await openShop(database);
    await send(event('member.joined'));
    const before = await rows();
    let isOver = false;
    const orders = (async () => {
      let number = 0;
      // A shop that sends again what was not answered.
      for (; !isOver || number < 10; number += 1) {
        const one = order(`f${number}`, 100);
        const [answer] = await retryWhileDown(() => send(one), 30_000);
        // One whose answer broke off is answered as taken before.
        expect(answer).toMatchObject({ kind: expect.stringMatching(/^(accepted|duplicate)$/) as string, points: 1 });
      }
      return number;
    })();
    const breakConnections =
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = $$shop$$';
    // As a demoted primary does it: connections break, and those that come next can only read.
    await own.asSuperuser('ALTER DATABASE shop SET default_transaction_read_only = on');
    await own.asSuperuser(breakConnections);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await connection(tls)).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('it takes no writes'),
    });
    await own.asSuperuser('ALTER DATABASE shop RESET default_transaction_read_only');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    isOver = true;
    const count = await orders;
    expect((await rows()).orders - before.orders).toBe(count);
  });
});

const pgBouncer = findPgBouncer();
describe.skipIf(pgBouncer === undefined)(
  'PgBouncer that gives a connection to each transaction (left out without the Debian package pgbouncer)',
  () => {
    const plain = { user: 'pooled', password: 'simple' };
    let address: string;
    beforeAll(async () => {
      await own.asSuperuser(`CREATE ROLE pooled LOGIN PASSWORD 'simple' IN ROLE "${user}"`);
      const { port } = await startPgBouncer(pgBouncer ?? '', own, plain);
      address = `postgresql://pooled:simple@127.0.0.1:${port}/shop`;
      await retryWhileDown(() => open(`${address}?pgbouncer=true`).$queryRaw`SELECT 1`, 10_000);
    });

    it('is said to need pgbouncer=true, and does with it all that many at once ask for', async () => {
      expect(await connection(address)).toMatchObject({
        status: 'failed',
        fix: expect.stringContaining('pgbouncer=true'),
      });
      const pooled = `${address}?pgbouncer=true`;
      const { send, order, event, rows } = await openShop(open(pooled, 10));
      await send(event('member.joined'));
      await Promise.all(Array.from({ length: 40 }, (_, number) => send(order(`b${number}`, 1_000))));
      expect(await rows()).toMatchObject({ orders: 40 });
      expect(await connection(pooled)).toMatchObject({
        status: 'ok',
        found: expect.stringContaining('through a pooler'),
      });
    });

    it('is gone round by what holds a connection, with DATABASE_DIRECT_URL', async () => {
      await expect(migrateDatabase(`${address}?pgbouncer=true`)).rejects.toMatchObject({
        field: 'DATABASE_DIRECT_URL',
      });
      const { directUrl } = findConnections(
        readEnv({ DATABASE_URL: `${address}?pgbouncer=true`, DATABASE_DIRECT_URL: tls }),
      );
      expect((await migrateDatabase(directUrl)).migrations).toEqual([]);
    });
  },
);
