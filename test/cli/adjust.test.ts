import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { decideReview } from '../../modules/reviews/decide.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { reference } from '../support/shop.ts';

vi.setConfig({ testTimeout: 90_000 });

let url: string;
let database: Database;
let programmeId: number;
const clock = { now: () => new Date() };

beforeAll(async () => {
  ({ url, database } = await freshDatabase());
  ({ id: programmeId } = await saveProgramme(database, { ...reference, adjustments: { reviewAbove: 100 } }));
  await ingestEvents({ database, clock }, programmeId, [
    { id: 'j1', type: 'member.joined', memberId: 'A-1', occurredAt: new Date() },
  ]);
});

const adjust = (...words: string[]) => ['member', 'adjust', 'A-1', ...words];

describe('perennial member adjust', () => {
  it('gives and takes points with a reason, once by its key', async () => {
    const give = adjust('--points', '50', '--reason', 'parcel came late', '--key', 'late-1');
    const first = await runJson(url, give);
    expect(first).toMatchObject({ status: 'booked', member: 'A-1', points: 50 });
    expect(await runJson(url, give)).toEqual(first);
    const { stdout } = await runCli(url, adjust('--points', '-20', '--reason', 'booked twice'));
    expect(stdout).toContain('-20');
    expect(stdout).toContain('booked twice');
    expect(stdout).toContain('booked.');
    expect(await runJson(url, ['member', 'show', 'A-1'])).toMatchObject({ balance: { available: 30 } });
    const other = await runCli(url, adjust('--points', '51', '--reason', 'parcel came late', '--key', 'late-1'));
    expect(other).toMatchObject({ code: 5, stderr: expect.stringContaining('another adjustment') });
    expect(await runCli(url, adjust('--points', '-999'))).toMatchObject({ code: 2 });
  });

  it('above the threshold waits for another person', async () => {
    const { stdout } = await runCli(url, adjust('--points', '101', '--reason', 'a prize'));
    const [, reviewId = ''] = /perennial review approve (\d+)/.exec(stdout) ?? [];
    const own = await runCli(url, ['review', 'approve', reviewId]);
    expect(own).toMatchObject({ code: 4, stderr: expect.stringContaining('asked for these points') });
    await decideReview({ database, clock }, programmeId, {
      caseId: reviewId,
      approved: true,
      actor: 'cli:somebody-else',
    });
    const [, rowId = ''] = /Adjustment (\d+)/.exec(stdout) ?? [];
    expect((await runCli(url, ['member', 'adjustment', rowId])).stdout).toContain('booked.');
    expect(await runCli(url, ['member', 'adjustment', '999'])).toMatchObject({ code: 3 });
  });
});

describe('perennial audit list', () => {
  it('says who changed what and why, page by page', async () => {
    const { stdout } = await runCli(url, ['audit', 'list', '--limit', '1000']);
    expect(stdout).toMatch(/cli:\S+ +adjustment\.create +adjustment:\d+ +parcel came late/);
    expect(stdout).toMatch(/cli:somebody-else +review\.approved/);
    const page = await runJson(url, ['audit', 'list', '--actor', 'cli:somebody-else']);
    expect(page).toMatchObject({ data: [{ action: 'review.approved' }], nextCursor: null });
  });
});
