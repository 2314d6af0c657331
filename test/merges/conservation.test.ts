import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { mergeMembers } from '../../modules/merges/merge.ts';
import { undoMerge } from '../../modules/merges/undo.ts';
import { hold, release, spend } from '../../modules/ledger/redeem.ts';
import { expireDue } from '../../modules/ledger/sweep.ts';
import type { Database } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { transact } from '../../platform/transact.ts';
import { freshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';
import { testClock } from '../support/test-clock.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 10 }));
});

const people = ['anna', 'berta', 'cleo'] as const;
const who = fc.constantFrom(...people);
const amounts = fc.integer({ min: 500, max: 30_000 });
/** What happens to three accounts; `with` others at the same moment. */
const act = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('order' as const), who, amount: amounts }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('return' as const), who, back: fc.nat(9), part: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('spend' as const), who, points: fc.integer({ min: 1, max: 120 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('hold' as const), who, points: fc.integer({ min: 1, max: 120 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), back: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('merge' as const), who, into: who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), back: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire' as const) }) },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;
/** Acts one after the other, some of them at once. */
const story = fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 12 });

async function play(steps: readonly (readonly Act[])[], clawbackPolicy: 'DEBT' | 'CLAMP') {
  const clock = testClock('2026-05-20T12:00:00Z');
  const shop = await openShop(database);
  const { programmeId } = shop;
  await database.programme.update({ where: { id: programmeId }, data: { clawbackPolicy } });
  await shop.send(
    ...people.map((memberId) => shop.event('member.joined', {}, { memberId, occurredAt: '2026-05-01T09:00:00Z' })),
  );
  const [orders, holds, merges] = [[] as string[], [] as string[], [] as string[]];
  let keys = 0;
  const ids = new Map(await Promise.all(people.map(async (name) => [name, (await shop.member(name)).id] as const)));
  const request = (name: (typeof people)[number]) => {
    const memberId = ids.get(name) ?? 0n;
    return {
      programmeId,
      memberId,
      key: `k${++keys}`,
      at: clock.now(),
      source: { type: 'test', id: '1' },
      actor: 'test',
    };
  };
  const orderOf = (back: number) => orders.at(-1 - (back % Math.max(1, orders.length))) ?? 'none';
  const one = async (step: Act): Promise<void> => {
    if (step.kind === 'order') {
      orders.push(`o${++keys}`);
      await shop.send(shop.order(orders.at(-1) ?? '', step.amount, { memberId: step.who }));
    } else if (step.kind === 'return') {
      const part = step.part ? { amountMinor: 300 } : {};
      await shop.send(shop.back({ orderId: orderOf(step.back), ...part }, { memberId: step.who }));
    } else if (step.kind === 'spend') {
      const wanted = { ...request(step.who), points: step.points };
      await transact(database, (tx) => spend(tx, [wanted]));
    } else if (step.kind === 'hold') {
      const held = { ...request(step.who), points: step.points, expiresAt: new Date('2026-06-20T13:00:00Z') };
      holds.push(held.key);
      await transact(database, (tx) => hold(tx, [held]));
    } else if (step.kind === 'release') {
      const holdKey = holds.at(-1 - step.back);
      if (holdKey === undefined) return;
      const wanted = [
        { ...request('anna'), holdKey },
        { ...request('berta'), holdKey },
      ];
      await transact(database, (tx) => release(tx, wanted));
    } else if (step.kind === 'merge') {
      const wanted = { fromMemberId: step.who, intoMemberId: step.into, reason: 'one person', actor: 'test' };
      const { rowId } = await mergeMembers({ database, clock }, programmeId, wanted);
      if (rowId !== null) merges.push(rowId);
    } else if (step.kind === 'undo') {
      const rowId = merges.at(-1 - step.back);
      if (rowId !== undefined) await undoMerge({ database, clock }, programmeId, BigInt(rowId), { actor: 'test' });
    } else await expireDue(database, { programmeId, now: new Date('2026-05-21T00:00:00Z') });
  };
  for (const together of steps) {
    const came = await Promise.allSettled(together.map(one));
    for (const each of came)
      if (each.status === 'rejected' && !(each.reason instanceof PerennialError)) throw each.reason;
  }
  return programmeId;
}

const sums = async (programmeId: number) => {
  const [row] = await database.$queryRaw<{ has: number; moved: number; rest: number; merged: number }[]>`
    SELECT (SELECT coalesce(sum(pending + available + held - debt), 0)::int FROM ledger.member_balance WHERE programme_id = ${programmeId}::smallint) AS has,
      coalesce(sum(amount) FILTER (WHERE account = 'MOVED'), 0)::int AS moved, -coalesce(sum(amount), 0)::int AS rest,
      (SELECT count(*)::int FROM member WHERE programme_id = ${programmeId}::smallint AND status = 'MERGED') AS merged
    FROM ledger.posting WHERE programme_id = ${programmeId}::smallint AND member_id IS NULL`;
  return row;
};

describe('Points of accounts that are merged and parted', () => {
  it.each(['DEBT', 'CLAMP'] as const)(
    'are never made or lost, whatever comes in between (%s)',
    async (policy) => {
      await fc.assert(
        fc.asyncProperty(story, async (steps) => {
          const programmeId = await play(steps, policy);
          expect(await verifyInvariants(database, programmeId)).toEqual([]);
          const after = await sums(programmeId);
          expect(after?.moved).toBe(0);
          expect(after?.has).toBe(after?.rest);
          // The figures of the orders are those of whoever has them now.
          const wrong = await database.$queryRaw`
          SELECT m.external_id FROM member m WHERE m.programme_id = ${programmeId}::smallint
            AND (m.spent_minor, m.orders_count) <> (
              SELECT coalesce(sum(o.amount_minor - o.returned_minor), 0), count(*) FILTER (WHERE o.amount_minor > o.returned_minor)
              FROM sales_order o WHERE o.member_id = m.id)`;
          expect(wrong).toEqual([]);
        }),
        { numRuns: Number(process.env['MERGE_RUNS'] ?? 25) },
      );
    },
    300_000,
  );
});
