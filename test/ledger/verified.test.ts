import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueCoupons } from '../../modules/coupons/issue.ts';
import { checkLedger, type LedgerCheck } from '../../modules/invariants/check-ledger.ts';
import { sealFacts } from '../../modules/invariants/seal-facts.ts';
import { sealLedger } from '../../modules/ledger/seal.ts';
import { findViolations, type VerifyOptions } from '../../modules/invariants/verify.ts';
import { readNotes } from '../../modules/invariants/rows-verification.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { day, type LedgerWorld, newWorld, posted } from '../support/ledger-world.ts';
import { sealWhole } from '../support/seal-whole.ts';

let database: Database;
let world: LedgerWorld;

/** What a member can go through: eight transactions of each, under keys that begin with a letter. */
async function live(letter: string, member: number): Promise<void> {
  const key = (name: string) => `${letter}-${name}`;
  for (const name of ['a', 'b', 'c', 'd'])
    await posted(world, { kind: 'EARN', member, key: key(name), at: day(0), points: 100 });
  await posted(world, { kind: 'HOLD', member, key: key('h'), at: day(0), points: 30, expiresAt: day(5) });
  await posted(world, { kind: 'CAPTURE', member, key: key('k'), at: day(0), refKey: key('h'), points: 10 });
  await posted(world, { kind: 'SPEND', member, key: key('s'), at: day(0), points: 250 });
  await posted(world, { kind: 'REFUND', member, key: key('r'), at: day(0), refKey: key('s'), points: 50 });
  await issueCoupons(database, { programmeId: world.programmeId, zone: 'UTC' }, [
    {
      ...{
        memberId: String(world.memberIds[member]),
        key: key('coupon'),
        at: new Date(day(0)),
        actor: 'test',
        reason: 'a test',
      },
      offer: { name: 'five off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 10 },
    },
  ]);
}

/** A ledger of which the life of one member was checked and sealed, and that of another came since. */
async function newLedger(): Promise<void> {
  ({ database } = await freshDatabase());
  world = await newWorld(database, 3);
  await live('old', 0);
  await sealWhole(() => sealLedger(database));
  await sealWhole(() => sealFacts(database));
  expect(await checkLedger(database)).toMatchObject({ ok: true, since: null });
  await live('new', 1);
}

/** Somebody who can switch the triggers off. */
async function behind(...statements: string[]): Promise<void> {
  await database.$transaction([
    database.$executeRaw`SET LOCAL session_replication_role = replica`,
    ...statements.map((sql) => database.$executeRawUnsafe(sql)),
  ]);
}

const txn = (key: string) => `(SELECT id FROM ledger.txn WHERE idem_key = '${key}')`;
const of = (letter: 'old' | 'new') => `member_id = ${world.memberIds[letter === 'old' ? 0 : 1]}`;
const namesOf = ({ violations }: LedgerCheck) => violations.map(({ invariant }) => invariant);

/** What is done to the life of a member, and the invariant that names it. */
const breaks: readonly [string, (letter: 'old' | 'new') => string, string][] = [
  [
    'a posting is changed',
    (l) => `UPDATE ledger.posting SET amount = amount + 1 WHERE txn_id = ${txn(`${l}-b`)} AND seq = 1`,
    'postings-balance',
  ],
  ['a transaction is removed', (l) => `DELETE FROM ledger.txn WHERE idem_key = '${l}-b'`, 'postings-balance'],
  [
    'both sides of a transaction are raised',
    (l) => `UPDATE ledger.posting SET amount = amount * 2 WHERE txn_id = ${txn(`${l}-b`)}`,
    'amounts-are-postings',
  ],
  [
    'a transaction is called something else',
    (l) => `UPDATE ledger.txn SET kind = 'GIFT' WHERE idem_key = '${l}-b'`,
    'transactions-are-whole',
  ],
  [
    'a lot is lowered',
    (l) => `UPDATE ledger.lot SET remaining = remaining - 1 WHERE id = ${txn(`${l}-d`)}`,
    'lots-are-moves',
  ],
  ['a lot is removed', (l) => `DELETE FROM ledger.lot WHERE id = ${txn(`${l}-d`)}`, 'lots-are-earned'],
  ['a lot move is removed', (l) => `DELETE FROM ledger.lot_move WHERE txn_id = ${txn(`${l}-s`)}`, 'moves-are-postings'],
  ['a hold is forgotten', (l) => `DELETE FROM ledger.hold WHERE ${of(l)}`, 'holds-are-held'],
  ['a hold was never captured', (l) => `UPDATE ledger.hold SET captured = 0 WHERE ${of(l)}`, 'holds-are-settled-once'],
  ['a hold was larger', (l) => `UPDATE ledger.hold SET amount = amount + 5 WHERE ${of(l)}`, 'terms-have-transactions'],
  [
    'a refund is not counted',
    (l) => `UPDATE ledger.reversal_cap SET reversed = 0 WHERE orig_txn_id = ${txn(`${l}-s`)}`,
    'reversals-have-caps',
  ],
  [
    'a record is dated back',
    (l) => `UPDATE ledger.txn SET recorded_at = '2001-01-01' WHERE idem_key = '${l}-c'`,
    'order-of-recording',
  ],
  [
    'an activity is forgotten',
    (l) => `UPDATE ledger.member_balance SET active_at = NULL WHERE ${of(l)}`,
    'activity-is-in-the-journal',
  ],
  [
    'a coupon is used without a move',
    (l) => `UPDATE ledger.coupon SET status = 'redeemed' WHERE ${of(l)}`,
    'coupons-are-moves',
  ],
  [
    'a coupon is given to somebody else',
    (l) => `UPDATE ledger.coupon SET member_id = member_id + 1 WHERE ${of(l)}`,
    'coupon-moves-have-owners',
  ],
];

describe('What came since the last check', () => {
  beforeAll(newLedger);

  /** The invariants that are broken, and put back: since the last check, in pages of two, and of everything. */
  async function brokenBy(sql: string): Promise<{ since: Set<string>; full: Set<string> }> {
    const checked = (await readNotes(database)).last!.checked;
    const names = async (tx: Db, options: VerifyOptions) =>
      new Set((await findViolations(tx, undefined, { pageSize: 2, ...options })).map(({ invariant }) => invariant));
    let found = { since: new Set<string>(), full: new Set<string>() };
    const putBack = new Error('put back');
    const attempt = inTransaction(database, async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
      await tx.$executeRawUnsafe(sql);
      found = { since: await names(tx, { since: checked }), full: await names(tx, {}) };
      throw putBack;
    });
    await expect(attempt).rejects.toBe(putBack);
    return found;
  }

  it.each(breaks)('is checked whole: %s', async (_, sql, invariant) => {
    const { since, full } = await brokenBy(sql('new'));
    expect([...since]).toContain(invariant);
    expect(since).toEqual(full);
  });

  it.each(breaks)(
    'is what a check looks at, and what was checked before is left to a full one: %s',
    async (_, sql, invariant) => {
      const { since, full } = await brokenBy(sql('old'));
      expect([...since]).toEqual([]);
      expect([...full]).toContain(invariant);
    },
  );
});

describe('A check goes on from where the last one found all in order', () => {
  beforeEach(newLedger);

  it('and finds nothing when all is', async () => {
    const { since, ...check } = await checkLedger(database);
    expect(since).toBeInstanceOf(Date);
    expect(check).toMatchObject({ ok: true, violations: [], standing: [], seal: { unsealed: 8 } });
    await sealWhole(() => sealLedger(database));
    await sealWhole(() => sealFacts(database));
    await live('next', 2);
    expect(await checkLedger(database)).toMatchObject({ ok: true, seal: { seals: 2, unsealed: 8 } });
    expect(await checkLedger(database, { full: true })).toMatchObject({ ok: true, since: null });
  });

  it('behind the newest block, however many there are', async () => {
    for (const batch of ['x', 'y', 'z']) {
      await database.$executeRaw`
        SELECT count(*) FROM ledger.earn_batch((SELECT array_agg(row(${world.programmeId}::int, ${world.memberIds[2]}::bigint,
          ${batch} || n, '2026-01-01', 1, null, null, null, null, 'test', '1', 'test', null)::ledger.request)
          FROM generate_series(1, 3500) n))`;
    }
    await sealWhole(() => sealLedger(database));
    expect(await checkLedger(database)).toMatchObject({ ok: true, seal: { seals: 12, newest: { seq: '12' } } });
    expect((await readNotes(database)).last!.checked.txn).toBe(10_516n);
  });

  it('and sees at once that a balance of before no longer fits the totals, or is below zero', async () => {
    await behind(`UPDATE ledger.member_balance SET available = available + 7 WHERE ${of('old')}`);
    const check = await checkLedger(database);
    expect(namesOf(check)).toEqual(['points-are-conserved']);
    expect(check.violations[0]?.detail).toContain('members have 7 points more than the other side says');
    await database.$executeRaw`ALTER TABLE ledger.member_balance DROP CONSTRAINT balance_sound`;
    await behind(`UPDATE ledger.member_balance SET available = -1, pending = available + 1 WHERE ${of('old')}`);
    expect(namesOf(await checkLedger(database))).toContain('balances-have-floors');
  });

  it('and sees a member of before who does something new with all that the member had', async () => {
    await behind(`UPDATE ledger.lot SET remaining = remaining - 1 WHERE id = ${txn('old-d')}`);
    expect(await checkLedger(database)).toMatchObject({ ok: true });
    await posted(world, { kind: 'EARN', member: 0, key: 'again', at: day(1), points: 1 });
    expect(namesOf(await checkLedger(database))).toEqual(['balances-are-lots', 'lots-are-moves']);
  });

  it('and sees when a sealed block it went by is gone or another stands in its place', async () => {
    await behind(`UPDATE ledger.fact_seal SET hash = '\\x00' WHERE kind = 'coupon'`);
    expect(await checkLedger(database)).toMatchObject({
      facts: { firstAltered: { kind: 'coupon', what: 'seal altered' } },
    });
    await behind(`UPDATE ledger.seal SET hash = '\\x00'`);
    expect(await checkLedger(database)).toMatchObject({ seal: { firstAltered: { seal: 1, what: 'seal altered' } } });
    await behind(`DELETE FROM ledger.seal`);
    expect(await checkLedger(database)).toMatchObject({ seal: { firstAltered: { seal: 1, what: 'seal missing' } } });
  });

  it('and compares rows sealed since with their seal, those of before only in full', async () => {
    await sealWhole(() => sealLedger(database));
    await behind(`UPDATE ledger.txn SET actor = 'nobody' WHERE idem_key = 'old-b'`);
    expect(await checkLedger(database)).toMatchObject({ ok: true });
    const altered = { ok: false, seal: { firstAltered: { what: 'altered' } } };
    expect(await checkLedger(database, { full: true })).toMatchObject(altered);
  });

  it('of one programme, and notes nothing of the others', async () => {
    const other = await newWorld(database);
    await behind(sqlOfBreak('a lot is lowered'));
    const ofOne = { programmeId: other.programmeId };
    expect(await checkLedger(database, ofOne)).toMatchObject({ ok: true });
    expect(await checkLedger(database, { ...ofOne, full: true })).toMatchObject({ ok: true });
    expect(await checkLedger(database)).toMatchObject({ ok: false });
  });
});

const sqlOfBreak = (name: string) => breaks.find(([each]) => each === name)![1]('new');

describe('What was found', () => {
  beforeEach(newLedger);

  it('stays found until a full check finds nothing, though it is not seen any more', async () => {
    await behind(sqlOfBreak('a lot is lowered'));
    expect(await checkLedger(database)).toMatchObject({ ok: false, standing: [] });
    await behind(sqlOfBreak('a lot is lowered').replace('- 1', '+ 1'));
    const after = await checkLedger(database);
    expect(after).toMatchObject({ ok: false, violations: [] });
    expect(after.standing.map(({ fault }) => fault)).toEqual([
      expect.objectContaining({ of: 'invariant', invariant: 'balances-are-lots' }),
      expect.objectContaining({ of: 'invariant', invariant: 'lots-are-moves' }),
    ]);
    expect(await checkLedger(database, { full: true, programmeId: world.programmeId })).toMatchObject({ ok: false });
    expect(await checkLedger(database, { full: true })).toMatchObject({ ok: true, standing: [] });
    expect(await checkLedger(database)).toMatchObject({ ok: true, standing: [] });
  });

  it('is noted once, and what is altered gets no new seal while it stands', async () => {
    await sealWhole(() => sealLedger(database));
    await behind(`UPDATE ledger.txn SET actor = 'nobody' WHERE idem_key = 'new-b'`);
    expect(await checkLedger(database)).toMatchObject({ ok: false, seal: { firstAltered: { what: 'altered' } } });
    expect(await checkLedger(database)).toMatchObject({ ok: false, standing: [] });
    expect(await database.ledgerVerification.count({ where: { NOT: { faults: { equals: [] } } } })).toBe(1);
    await behind(`UPDATE ledger.txn SET actor = 'test' WHERE idem_key = 'new-b'`);
    await live('next', 2);
    expect(await checkLedger(database, { seal: true })).toMatchObject({ ok: false, sealed: 0 });
    expect(await checkLedger(database, { full: true })).toMatchObject({ ok: true });
    expect(await checkLedger(database, { seal: true })).toMatchObject({ ok: true, sealed: 8 });
  });

  it('is not taken off the record by changing it', async () => {
    await expect(database.ledgerVerification.deleteMany()).rejects.toThrow('append-only');
  });
});
