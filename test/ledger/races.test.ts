import * as fc from 'fast-check';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import type { LedgerKind } from '../../modules/ledger/post.ts';
import type { LedgerAnswer } from '../../modules/ledger/requests.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { sweep } from '../support/ledger-commands.ts';
import type { Operation } from '../support/ledger-model.ts';
import {
  raceForKeyOfAnother,
  raceForOneBalance,
  raceForOneKey,
  raceForSpentBalance,
  raceOfEarnAndLapse,
} from '../support/ledger-races.ts';
import { day, newWorld, postAll, posted, postOne } from '../support/ledger-world.ts';

let database: Database;
let url: string;
beforeAll(async () => {
  ({ database, url } = await freshDatabase({ poolSizeMax: 24 }));
});

describe('at the same moment', () => {
  it('fifty callers spend one balance: one of them gets it', () => raceForOneBalance(database, 50));
  it('fifty callers overdraw one balance together: as many get their points as there are', async () => {
    const world = await newWorld(database);
    await posted(world, { kind: 'EARN', member: 0, key: 'e', at: day(1), points: 100 });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        postOne(world, { kind: 'SPEND', member: 0, key: `s${n}`, at: day(1), points: 30 }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
  });

  it('a member whom somebody else has is waited for, without holding up other members', async () => {
    const world = await newWorld(database, 2);
    let blockedIsDone = false;
    const blocked = await inTransaction(database, async (tx) => {
      await tx.$executeRaw`SELECT ledger.lock_members(ARRAY[${world.memberIds[0]}::bigint])`;
      const call = postOne(world, earn(0, 'blocked', 10)).then((answer) => {
        blockedIsDone = true;
        return answer;
      });
      expect(await postOne(world, earn(1, 'free', 10))).toMatchObject({ ok: true });
      expect(blockedIsDone).toBe(false);
      return { call };
    });
    expect(await blocked.call).toMatchObject({ ok: true });
  });

  it('a thousand callers earn for fifty members: each gets its own answer', async () => {
    const world = await newWorld(database, 50);
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) => postOne(world, earn(n % 50, `k${n}`, 1 + (n % 7)))),
    );
    expect(answers.map((answer) => answer.ok && answer.points)).toEqual(answers.map((_, n) => 1 + (n % 7)));
    expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
  });

  it('a spend waits for the spend before it, and sees what is left', () => raceForSpentBalance(database));
  it('twenty callers post the same request: it is posted once, and all get the one answer', () =>
    raceForOneKey(database));
  it('two members use one key: the second is refused, and the rest of its batch is posted', () =>
    raceForKeyOfAnother(database));
  it('an order comes as the sweep is about to let points lapse: the order wins', () => raceOfEarnAndLapse(database));

  it('many callers settle one hold: it is captured or released once', async () => {
    const world = await newWorld(database);
    await posted(world, { kind: 'EARN', member: 0, key: 'e', at: day(0), points: 10 });
    await posted(world, { kind: 'HOLD', member: 0, key: 'h', at: day(0), points: 10, expiresAt: day(9) });
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        postOne(world, { kind: n % 2 ? 'CAPTURE' : 'RELEASE', member: 0, key: `x${n}`, at: day(1), refKey: 'h' }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
  });

  it('every refund is made twice: half of them are refused', async () => {
    const world = await newWorld(database);
    await posted(world, { kind: 'EARN', member: 0, key: 'e', at: day(0), points: 20 });
    for (let n = 0; n < 10; n += 1)
      await posted(world, { kind: 'SPEND', member: 0, key: `s${n}`, at: day(0), points: 2 });
    const refunds = Array.from({ length: 20 }, (_, n) =>
      postOne(world, { kind: 'REFUND', member: 0, key: `r${n}`, at: day(0), refKey: `s${n % 10}`, points: 2 }),
    );
    expect((await Promise.all(refunds)).filter(({ ok }) => ok)).toHaveLength(10);
    expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
  });

  it('batches over the same members in any order, with a sweep among them, neither deadlock nor lose a point', async () => {
    const world = await newWorld(database, 4);
    await postAll(
      world,
      world.memberIds.map((_, member): Operation => earn(member, `first${member}`, 500)),
    );
    const members = fc.sample(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 2 }), { numRuns: 60, seed: 7 });
    const kinds: LedgerKind[] = ['EARN', 'SPEND', 'CLAWBACK', 'HOLD', 'ADJUST'];
    const work = members.map((order, n) =>
      postAll(
        world,
        order.map((member): Operation => request(kinds[n % kinds.length] ?? 'EARN', member, `${n}/${member}`)),
      ),
    );
    const expired = sweep(world, day(1), 2);
    const answers: LedgerAnswer[] = (await Promise.all(work)).flat();
    await expired;
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThan(100);
    expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
  });
});

describe('a transaction of several batches', () => {
  it('that locks its members first never waits in a circle', async () => {
    const world = await newWorld(database, 2);
    const both = world.memberIds.map(String);
    const inOrder = (first: number, second: number, n: number) =>
      inTransaction(database, async (tx) => {
        await tx.$executeRaw`SELECT ledger.lock_members(${both}::text[]::bigint[])`;
        await postOne(world, earn(first, `a${n}`, 1), tx);
        await postOne(world, earn(second, `b${n}`, 1), tx);
      });
    await Promise.all(Array.from({ length: 16 }, (_, n) => inOrder(n % 2, (n + 1) % 2, n)));
    expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
  });

  it('that fails leaves nothing, and its keys free', async () => {
    const world = await newWorld(database);
    const attempt = inTransaction(database, async (tx) => {
      await postOne(world, earn(0, 'e', 5), tx);
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await posted(world, earn(0, 'e', 7))).toMatchObject({ points: 7, replayed: false });
  });

  it('whose connection breaks leaves nothing either', async () => {
    const world = await newWorld(database);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    const broken = new Promise((resolve) => client.once('end', resolve));
    await client.connect();
    await client.query('BEGIN');
    const request = `(${world.programmeId}, ${world.memberIds[0]}, 'e', '2026-01-01', 5, null, null, null, null, 'test', '1', 'test', null)`;
    const answer = await client.query(`SELECT ok FROM ledger.earn_batch(ARRAY[ROW${request}::ledger.request])`);
    expect(answer.rows).toEqual([{ ok: true }]);
    const [{ pid }] = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows as [{ pid: number }];
    await database.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`;
    await broken;
    expect(await posted(world, earn(0, 'e', 5))).toMatchObject({ replayed: false, balance: { available: 5 } });
  });
});

function earn(member: number, key: string, points: number): Operation {
  return { kind: 'EARN', member, key, at: day(0), points, expiresAt: day(1) };
}

function request(kind: LedgerKind, member: number, key: string): Operation {
  const base = { kind, member, key, at: day(0), points: 7 };
  if (kind === 'CLAWBACK') return { ...base, refKey: `first${member}`, policy: 'DEBT' };
  if (kind === 'ADJUST') return { ...base, points: -3, reason: 'race' };
  return { ...base, ...(kind === 'HOLD' && { expiresAt: day(9) }) };
}
