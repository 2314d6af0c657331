import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database.ts';
import { useIdentityKeys } from '../../platform/identity-keys.ts';
import { runCli } from '../support/run-cli.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = fresh.database;
});
const testKey = 'a key that only the tests have';
afterEach(() => useIdentityKeys([testKey]));

describe('Who has two accounts is known by keyed hashes', () => {
  it('which nobody can make who has only read the source', async () => {
    useIdentityKeys([]);
    const { send, event } = await openShop(database);
    await expect(send(event('member.joined', { email: 'anna@example.com' }))).rejects.toMatchObject({
      code: 'ENV_INVALID',
      field: 'IDENTITY_KEY',
    });
    expect(await database.memberIdentity.count()).toBe(0);
  });

  it('and is still known after the key was changed, as long as the old one is accepted', async () => {
    const { send, event, programmeId } = await openShop(database);
    useIdentityKeys(['the old key']);
    await send(event('member.joined', { email: 'anna@example.com' }));
    useIdentityKeys(['the new key', 'the old key']);
    await send(event('member.joined', { email: 'Anna@example.com' }, { memberId: 'anna2' }));
    useIdentityKeys(['the new key']);
    await send(event('member.joined', { email: 'anna@EXAMPLE.com' }, { memberId: 'anna3' }));

    const groups = await database.memberIdentity.groupBy({ by: ['hash'], where: { programmeId }, _count: true });
    // Under the old key the first two are one person, under the new one the last two.
    expect(groups.map(({ _count }) => _count)).toEqual([2, 2]);
  });
});

describe('A process outside of the embedded stack', () => {
  const settings = { PUBLIC_URL: 'https://loyalty.example.com', UNSUBSCRIBE_SECRET: 'sixteen characters at least' };

  it.each(['worker', 'api'])('%s does not start without a key of its own', async (name) => {
    expect(await runCli(fresh.url, [name], { ...settings, IDENTITY_KEY: '' })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^IDENTITY_KEY is not set.*\nFix: Set it to a random text/),
    });
  });

  it.each(['worker', 'api'])('%s does not start with the secret of an example where members reach it', async (name) => {
    const env = { ...settings, UNSUBSCRIBE_SECRET: 'change-me-outside-of-this-machine' };
    expect(await runCli(fresh.url, [name], env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('UNSUBSCRIBE_SECRET is the text of an example'),
    });
  });
});
