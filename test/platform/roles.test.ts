import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealFacts } from '../../modules/invariants/seal-facts.ts';
import { verifyFacts } from '../../modules/invariants/verify-facts.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { sealLedger } from '../../modules/ledger/seal.ts';
import { verifySeal } from '../../modules/ledger/verify-seal.ts';
import { createRoles } from '../../platform/apply-grants.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { migrateDatabase } from '../../platform/migrate.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { query } from '../support/own-postgres.ts';
import { runCli } from '../support/run-cli.ts';
import { openShop } from '../support/shop.ts';
import { sealWhole } from '../support/seal-whole.ts';

const suffix = randomBytes(3).toString('hex');
const roles = { app: `app_${suffix}`, read: `read_${suffix}` };
let fresh: FreshDatabase;
let app: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  await createRoles(client);
  for (const [name, role] of Object.entries(roles)) {
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret' IN ROLE perennial_${name}`);
  }
  await client.end();
  await migrateDatabase(fresh.url);
  app = openDatabase(urlOf(roles.app), { poolSizeMax: 4 });
});
afterAll(async () => {
  await app.$disconnect();
  for (const role of Object.values(roles)) await query(fresh.url, `DROP ROLE ${role}`);
});

function urlOf(role: string): string {
  const url = new URL(fresh.url);
  url.username = role;
  url.password = 'secret';
  return url.href;
}

const facts = [
  ...['event', 'step', 'audit_event', 'campaign_version', 'review_case'],
  ...['txn', 'posting', 'lot_move', 'coupon', 'coupon_move', 'seal', 'fact_seal', 'verification'].map(
    (name) => `ledger.${name}`,
  ),
];

const columnOf: Readonly<Record<string, string>> = {
  'ledger.lot_move': 'lot_id',
  'ledger.seal': 'hash',
  'ledger.fact_seal': 'hash',
  'ledger.verification': 'faults',
};

describe('The role of the processes', () => {
  it('takes events, posts points, seals and proves them', async () => {
    const { send, order, back, event, balance } = await openShop(app);
    await send(
      event('member.joined', { email: 'anna@example.com' }),
      order('1', 5_000),
      back({ orderId: '1', amountMinor: 1_000 }),
    );
    expect(await balance()).toMatchObject({ available: 40 });
    expect(await sealWhole(() => sealLedger(app))).toEqual({ sealed: 2 });
    await sealWhole(() => sealFacts(app));
    expect(await verifySeal(app)).toMatchObject({ ok: true, unsealed: 0 });
    expect(await verifyFacts(app)).toMatchObject({ ok: true, unsealed: 0 });
    expect(await verifyInvariants(app)).toEqual([]);
  });

  it.each([
    ['programme', 'apply', 'playbooks/reference/programme.yaml'],
    ['campaign', 'launch', 'playbooks/onboarding-gift', '--programme', 'perennial'],
    ['campaign', 'list', '--programme', 'perennial'],
    ['ledger', 'verify', '--seal'],
  ])('does what `perennial %s %s` asks', async (...words) => {
    const code = await fresh.database.programme.findFirst({ where: { code: { not: { startsWith: 'shop-' } } } });
    const named = words.map((word) => (word === 'perennial' ? (code?.code ?? '') : word));
    expect(await runCli(urlOf(roles.app), named)).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('denied') as string,
    });
  });

  it.each([...facts, 'adjustment'])('can not change, remove or empty %s', async (table) => {
    const column = columnOf[table] ?? 'programme_id';
    for (const sql of [
      `UPDATE ${table} SET ${column} = ${column}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table} CASCADE`,
    ]) {
      await expect(query(urlOf(roles.app), sql)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it.each(facts)('and not even the owner does with %s by mistake', async (table) => {
    await expect(query(fresh.url, `TRUNCATE ${table} CASCADE`)).rejects.toMatchObject({ code: '0A000' });
  });

  it('decides a case and uses a coupon up, and changes nothing else of them', async () => {
    await expect(query(urlOf(roles.app), `UPDATE review_case SET reasons = '{}'`)).rejects.toMatchObject({
      code: '42501',
    });
    await expect(query(urlOf(roles.app), 'UPDATE ledger.coupon SET expires_at = now()')).rejects.toMatchObject({
      code: '42501',
    });
    await query(urlOf(roles.app), `UPDATE review_case SET status = 'approved' WHERE false`);
  });

  it('makes no tables, and leaves what is applied to the owner', async () => {
    await expect(query(urlOf(roles.app), 'CREATE TABLE mine (id int)')).rejects.toMatchObject({ code: '42501' });
    await expect(query(urlOf(roles.app), 'DELETE FROM sql_function')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('The role that looks', () => {
  it('reads everything and writes nothing', async () => {
    expect((await query(urlOf(roles.read), 'SELECT count(*)::int AS n FROM ledger.txn')).rows).toEqual([{ n: 2 }]);
    await expect(query(urlOf(roles.read), 'UPDATE member SET tier = tier')).rejects.toMatchObject({ code: '42501' });
    expect(await runCli(urlOf(roles.read), ['ledger', 'verify'])).toMatchObject({ code: 0 });
  });

  it('but what webhooks are signed with', async () => {
    await expect(query(urlOf(roles.read), 'SELECT secret FROM webhook_secret')).rejects.toMatchObject({
      code: '42501',
    });
  });
});

describe('What shops sign with', () => {
  it('is for whoever checks it, not for the role that looks', async () => {
    await expect(query(urlOf(roles.read), 'SELECT sealed FROM connection_secret')).rejects.toMatchObject({
      code: '42501',
    });
    expect((await query(urlOf(roles.read), 'SELECT count(*)::int AS n FROM connection')).rows).toEqual([{ n: 0 }]);
    expect((await query(urlOf(roles.app), 'SELECT count(*)::int AS n FROM connection_secret')).rows).toEqual([
      { n: 0 },
    ]);
  });
});

describe('What somebody changes behind the back of all roles', () => {
  const behind = async (...statements: string[]) => {
    await query(fresh.url, ['BEGIN; SET LOCAL session_replication_role = replica', ...statements, 'COMMIT'].join(';'));
    return verifyFacts(app);
  };

  it('shows: the terms of a coupon, a version of a campaign, a step, the audit trail', async () => {
    const { id: programmeId } = await fresh.database.programme.findFirstOrThrow();
    const { id: member } = await fresh.database.member.findFirstOrThrow();
    await query(
      fresh.url,
      `INSERT INTO ledger.coupon (programme_id, member_id, code, name, benefit, issued_at, expires_at)
       VALUES (${programmeId}, ${member}, 'TENT-ENTE-NTEN', 'ten', '{}', now(), now() + interval '30 days');
       INSERT INTO step (programme_id, key, enrolment_id, member_id, name, kind, outcome, story_at, performed_at)
       VALUES (${programmeId}, 'k', 1, ${member}, 'gift', 'gift', '{"points":100}', now(), now())`.replace(
        'INSERT INTO step',
        'SET session_replication_role = replica; INSERT INTO step',
      ),
    );
    await sealWhole(() => sealFacts(app));
    expect(await verifyFacts(app)).toMatchObject({ ok: true, unsealed: 0 });
    const changes = {
      coupon: [
        "UPDATE ledger.coupon SET expires_at = expires_at + interval '1 year'",
        "UPDATE ledger.coupon SET expires_at = expires_at - interval '1 year'",
      ],
      step: [`UPDATE step SET outcome = '{"points":999}'`, `UPDATE step SET outcome = '{"points":100}'`],
      'campaign-version': [
        'UPDATE campaign_version SET hold_out = hold_out + 0.5',
        'UPDATE campaign_version SET hold_out = hold_out - 0.5',
      ],
      audit: [`UPDATE audit_event SET actor = actor || '!'`, `UPDATE audit_event SET actor = left(actor, -1)`],
    };
    for (const [kind, [change = '', undo = '']] of Object.entries(changes)) {
      expect(await behind(change)).toMatchObject({ ok: false, firstAltered: { kind, what: 'altered' } });
      expect(await behind(undo)).toMatchObject({ ok: true });
    }
  });

  it('shows when every block was removed, of the journal and of the facts', async () => {
    expect(await behind('DELETE FROM ledger.fact_seal')).toMatchObject({
      ok: false,
      firstAltered: { kind: null, what: 'seal missing' },
    });
    await behind('DELETE FROM ledger.seal');
    expect(await verifySeal(app)).toMatchObject({ ok: false, firstAltered: { what: 'seal missing' } });
    const { code, stdout } = await runCli(urlOf(roles.app), ['ledger', 'verify']);
    expect(code).toBe(1);
    expect(stdout).toContain('blocks were sealed, and some are gone: they were removed');
  });
});
