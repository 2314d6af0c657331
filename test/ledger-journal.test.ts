import { beforeEach, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../ledger/invariants.ts';
import { sealLedger, verifySeal } from '../ledger/seal.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { freshDatabase } from './support/database.ts';
import { day, type LedgerWorld, newWorld, posted, postOne } from './support/ledger-world.ts';

let database: Database;
let world: LedgerWorld;

/** Every test tampers with the whole journal, so each has a database of its own. */
beforeEach(async () => {
  ({ database } = await freshDatabase());
  world = await newWorld(database, 2);
  for (const key of ['a', 'b', 'c', 'd'])
    await posted(world, { kind: 'EARN', member: 0, key, at: day(0), points: 100 });
  await posted(world, { kind: 'HOLD', member: 0, key: 'h', at: day(0), points: 30, expiresAt: day(5) });
  await posted(world, { kind: 'CAPTURE', member: 0, key: 'k', at: day(0), refKey: 'h', points: 10 });
  await posted(world, { kind: 'SPEND', member: 0, key: 's', at: day(0), points: 250 });
  await posted(world, { kind: 'REFUND', member: 0, key: 'r', at: day(0), refKey: 's', points: 50 });
});

const idOf = async (key: string) => {
  const { id } = await database.ledgerTxn.findFirstOrThrow({ where: { idemKey: key } });
  return id;
};

/** What a superuser can do who switches the triggers off. */
async function tamper(sql: string): Promise<void> {
  await inTransaction(database, async (tx) => {
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    await tx.$executeRawUnsafe(sql);
  });
}

describe('the journal only grows', () => {
  it.each([
    'UPDATE ledger.txn SET amount = 1',
    'DELETE FROM ledger.txn',
    'TRUNCATE ledger.txn',
    'UPDATE ledger.posting SET amount = 1',
    'DELETE FROM ledger.posting',
    'UPDATE ledger.lot_move SET remaining_delta = 1',
    'TRUNCATE ledger.lot_move',
    'DELETE FROM ledger.seal',
    'DELETE FROM ledger.lot',
    'UPDATE ledger.lot SET earned = 1000',
    "UPDATE ledger.lot SET expires_at = 'infinity'",
    'DELETE FROM ledger.hold',
    'UPDATE ledger.hold SET amount = 1',
    'DELETE FROM ledger.member_balance',
    'UPDATE ledger.reversal_cap SET cap = 1000',
  ])('%s is refused', async (sql) => {
    await expect(database.$executeRawUnsafe(sql)).rejects.toThrow('append-only');
  });

  it('and a posting without its counterpart is refused', async () => {
    const insert = `INSERT INTO ledger.posting (txn_id, seq, programme_id, account, amount) VALUES (1, 9, ${world.programmeId}, 'ISSUANCE', 5)`;
    await expect(database.$executeRawUnsafe(insert)).rejects.toThrow('unbalanced');
  });
});

describe('the invariants', () => {
  it('hold', async () => {
    expect(await verifyInvariants(database)).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'a posting is changed',
      'UPDATE ledger.posting SET amount = amount + 1 WHERE txn_id = 2 AND seq = 1',
      'postings-balance',
    ],
    ['a posting is removed', 'DELETE FROM ledger.posting WHERE txn_id = 2 AND seq = 1', 'postings-balance'],
    ['a transaction is removed', 'DELETE FROM ledger.txn WHERE id = 2', 'postings-balance'],
    [
      'a posting moves to another programme',
      'UPDATE ledger.posting SET programme_id = 99 WHERE txn_id = 2',
      'postings-balance',
    ],
    [
      'both sides of a transaction are raised',
      'UPDATE ledger.posting SET amount = amount * 2 WHERE txn_id = 2',
      'amounts-are-postings',
    ],
    ['a balance is raised', 'UPDATE ledger.member_balance SET available = available + 1', 'balances-are-postings'],
    ['a balance is forgotten', 'DELETE FROM ledger.member_balance', 'balances-are-postings'],
    [
      'a lot is raised',
      "UPDATE ledger.lot SET remaining = remaining + 1 WHERE remaining + held < earned AND state = 'ACTIVE'",
      'lots-are-moves',
    ],
    ['a lot was earned larger', 'UPDATE ledger.lot SET earned = earned + 1', 'lots-are-earned'],
    ['a lot is removed', 'DELETE FROM ledger.lot WHERE id = 1', 'lots-are-earned'],
    ["a lot is another member's", 'UPDATE ledger.lot SET member_id = member_id + 1', 'moves-are-postings'],
    ['a lot move is removed', 'DELETE FROM ledger.lot_move WHERE held_delta = 0', 'moves-are-postings'],
    ['a hold is forgotten', 'DELETE FROM ledger.hold', 'holds-are-held'],
    ['a hold was never captured', 'UPDATE ledger.hold SET captured = 0', 'holds-are-settled-once'],
    ['a refund is not counted', 'UPDATE ledger.reversal_cap SET reversed = 0', 'reversals-have-caps'],
    [
      'issued points come from nowhere',
      "UPDATE ledger.posting SET amount = amount - 5 WHERE account = 'ISSUANCE'",
      'points-are-conserved',
    ],
    ['a record is dated back', "UPDATE ledger.txn SET recorded_at = '2001-01-01' WHERE id = 3", 'order-of-recording'],
  ])('name what is wrong when %s', async (_, sql, invariant) => {
    await tamper(sql);
    const violations = await verifyInvariants(database, world.programmeId);
    expect(violations.map((violation) => violation.invariant)).toContain(invariant);
  });

  it('say nothing of other programmes when asked for one', async () => {
    const other = await newWorld(database);
    await tamper('UPDATE ledger.member_balance SET available = available + 1 WHERE available > 0');
    expect(await verifyInvariants(database, other.programmeId)).toEqual([]);
    expect(await verifyInvariants(database)).toHaveLength(2 + 1);
  });
});

describe('the seal', () => {
  it('covers all that was posted, goes on where it stopped, and verifies', async () => {
    expect(await sealLedger(database)).toEqual({ sealed: 8 });
    expect(await sealLedger(database)).toEqual({ sealed: 0 });
    await posted(world, { kind: 'EARN', member: 1, key: 'e', at: day(0), points: 1 });
    expect(await verifySeal(database)).toMatchObject({ ok: true, seals: 1, transactions: 8, unsealed: 1 });
    expect(await sealLedger(database)).toEqual({ sealed: 1 });
    expect(await verifySeal(database)).toMatchObject({ ok: true, seals: 2, transactions: 9, unsealed: 0 });
  });

  it('leaves out nothing that was in flight: it waits for it, or seals it the next time', async () => {
    const sealed = await inTransaction(database, async (tx) => {
      await postOne(world, { kind: 'EARN', member: 1, key: 'slow', at: day(0), points: 1 }, tx);
      await posted(world, { kind: 'EARN', member: 0, key: 'fast', at: day(0), points: 1 });
      return sealLedger(database);
    });
    expect(sealed).toEqual({ sealed: 0 });
    expect(await sealLedger(database)).toEqual({ sealed: 10 });
    expect(await verifySeal(database)).toMatchObject({ ok: true, unsealed: 0 });
  });

  it.each<[string, (id: bigint) => string]>([
    ['the transaction', (id) => `UPDATE ledger.txn SET reason = 'none' WHERE id = ${id}`],
    ['its points', (id) => `UPDATE ledger.posting SET amount = amount * 2 WHERE txn_id = ${id}`],
    [
      'the lots it took from',
      (id) => `UPDATE ledger.lot_move SET remaining_delta = remaining_delta - 1 WHERE txn_id = ${id}`,
    ],
  ])('names the first transaction that was altered: %s', async (_, sql) => {
    await sealLedger(database);
    const id = await idOf('s');
    await tamper(sql(id));
    await tamper(sql(await idOf('r')));
    expect(await verifySeal(database)).toEqual({
      ok: false,
      firstAltered: { seal: 1, what: 'altered', txnId: String(id) },
    });
  });

  it('names an earn whose lot was given another expiry, and a hold given another term', async () => {
    await sealLedger(database);
    await tamper("UPDATE ledger.hold SET expires_at = 'infinity'");
    expect(await verifySeal(database)).toMatchObject({ firstAltered: { txnId: String(await idOf('h')) } });
    await tamper(`UPDATE ledger.lot SET expires_at = now() WHERE id = ${await idOf('c')}`);
    expect(await verifySeal(database)).toMatchObject({ firstAltered: { txnId: String(await idOf('c')) } });
  });

  it('names what is missing and what was slipped in', async () => {
    await sealLedger(database);
    const [b, s] = [await idOf('b'), await idOf('s')];
    await tamper(`DELETE FROM ledger.txn WHERE id = ${s}`);
    expect(await verifySeal(database)).toMatchObject({ firstAltered: { what: 'missing', txnId: String(s) } });
    await tamper(`INSERT INTO ledger.txn SELECT -5, programme_id, 'forged', request_hash, kind, member_id, amount, effective_at,
      recorded_at, xid, source_type, source_id, ref_txn_id, actor, reason, result FROM ledger.txn WHERE id = ${b}`);
    await tamper('UPDATE ledger.txn SET id = 0 WHERE id = -5');
    expect(await verifySeal(database)).toMatchObject({ ok: false });
  });

  it('names the block itself when the chain was rewritten', async () => {
    await sealLedger(database);
    await posted(world, { kind: 'EARN', member: 1, key: 'e', at: day(0), points: 1 });
    await sealLedger(database);
    await tamper(`UPDATE ledger.seal SET leaves = '\\x00' WHERE seq = 2`);
    expect(await verifySeal(database)).toEqual({
      ok: false,
      firstAltered: { seal: 2, what: 'seal altered', txnId: null },
    });
    await tamper('DELETE FROM ledger.seal WHERE seq = 1');
    expect(await verifySeal(database)).toEqual({
      ok: false,
      firstAltered: { seal: 1, what: 'seal missing', txnId: null },
    });
  });

  it('is of blocks of a thousand', async () => {
    await database.$executeRaw`
      SELECT count(*) FROM ledger.earn_batch((SELECT array_agg(row(${world.programmeId}::int, ${world.memberIds[0]}::bigint, 'bulk' || n,
        '2026-01-01', 1, null, null, null, null, 'test', '1', 'test', null)::ledger.request) FROM generate_series(1, 2500) n))`;
    expect(await sealLedger(database)).toEqual({ sealed: 2_508 });
    expect(await verifySeal(database)).toMatchObject({ ok: true, seals: 3, transactions: 2_508 });
  });
});
