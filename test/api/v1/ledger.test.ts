import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isVerificationAsked, verifyAsked } from '../../../modules/invariants/ask.ts';
import { ledgerTotals } from '../../../modules/programme/ledger-totals.ts';
import { runCli, runJson } from '../../support/run-cli.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World({}, '2026-12-08T10:00:00Z');
  await world.post('/members', { id: 'anna-1', email: 'anna@example.com' });
  await event('order.placed', { orderId: '1001', amountMinor: 40_000 });
  const held = await world.post(
    '/redemptions',
    { memberId: 'anna-1', orderId: '1002', points: 400, amountMinor: 4_000 },
    { once: 'pay-1002' },
  );
  // Half an hour before midnight in London, and in the next month for nobody else.
  world.clock.at('2026-12-08T10:10:00Z');
  await event('order.placed', { orderId: '1002', amountMinor: 3_600, redemptionId: held.body.id });
  world.clock.at('2026-12-31T23:30:00Z');
  await event('order.returned', { orderId: '1002', amountMinor: 1_800 });
  world.clock.at('2027-01-01T09:00:00Z');
  await world.post(
    '/adjustments',
    { memberId: 'anna-1', points: 25, reason: 'a lost parcel' },
    { once: 'lost-parcel' },
  );
});
afterAll(() => world.close());

let events = 0;
const event = async (type: string, data: object) => {
  const { status, body } = await world.post('/events', { id: `e-${++events}`, type, memberId: 'anna-1', data });
  expect(status, JSON.stringify(body)).toBeLessThan(300);
};

interface Row {
  readonly key: string;
  readonly issued: number;
  readonly redeemed: number;
  readonly expired: number;
  readonly clawedBack: number;
  readonly adjusted: number;
}
const total = (rows: readonly Row[]) =>
  rows.reduce((sum, row) => sum + row.issued - row.redeemed - row.expired - row.clawedBack + row.adjusted, 0);
const none = { issued: 0, redeemed: 0, expired: 0, clawedBack: 0, adjusted: 0 };

describe('GET /ledger/totals', () => {
  it('says what was issued, used and taken back, by what it came from, and what the rest is worth', async () => {
    const { status, body } = await world.get('/ledger/totals?by=source');
    expect(status).toBe(200);
    expect(body).toMatchObject({ by: 'source', outstanding: 293, liabilityMinor: 293 });
    expect(total(body.data)).toBe(293);
    const sum = (name: keyof typeof none) => (body.data as Row[]).reduce((all, row) => all + row[name], 0);
    expect(Object.keys(none).map((name) => sum(name as keyof typeof none))).toEqual([486, 200, 0, 18, 25]);
  });

  it.each(['source', 'day', 'month'])('by %s comes to what is outstanding', async (by) => {
    const { body } = await world.get(`/ledger/totals?by=${by}`);
    expect(total(body.data)).toBe(body.outstanding);
  });

  it("has the days of the programme's zone", async () => {
    const { body } = await world.get('/ledger/totals?by=day');
    expect(body.data).toEqual([
      { ...none, key: '2026-12-08', issued: 486, redeemed: 400 },
      { ...none, key: '2026-12-31', redeemed: -200, clawedBack: 18 },
      { ...none, key: '2027-01-01', adjusted: 25 },
    ]);
  });

  it('adds up a period: from an instant on, and before another one', async () => {
    const period = 'from=2026-12-31T23:30:00Z&to=2027-01-01T09:00:00Z';
    const { body } = await world.get(`/ledger/totals?by=month&${period}`);
    expect(body.data).toEqual([{ ...none, key: '2026-12', redeemed: -200, clawedBack: 18 }]);
    expect(body.outstanding).toBe(293);
    const nothing = await world.get('/ledger/totals?by=month&to=2026-01-01T00:00:00Z');
    expect(nothing.body).toMatchObject({ data: [], outstanding: 293 });
  });

  it('refuses to add up more than it can at once', async () => {
    const sumUp = ledgerTotals(world.database, world.programmeId, { by: 'day' }, { transactionsMax: 2, rowsMax: 10 });
    await expect(sumUp).rejects.toMatchObject({ code: 'PERIOD_TOO_LONG', field: 'from' });
    const rows = ledgerTotals(world.database, world.programmeId, { by: 'day' }, { transactionsMax: 100, rowsMax: 2 });
    await expect(rows).rejects.toMatchObject({ code: 'PERIOD_TOO_LONG' });
  });

  it('asks what the rows are, and knows no other kind', async () => {
    expect(await world.get('/ledger/totals')).toMatchObject({ status: 422, body: { field: 'by' } });
    expect(await world.get('/ledger/totals?by=year')).toMatchObject({ status: 422, body: { field: 'by' } });
  });

  it('is nothing of another programme', async () => {
    const key = await world.newKey({ programmeId: await world.newProgramme() });
    expect((await world.get('/ledger/totals?by=source', { key })).body).toEqual({
      ...{ by: 'source', data: [], outstanding: 0, liabilityMinor: 0 },
    });
  });

  it('is what `perennial ledger totals` says', async () => {
    const { body } = await world.get('/ledger/totals?by=day');
    const { code } = await world.database.programme.findUniqueOrThrow({ where: { id: world.programmeId } });
    const words = ['ledger', 'totals', '--by', 'day', '--programme', code];
    expect(await runJson(world.databaseUrl, words)).toEqual(body);
    const { stdout } = await runCli(world.databaseUrl, words);
    expect(stdout).toContain('2026-12-31');
    expect(stdout).toContain('293 points outstanding, worth GBP 2.93 at the checkout.');
  });
});

describe('POST /ledger/verification', () => {
  it('asks for a proof, which a worker makes: asked again meanwhile, it is still that one', async () => {
    expect(await world.get('/ledger/verification')).toMatchObject({ status: 404 });
    const asked = await world.post('/ledger/verification');
    expect(asked).toMatchObject({ status: 202, body: { status: 'running', violations: [], sealedThrough: null } });
    expect((await world.post('/ledger/verification')).body).toEqual(asked.body);
    expect((await world.get('/ledger/verification')).body).toEqual(asked.body);
    const audited = await world.database.auditEvent.findMany({ where: { action: 'ledger.verify' } });
    expect(audited).toMatchObject([{ programmeId: world.programmeId, target: 'ledger' }]);

    expect(await verifyAsked(world.database)).toBe(1);
    const { body } = await world.get('/ledger/verification');
    expect(body).toMatchObject({ status: 'holds', violations: [] });
    expect(body.sealedThrough).toMatch(/^txn_/);
    expect(body.head).toMatch(/^[0-9a-f]{64}$/);
    expect(Date.parse(body.at)).toBeGreaterThanOrEqual(Date.parse(asked.body.at));
  });

  it('asks nothing of a worker when nobody asked', async () => {
    expect(await isVerificationAsked(world.database)).toBe(false);
    expect(await verifyAsked(world.database)).toBe(0);
  });

  it('is answered for every programme that asked before it began', async () => {
    const key = await world.newKey({ programmeId: await world.newProgramme() });
    await world.post('/ledger/verification');
    await world.post('/ledger/verification', undefined, { key });
    expect(await verifyAsked(world.database)).toBe(2);
    expect((await world.get('/ledger/verification', { key })).body.status).toBe('holds');
  });

  it('says that it is broken where somebody has changed a balance behind its back', async () => {
    const moved = (points: number) =>
      world.database.$transaction([
        world.database.$executeRaw`SET LOCAL session_replication_role = replica`,
        world.database
          .$executeRaw`UPDATE ledger.member_balance SET available = available + ${points}::bigint WHERE programme_id = ${world.programmeId}::smallint`,
      ]);
    await moved(1);
    await world.post('/ledger/verification');
    await verifyAsked(world.database);
    const { body } = await world.get('/ledger/verification');
    expect(body.status).toBe('broken');
    expect(body.violations.length).toBeGreaterThan(0);
    await moved(-1);
  });
});
