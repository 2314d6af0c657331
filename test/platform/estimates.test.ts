import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { addCampaigns, fillProgramme } from '../../bench/fill/fill.ts';
import { addProgramme } from '../../bench/fixtures/points.ts';
import { countEnrolments } from '../../modules/campaigns/rows-counts.ts';
import { readCampaign } from '../../modules/campaigns/show.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { countMessages } from '../../modules/messaging/sending/list.ts';
import { readProgrammeTotals } from '../../modules/programme/rows-totals.ts';
import { sayCount } from '../../platform/bounded-count.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';

const now = new Date('2026-01-01T00:00:00Z');
/** Small enough that three thousand members are many. */
const limits = { countedMax: 100, rowsASlice: 10 };

let database: Database;
let programmeId: number;
let campaignId: number;
beforeAll(async () => {
  const fresh = await freshDatabase();
  database = fresh.database;
  programmeId = await addProgramme(database, 'filled');
  const campaigns = await addCampaigns(database, programmeId);
  campaignId = campaigns[0].campaignId;
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  await fillProgramme(client, { programmeId, members: 3_000, campaigns });
  await client.end();
});

/** Within a tenth: an estimate of ten rows of a hundred parts. */
function expectAbout(estimate: number, exact: number): void {
  expect(estimate).toBeGreaterThan(exact * 0.9);
  expect(estimate).toBeLessThan(exact * 1.1);
}

describe('What a list counts', () => {
  it('is exact where there are few, and estimated where there are many, and says which', async () => {
    const exact = await countEnrolments(database, { programmeId, campaignId });
    const estimates = await countEnrolments(database, { programmeId, campaignId }, limits);
    expect(exact.every(({ estimated }) => !estimated)).toBe(true);
    for (const { status, count, estimated } of estimates) {
      const truth = exact.find((each) => each.status === status)?.count ?? 0;
      expect(estimated).toBe(truth > limits.countedMax);
      if (estimated) expectAbout(count, truth);
      else expect(count).toBe(truth);
    }
    expect(estimates.map(({ status }) => status).sort()).toEqual(exact.map(({ status }) => status).sort());
  });

  it('is estimated of messages, too', async () => {
    const [exact, estimates] = [
      await countMessages(database, programmeId),
      await countMessages(database, programmeId, limits),
    ];
    const sent = exact.find(({ status }) => status === 'sent');
    expect(sent).toMatchObject({ estimated: false });
    const estimate = estimates.find(({ status }) => status === 'sent');
    expect(estimate).toMatchObject({ estimated: true });
    expectAbout(estimate!.count, sent!.count);
  });

  it('shows the versions, endings and steps of a very large campaign from a sample', async () => {
    const exact = await readCampaign(database, programmeId, 'everybody');
    const sampled = await readCampaign(database, programmeId, 'everybody', limits);
    expect([exact.sampled, sampled.sampled]).toEqual([false, true]);
    expectAbout(sampled.versions[0]!.enrolments, exact.versions[0]!.enrolments);
    const gifts = (steps: typeof exact.steps) =>
      steps.find(({ name, outcome }) => name === 'gift' && outcome === 'applied')!;
    expectAbout(gifts(sampled.steps).count, gifts(exact.steps).count);
    expectAbout(gifts(sampled.steps).points, gifts(exact.steps).points);
    expectAbout(sampled.endings[0]!.count, exact.endings[0]!.count);
  });

  it('tells what a very large programme comes to from a sample of its members, unless it is asked to count', async () => {
    const counted = await readProgrammeTotals(database, programmeId, now);
    const estimate = await readProgrammeTotals(database, programmeId, now, { limits });
    expect(counted).toMatchObject({ members: 3_000, orders: 12_000, estimated: false });
    expect(estimate.estimated).toBe(true);
    for (const what of ['members', 'orders', 'outstanding', 'available'] as const)
      expectAbout(estimate[what], counted[what]);
    expect(await readProgrammeTotals(database, programmeId, now, { limits, exact: true })).toEqual(counted);
  });

  it('is said to be about what it is', () => {
    expect([sayCount(694_211, true), sayCount(694_211, false)]).toEqual(['about 694,000', '694,211']);
  });

  it('is of a fill in which every point is accounted for', async () => {
    expect(await verifyInvariants(database)).toEqual([]);
  });
});
