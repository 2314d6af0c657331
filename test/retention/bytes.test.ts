import { afterAll, beforeAll, expect, it } from 'vitest';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { publishNotifications } from '../../modules/webhooks/publish.ts';
import type { Database } from '../../platform/database.ts';
import { fiveOff, openGranting } from '../support/granting.ts';
import { openV1World, type V1World } from '../support/v1-world.ts';

/** `BYTES_MEMBERS=1000 npm test -- retention/bytes` for the figures of docs/guides/databases.md. */
const membersDefault = 25;
const members = Number(process.env.BYTES_MEMBERS ?? membersDefault);
const dayMs = 86_400_000;
const start = Date.parse('2026-01-05T09:00:00Z');

let world: V1World;
beforeAll(async () => {
  world = await openV1World({ events: ['page.viewed'] }, new Date(start).toISOString());
});
afterAll(() => world.close());

async function sizes(database: Database): Promise<Map<string, number>> {
  const rows = await database.$queryRaw<{ name: string; bytes: bigint }[]>`
    SELECT n.nspname || '.' || c.relname AS name, pg_total_relation_size(c.oid) AS bytes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'ledger') AND c.relkind = 'r'`;
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

it('stays below what a member and year is said to take', async () => {
  const { database, programmeId } = world;
  const before = await sizes(database);
  const campaign = await openGranting(world);
  const people = await campaign.enter(members);
  for (let month = 0; month < 12; month += 1) {
    const now = new Date(start + month * 30 * dayMs);
    world.clock.at(now.toISOString());
    // An order and two looks at a page a month, a step of a campaign every other month, points used once a quarter.
    const events = people.flatMap(({ member }) => [
      {
        ...{ id: `o-${month}-${member}`, type: 'order.placed', memberId: member, occurredAt: now.toISOString() },
        data: { orderId: `${month}-${member}`, amountMinor: 4_500, currency: 'GBP' },
      },
      ...[1, 2].map((look) => ({
        ...{ id: `p-${month}-${look}-${member}`, type: 'page.viewed', memberId: member, occurredAt: now.toISOString() },
        data: { page: '/spring', seconds: 40, items: [{ sku: 'A-1' }, { sku: 'A-2' }] },
      })),
    ]);
    for (let from = 0; from < events.length; from += 500) {
      const answers = await ingestEvents(world, programmeId, events.slice(from, from + 500));
      expect(answers.every(({ kind }) => kind === 'accepted')).toBe(true);
    }
    for (const person of people) {
      if (month % 2 === 0) await campaign.givePoints(person, 50);
      if (month % 2 === 1) {
        await campaign.perform(person, {
          ...{ kind: 'message', name: `news-${month}`, template: 'hello', channel: 'email', class: 'transactional' },
        });
      }
      if (month % 6 === 5) {
        await campaign.perform(person, {
          kind: 'coupon',
          name: `coupon-${month}`,
          offer: fiveOff,
          reason: 'Spring gift',
        });
      }
    }
    if (month % 3 === 2) {
      await spend(
        database,
        people.map(({ member, memberId }) => ({
          ...{ programmeId, memberId, key: `use-${month}-${member}`, at: now, points: 60, actor: 'test' },
          source: { type: 'till', id: '1' },
        })),
      );
    }
  }
  const feed = await sizes(database);
  await publishNotifications(database, () => true);
  const after = await sizes(database);
  const grown = [...after].map(
    ([name, bytes]) => [name, Math.round((bytes - (before.get(name) ?? 0)) / members)] as const,
  );
  const inTable = grown.filter(([, bytes]) => bytes > 0).sort(([, a], [, b]) => b - a);
  const ofFeed = Math.round(
    ((after.get('public.notification') ?? 0) - (feed.get('public.notification') ?? 0)) / members,
  );
  const total = inTable.reduce((sum, [, bytes]) => sum + bytes, 0);
  if (process.env.BYTES_MEMBERS !== undefined)
    process.stdout.write(`${JSON.stringify({ members, total, ofFeed, inTable })}\n`);
  // With few members, pages that are not full weigh on each of them.
  expect(total).toBeLessThan(members < 500 ? 120_000 : 80_000);
}, 600_000);
