import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { earn } from '../../modules/ledger/earn.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { verifySeal } from '../../modules/ledger/verify-seal.ts';
import type { Database } from '../../platform/database.ts';
import { migrateDatabase } from '../../platform/migrate.ts';
import { readSchemaState } from '../../platform/schema-state.ts';
import { emptyDatabase, freshDatabase } from '../support/database.ts';
import { schemaOf } from '../support/schema-of.ts';

const folder = 'test/upgrades';
/** What was in each dump when it was made. */
const shops: Readonly<Record<string, object>> = {
  '0.1.0.sql': {
    members: 8,
    lots: { ACTIVE: 25, CLOSED: 2, PENDING: 1 },
    coupons: { expired: 1, issued: 1, redeemed: 1 },
    activeEnrolments: 5,
    messages: 14,
  },
};
/** The day on which the members of the dumps have been left alone. */
const now = new Date('2026-03-23T10:00:00Z');

it('is tried from every dump there is', () => {
  expect(readdirSync(folder).filter((name) => name.endsWith('.sql'))).toEqual(Object.keys(shops));
});

describe.each(Object.entries(shops))('a shop as in %s', (name, figures) => {
  let url: string;
  let database: Database;
  let before: Awaited<ReturnType<typeof figuresOf>>;
  beforeAll(async () => {
    ({ url, database } = await emptyDatabase());
    await load(url, readFileSync(join(folder, name), 'utf8'));
    before = await figuresOf(database);
  });

  it('lacks what this version brings', async () => {
    const { pending, outdated } = await readSchemaState(url);
    expect(pending).not.toEqual([]);
    expect(outdated).not.toEqual([]);
  });

  it('has the schema and functions of a new database when it has been migrated', async () => {
    await migrateDatabase(url);
    expect(await readSchemaState(url)).toMatchObject({ pending: [], outdated: [], later: null });
    const fresh = await freshDatabase();
    expect(await schemaOf(database)).toEqual(await schemaOf(fresh.database));
  });

  it('knows of each enrolment which cohort names it, or that it waits for one', async () => {
    const [row] = await database.$queryRaw<{ carried: bigint; named: bigint; waiting: bigint; queued: bigint }[]>`
      SELECT count(*) FILTER (WHERE en.cohort_id IS NOT NULL) AS carried,
        count(*) FILTER (WHERE en.id = ANY (c.enrolment_ids)) AS named,
        count(*) FILTER (WHERE en.cohort_id IS NULL AND en.status = 'active') AS waiting, count(q.enrolment_id) AS queued
      FROM enrolment en LEFT JOIN cohort c ON c.id = en.cohort_id
      LEFT JOIN enrolment_queue q ON q.enrolment_id = en.id AND q.campaign_version_id = en.campaign_version_id`;
    expect(Number(row?.carried)).toBeGreaterThan(0);
    expect(row?.named).toBe(row?.carried);
    expect(row?.queued).toBe(row?.waiting);
  });

  it('has kept everything, to the point', async () => {
    expect(before).toMatchObject(figures);
    expect(await figuresOf(database)).toEqual(before);
    expect(await verifyInvariants(database)).toEqual([]);
    expect(await verifySeal(database)).toMatchObject({ ok: true });
  });

  it('lives on: members order and enter campaigns, points are earned and spent', async () => {
    const { id: programmeId } = await database.programme.findFirstOrThrow();
    const { id: memberId } = await database.member.findFirstOrThrow({ where: { externalId: 'ada' } });
    const profile = { email: 'iris@members.example', name: 'iris', consent: { email: true } };
    const events = [
      { id: 'after-1', type: 'member.joined', memberId: 'iris', data: profile },
      { id: 'after-2', type: 'order.placed', memberId: 'ada', data: { orderId: 'A-9', amountMinor: 5_000 } },
      { id: 'after-3', type: 'order.returned', memberId: 'ben', data: { orderId: 'B-1', amountMinor: 7_000 } },
    ].map((event) => ({ ...event, occurredAt: now.toISOString() }));
    const answers = await ingestEvents({ database, clock: { now: () => now } }, programmeId, events);
    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted']);

    const request = { programmeId, memberId, at: now, source: { type: 'till', id: '1' }, actor: 'till' };
    expect(await earn(database, [{ ...request, key: 'after:earn', points: 40, expiresAt: null }])).toMatchObject([
      { ok: true },
    ]);
    expect(await spend(database, [{ ...request, key: 'after:spend', points: 60 }])).toMatchObject([{ ok: true }]);

    const after = await figuresOf(database);
    expect(after.members).toBe(before.members + 1);
    expect(after.activeEnrolments).toBeGreaterThan(before.activeEnrolments);
    expect(await verifyInvariants(database)).toEqual([]);
    await expect(database.$executeRaw`DELETE FROM event WHERE event_id = 'after-1'`).rejects.toThrow(
      'event rows are never changed or removed',
    );
  });
});

/** A dump of pg_dump, as psql would load it. */
async function load(url: string, dump: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(dump);
  } finally {
    await client.end();
  }
}

async function figuresOf(database: Database) {
  const count = (groups: { key: string; rows: bigint }[]) =>
    Object.fromEntries(groups.map(({ key, rows }) => [key, Number(rows)]));
  const balances = await database.$queryRaw<{ member: string; points: bigint[] }[]>`
    SELECT m.external_id AS member, ARRAY[b.pending, b.available, b.held, b.debt] AS points
    FROM ledger.member_balance b JOIN member m ON m.id = b.member_id ORDER BY m.id`;
  return {
    balances,
    members: await database.member.count(),
    activeEnrolments: await database.enrolment.count({ where: { status: 'active' } }),
    messages: await database.message.count(),
    steps: await database.step.count(),
    lots: count(await database.$queryRaw`SELECT state::text AS key, count(*) AS rows FROM ledger.lot GROUP BY 1`),
    coupons: count(await database.$queryRaw`SELECT status AS key, count(*) AS rows FROM ledger.coupon GROUP BY 1`),
  };
}
