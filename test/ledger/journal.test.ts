import { beforeAll, describe, expect, it } from 'vitest';
import { findViolations, verifyInvariants, type Violation } from '../../modules/invariants/verify.ts';
import { sealLedger } from '../../modules/ledger/seal.ts';
import { verifySeal } from '../../modules/ledger/verify-seal.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { day, type LedgerWorld, newWorld, posted, postOne } from '../support/ledger-world.ts';
import { sealWhole } from '../support/seal-whole.ts';

let database: Database;
let world: LedgerWorld;

beforeAll(async () => {
  ({ database, world } = await newJournal());
});

/** Eight transactions, the first of a database of their own. */
async function newJournal(): Promise<{ database: Database; world: LedgerWorld }> {
  const { database } = await freshDatabase();
  const world = await newWorld(database, 2);
  for (const key of ['a', 'b', 'c', 'd'])
    await posted(world, { kind: 'EARN', member: 0, key, at: day(0), points: 100 });
  await posted(world, { kind: 'HOLD', member: 0, key: 'h', at: day(0), points: 30, expiresAt: day(5) });
  await posted(world, { kind: 'CAPTURE', member: 0, key: 'k', at: day(0), refKey: 'h', points: 10 });
  await posted(world, { kind: 'SPEND', member: 0, key: 's', at: day(0), points: 250 });
  await posted(world, { kind: 'REFUND', member: 0, key: 'r', at: day(0), refKey: 's', points: 50 });
  return { database, world };
}

const idOf = async (key: string) => {
  const { id } = await database.ledgerTxn.findFirstOrThrow({ where: { idemKey: key } });
  return id;
};

/** What `check` finds behind somebody who can switch the triggers off; everything is put back afterwards. */
async function behind<T>(statements: readonly string[], check: (tx: Db) => Promise<T>): Promise<T> {
  const found: T[] = [];
  const putBack = new Error('put back');
  const attempt = inTransaction(database, async (tx) => {
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    for (const sql of statements) await tx.$executeRawUnsafe(sql);
    found.push(await check(tx));
    throw putBack;
  });
  await expect(attempt).rejects.toBe(putBack);
  return found[0] as T;
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
    const unknown = insert.replace("'ISSUANCE', 5)", "'GIFTS', 5), (1, 10, 1, 'REDEEMED', -5)");
    await expect(database.$executeRawUnsafe(unknown)).rejects.toThrow('unbalanced');
  });
});

/** A check in pages meets breaches in another order. */
const byText = (violations: readonly Violation[]) => violations.map(({ detail }) => detail).sort();

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
    [
      'a transaction is called something else',
      "UPDATE ledger.txn SET kind = 'GIFT' WHERE id = 2",
      'transactions-are-whole',
    ],
    [
      'a refund refers to an earn',
      "UPDATE ledger.txn SET ref_txn_id = 1 WHERE kind = 'REFUND'",
      'transactions-are-whole',
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
    const violations = await behind([sql], (tx) => findViolations(tx, world.programmeId));
    expect(violations.map((violation) => violation.invariant)).toContain(invariant);
    const inPages = await behind([sql], (tx) => findViolations(tx, world.programmeId, { pageSize: 1 }));
    expect(byText(inPages)).toEqual(byText(violations));
  });

  it('say nothing of other programmes when asked for one', async () => {
    const other = await newWorld(database);
    const raise = ['UPDATE ledger.member_balance SET available = available + 1 WHERE available > 0'];
    expect(await behind(raise, (tx) => findViolations(tx, other.programmeId))).toEqual([]);
    expect(await behind(raise, (tx) => findViolations(tx))).toHaveLength(3);
  });
});

describe('the seal', () => {
  beforeAll(async () => void (await sealWhole(() => sealLedger(database))));

  it.each<[string, (id: bigint) => string]>([
    ['the transaction', (id) => `UPDATE ledger.txn SET reason = 'none' WHERE id = ${id}`],
    ['its points', (id) => `UPDATE ledger.posting SET amount = amount * 2 WHERE txn_id = ${id}`],
    [
      'the lots it took from',
      (id) => `UPDATE ledger.lot_move SET remaining_delta = remaining_delta - 1 WHERE txn_id = ${id}`,
    ],
  ])('names the first transaction that was altered: %s', async (_, sql) => {
    const [s, r] = [await idOf('s'), await idOf('r')];
    expect(await behind([sql(r), sql(s)], verifySeal)).toEqual({
      ok: false,
      firstAltered: { seal: 1, what: 'altered', txnId: String(s) },
    });
  });

  it('names an earn whose lot was given another expiry, and a hold given another term', async () => {
    const [c, h] = [await idOf('c'), await idOf('h')];
    const longer = "UPDATE ledger.hold SET expires_at = 'infinity'";
    expect(await behind([longer], verifySeal)).toMatchObject({ firstAltered: { txnId: String(h) } });
    const sooner = `UPDATE ledger.lot SET expires_at = '2027-01-01' WHERE id = ${c}`;
    expect(await behind([longer, sooner], verifySeal)).toMatchObject({ firstAltered: { txnId: String(c) } });
  });

  it('names what is missing and what was slipped in', async () => {
    const [b, s] = [await idOf('b'), await idOf('s')];
    const remove = `DELETE FROM ledger.txn WHERE id = ${s}`;
    expect(await behind([remove], verifySeal)).toMatchObject({ firstAltered: { what: 'missing', txnId: String(s) } });
    const slipIn = `INSERT INTO ledger.txn SELECT ${s}, programme_id, 'forged', request_hash, kind, member_id, amount,
      effective_at, recorded_at, xid, source_type, source_id, ref_txn_id, actor, reason, result FROM ledger.txn WHERE id = ${b}`;
    expect(await behind([remove, slipIn], verifySeal)).toMatchObject({
      firstAltered: { what: 'altered', txnId: String(s) },
    });
    const leaveOut = `UPDATE ledger.seal SET count = 1, leaves = substring(leaves for 24), root = sha256(substring(leaves for 24)),
      hash = ledger.seal_hash(prev_hash, seq, first_txn, last_txn, 1, sha256(substring(leaves for 24)))`;
    expect(await behind([leaveOut], verifySeal)).toMatchObject({ firstAltered: { what: 'added', txnId: String(b) } });
  });

  it('names the block itself when the chain was rewritten', async () => {
    const rewrite = "UPDATE ledger.seal SET leaves = '\\x00'";
    const seal = (what: string) => ({ ok: false, firstAltered: { seal: 1, what, txnId: null } });
    expect(await behind([rewrite], verifySeal)).toEqual(seal('seal altered'));
    expect(await behind(['UPDATE ledger.seal SET seq = 2'], verifySeal)).toEqual(seal('seal missing'));
  });

  it('covers all that was posted, goes on where it stopped, in blocks of a thousand', async () => {
    const journal = await newJournal();
    expect(await sealWhole(() => sealLedger(journal.database))).toEqual({ sealed: 8 });
    expect(await sealLedger(journal.database)).toEqual({ sealed: 0 });
    await journal.database.$executeRaw`
      SELECT count(*) FROM ledger.earn_batch((SELECT array_agg(row(${journal.world.programmeId}::int,
        ${journal.world.memberIds[0]}::bigint, 'bulk' || n, '2026-01-01', 1, null, null, null, null, 'test', '1', 'test', null)::ledger.request)
        FROM generate_series(1, 2500) n))`;
    expect(await verifySeal(journal.database)).toMatchObject({ ok: true, seals: 1, transactions: 8, unsealed: 2_500 });
    expect(await sealWhole(() => sealLedger(journal.database))).toEqual({ sealed: 2_500 });
    expect(await verifySeal(journal.database)).toMatchObject({ ok: true, seals: 4, transactions: 2_508, unsealed: 0 });
  });

  it('leaves out nothing that was in flight: it waits for it, or seals it the next time', async () => {
    const journal = await newJournal();
    const sealed = await inTransaction(journal.database, async (tx) => {
      await postOne(journal.world, { kind: 'EARN', member: 1, key: 'slow', at: day(0), points: 1 }, tx);
      await posted(journal.world, { kind: 'EARN', member: 0, key: 'fast', at: day(0), points: 1 });
      return sealLedger(journal.database);
    });
    expect(sealed).toEqual({ sealed: 0 });
    expect(await sealWhole(() => sealLedger(journal.database))).toEqual({ sealed: 10 });
    expect(await verifySeal(journal.database)).toMatchObject({ ok: true, unsealed: 0 });
  });

  it('waits for a transaction that is younger than the last one that ended, too', async () => {
    const { world, database } = await newJournal();
    await posted(world, { kind: 'EARN', member: 0, key: 'short', at: day(0), points: 1, expiresAt: day(1) });
    await sealWhole(() => sealLedger(database));
    let commit = () => {};
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    const younger = await inTransaction(database, async (older) => {
      await older.$executeRaw`SELECT pg_current_xact_id()`;
      let hasPosted = () => {};
      const posting = new Promise<void>((resolve) => (hasPosted = resolve));
      const ended = inTransaction(database, async (tx) => {
        await postOne(world, { kind: 'EARN', member: 1, key: 'younger', at: day(0), points: 1 }, tx);
        hasPosted();
        await mayCommit;
      });
      await posting;
      // A sweep draws its numbers in no transaction below its own, which would have a number of its own, too.
      await older.$executeRaw`
        SELECT * FROM ledger.expire_due(${world.programmeId}::int, ${new Date(day(2))}::timestamptz, 0::bigint, 10::int)`;
      return { ended };
    });
    expect(await sealLedger(database)).toEqual({ sealed: 0 });
    commit();
    await younger.ended;
    expect(await sealWhole(() => sealLedger(database))).toEqual({ sealed: 2 });
    expect(await verifySeal(database)).toMatchObject({ ok: true, unsealed: 0 });
  });
});
