import { beforeAll, describe, expect, it, vi } from 'vitest';
import { issueCoupons } from '../../modules/coupons/issue.ts';
import type { Database } from '../../platform/database.ts';
import { readProgrammeFile } from '../../modules/programme/file.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { openReviewCases } from '../../modules/reviews/decide.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';

// A test runs several processes one after the other; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 90_000 });

let url: string;
let database: Database;
let codes: string[];
let caseIds: string[];

beforeAll(async () => {
  ({ url, database } = await freshDatabase());
  const { id: programmeId } = await saveProgramme(
    database,
    await readProgrammeFile('playbooks/reference/programme.yaml'),
  );
  const at = new Date();
  const joined = { id: 'j1', type: 'member.joined', memberId: 'A-1', occurredAt: at, data: { email: 'a@example.com' } };
  await ingestEvents({ database, clock: { now: () => at } }, programmeId, [joined]);
  const { id: memberId } = await database.member.findFirstOrThrow();
  const fiveOff = {
    name: '5 off',
    benefit: { kind: 'amountOff', amountMinor: 500 } as const,
    minOrderMinor: 2_000,
    validDays: 7,
  };
  const common = { memberId: String(memberId), at, actor: 'test', reason: 'Sorry for the delay' };
  const issued = await issueCoupons(
    database,
    { programmeId, zone: 'Europe/London' },
    ['a', 'b'].map((key) => ({ ...common, key, offer: fiveOff })),
  );
  codes = issued.map((coupon) => (coupon.ok ? coupon.code : expect.unreachable()));
  caseIds = await openReviewCases(
    database,
    programmeId,
    ['r1', 'r2'].map((key) => ({
      ...{ key, subject: 'onboarding-gift', memberId: String(memberId), enrolmentId: '1', at },
      ...{ reasons: ['the same device as member 7, who has had it'], facts: { giftPoints: 100 } },
    })),
  );
});

describe('perennial coupon', () => {
  it('lists coupons, redeems one in any spelling, and tells its history', async () => {
    const code = codes[0] ?? '';
    const { stdout } = await runCli(url, ['coupon', 'list']);
    expect(stdout).toMatch(new RegExp(`${code} +A-1 +5 off +GBP 5.00 off +issued`));
    const typed = code.toLowerCase().replaceAll('-', '');
    const redeem = ['coupon', 'redeem', typed, '--order', 'T-1', '--amount', '20.00'];
    expect(await runJson(url, redeem)).toMatchObject({ status: 'redeemed', orderId: 'T-1' });
    expect(await runJson(url, redeem)).toMatchObject({ status: 'redeemed', orderId: 'T-1' });
    expect(await runCli(url, [...redeem.slice(0, 3), '--order', 'T-2', '--amount', '20.00'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('used on order "T-1" (COUPON_USED)'),
    });
    const otherAmount = await runCli(url, [...redeem.slice(0, 3), '--order', 'T-1', '--amount', '25.00', '--json']);
    expect({ code: otherAmount.code, ...(JSON.parse(otherAmount.stderr) as object) }).toMatchObject({
      code: 5,
      error: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'code', retry: false },
    });
    const returned = await runCli(url, ['coupon', 'return', code, '--reason', 'order cancelled']);
    expect(returned.stdout).toMatch(/redeem +order T-1[^]*refund +order T-1 +order cancelled/);
    expect(await runCli(url, ['coupon', 'cancel', code, '--reason', 'a mistake'])).toMatchObject({ code: 0 });
    expect(await runJson(url, ['coupon', 'list', '--status', 'cancelled'])).toMatchObject({ data: [{ code }] });
  });

  it('says what is wrong with a code or an amount', async () => {
    expect(await runCli(url, ['coupon', 'show', 'nonsense'])).toMatchObject({ code: 3 });
    const [, code = ''] = codes;
    expect(await runCli(url, ['coupon', 'redeem', code, '--order', 'T-3', '--amount', 'much'])).toMatchObject({
      code: 2,
    });
    const refused = await runCli(url, ['coupon', 'redeem', code, '--order', 'T-3', '--amount', '19.99']);
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('COUPON_BELOW_MINIMUM') });
  });

  it('are shown with their member', async () => {
    const { stdout } = await runCli(url, ['member', 'show', 'A-1']);
    expect(stdout).toMatch(new RegExp(`Coupons\\n[^]*${codes[1]} +5 off +can be used`));
    expect(stdout).toContain('Coupon given: 5 off');
    expect(stdout).toContain('Coupon cancelled: 5 off');
  });
});

describe('perennial review', () => {
  it('lists what waits, shows why, and decides once', async () => {
    const [first = '', second = ''] = caseIds;
    const { stdout } = await runCli(url, ['review', 'list', '--subject', 'onboarding-gift']);
    expect(stdout).toContain('the same device as member 7');
    const approved = await runJson(url, ['review', 'approve', first, '--note', 'two people']);
    expect(approved).toMatchObject({ status: 'approved', note: 'two people', member: 'A-1' });
    expect(await runCli(url, ['review', 'reject', first])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('approved before'),
    });
    expect((await runCli(url, ['review', 'reject', second])).stdout).toContain('rejected');
    expect(await runJson(url, ['review', 'list'])).toEqual({ data: [] });
    expect(await runJson(url, ['review', 'list', '--status', 'all'])).toMatchObject({ data: [{}, {}] });
    expect((await runCli(url, ['review', 'show', first])).stdout).toContain('two people');
    expect(await runCli(url, ['review', 'show', '999'])).toMatchObject({ code: 3 });
  });
});
