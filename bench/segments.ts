import type pg from 'pg';
import { conditionSchema } from '../conditions/tree.ts';
import { loadProgramme } from '../modules/programme/rows.ts';
import type { Audience } from '../modules/segments/asking.ts';
import { audienceSql } from '../modules/segments/asking.ts';
import { readKnown } from '../modules/segments/catalogue.ts';
import { countAudience, membersMeeting } from '../modules/segments/count.ts';
import { segmentSubjects } from '../modules/segments/subjects.ts';
import type { Bench } from './bench.ts';
import { addProgramme } from './fixtures/points.ts';
import type { Finding } from './harness/finding.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';
import { median } from './harness/statistics.ts';

/** Seconds that counting a segment may take, and milliseconds to tell whether one member is in it. */
const countBelowSeconds = 2;
const lookBelowMs = 50;
const sizes = { full: 1_000_000, quick: 50_000 } as const;
/** Events of every member: two orders, and three of the shop's own. */
const eventsEach = 5;
const rounds = 5;
const looks = 200;
/** Members whose rows one transaction writes. */
const membersAPage = 25_000;
const now = new Date('2026-06-01T12:00:00Z');

/** Five questions, over attributes, tags, dates, orders and events, none of which is answered by one index. */
const who = conditionSchema(segmentSubjects).parse({
  all: [
    { spent: { atLeast: 100 }, within: 'last 365 days' },
    { lastOrder: { atLeast: '30 days ago' } },
    { event: 'checkin.done', within: 'last 90 days' },
    { not: { tag: 'staff' } },
    { reachable: 'email' },
  ],
});

/** What a count over all members costs, and a look at one of them. */
export const segmentsBench: Bench = {
  name: 'segments',
  title: 'count of a segment of five conditions, and whether one member is in it',
  run: (lab) => lab.withDatabase((on) => measure(lab, on)),
};

async function measure(lab: Lab, on: LabDatabase): Promise<Finding[]> {
  const members = lab.quick ? sizes.quick : sizes.full;
  const client = await on.connect();
  const programmeId = await addProgramme(on.database, 'segments');
  await fill(client, programmeId, members);
  const programme = await loadProgramme(on.database, programmeId);
  const audience: Audience = { programme, known: await readKnown(on.database, programme), who, now };
  const counts: number[] = [];
  let found = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const from = performance.now();
    found = (await countAudience(on.database, audience)).members;
    // The first one warms the caches.
    if (round > 0) counts.push((performance.now() - from) / 1_000);
  }
  await showPlan(lab, client, audience);
  const { rows } = await client.query<{ id: string }>('SELECT min(id)::text AS id FROM member');
  const first = BigInt(rows[0]?.id ?? 0);
  const each: number[] = [];
  for (let look = 0; look < looks; look += 1) {
    const id = first + BigInt((look * 7_919) % members);
    const from = performance.now();
    await membersMeeting(on.database, audience, [id]);
    each.push(performance.now() - from);
  }
  const size = members.toLocaleString('en');
  return [
    {
      ...{ bench: 'segments', what: `count of ${size} members, ${(members * eventsEach).toLocaleString('en')} events` },
      ...{
        measured: { value: median(counts), unit: 's' },
        limit: { below: countBelowSeconds },
        rounds: { count: counts },
      },
      note: `${found.toLocaleString('en')} are in it`,
    },
    {
      ...{ bench: 'segments', what: `a look at one of ${size} members` },
      ...{ measured: { value: median(each), unit: 'ms' }, limit: { below: lookBelowMs } },
      note: `slowest of ${looks}: ${Math.max(...each).toFixed(1)} ms`,
    },
  ];
}

/** The plan of the count, as PostgreSQL has carried it out. */
async function showPlan(lab: Lab, client: pg.Client, audience: Audience): Promise<void> {
  const { sql, values } = audienceSql(audience);
  const text = sql.split('?').reduce((all, part, place) => `${all}$${place}${part}`);
  await client.query("SET work_mem = '128MB'; SET jit = off");
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) SELECT count(*) ${text}`,
    values,
  );
  for (const row of rows) lab.say(row['QUERY PLAN']);
}

const fills: readonly string[] = [
  `INSERT INTO member (id, programme_id, external_id, joined_at, orders_count, spent_minor, tags)
   SELECT 1000000 + n, $1::smallint, 'f-' || n, timestamptz '2024-01-01', 2, 20000, CASE n % 50 WHEN 0 THEN '{staff}'::text[] ELSE '{}' END
   FROM generate_series($2::int, $3::int) n`,
  `INSERT INTO member_profile (member_id, email, name, attributes, updated_at)
   SELECT 1000000 + n, CASE n % 3 WHEN 0 THEN NULL ELSE 'f' || n || '@example.com' END, 'Member ' || n, '{}', timestamptz '2024-01-01'
   FROM generate_series($2::int, $3::int) n WHERE $1::smallint IS NOT NULL`,
  `INSERT INTO consent (programme_id, member_id, channel, granted, source, changed_at)
   SELECT $1::smallint, 1000000 + n, 'email', n % 5 > 0, 'event', timestamptz '2024-01-01' FROM generate_series($2::int, $3::int) n WHERE n % 4 > 0`,
  `INSERT INTO sales_order (programme_id, order_id, member_id, amount_minor, currency, placed_at, points, earn_key)
   SELECT $1::smallint, 'O-' || n || '-' || k, 1000000 + n, 3000 + (n * 37 + k * 101) % 9000, 'GBP',
     timestamptz '2026-06-01' - make_interval(days => 1 + (n * 13 + k * 97) % 700), 30, 'f:' || n || '-' || k
   FROM generate_series($2::int, $3::int) n, generate_series(0, 1) k`,
  `INSERT INTO event (programme_id, event_id, type, member_id, occurred_at, received_at, content_hash, data, result)
   SELECT $1::smallint, 'f-' || n || '-' || k, (ARRAY['order.placed', 'order.placed', 'checkin.done', 'share.opened', 'cart.abandoned'])[k + 1],
     1000000 + n, timestamptz '2026-06-01' - make_interval(days => 1 + (n * 31 + k * 211) % 397), timestamptz '2026-06-01', decode(repeat('00', 32), 'hex'),
     jsonb_build_object('orderId', 'O-' || n || '-' || k, 'amountMinor', 3000), '{}'
   FROM generate_series($2::int, $3::int) n, generate_series(0, ${eventsEach - 1}) k`,
];

/** A shop of two years, in set-based statements past triggers. */
async function fill(client: pg.Client, programmeId: number, members: number): Promise<void> {
  for (let from = 1; from <= members; from += membersAPage) {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    const through = Math.min(members, from + membersAPage - 1);
    for (const sql of fills) await client.query(sql, [programmeId, from, through]);
    await client.query('COMMIT');
  }
  await client.query('VACUUM (ANALYZE)');
}
