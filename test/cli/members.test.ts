import { beforeAll, describe, expect, it, vi } from 'vitest';
import { earn } from '../../modules/ledger/earn.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import type { Database } from '../../platform/database.ts';
import { readProgrammeFile } from '../../modules/programme/file.ts';
import { type EventInput, ingestEvents } from '../../modules/intake/ingest.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';

// A test runs several processes one after the other; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 90_000 });

let url: string;
let database: Database;
let programmeId: number;
let memberId: bigint;

const lastYear = new Date().getUTCFullYear() - 1;
/** A time on a day of last November, far from every clock change. */
const on = (day: number, time = '12:00') => `${lastYear}-11-${String(day).padStart(2, '0')}T${time}:00Z`;

beforeAll(async () => {
  ({ url, database } = await freshDatabase());
  // Two years: a year after last November is past in November, and then the points are shown to nobody.
  const programme = await readProgrammeFile('playbooks/reference/programme.yaml');
  ({ id: programmeId } = await saveProgramme(database, { ...programme, expiry: { kind: 'rolling', months: 24 } }));
  const events: EventInput[] = [
    {
      id: 'j1',
      type: 'member.joined',
      memberId: 'A-1',
      occurredAt: on(2, '09:00'),
      data: { email: 'anna@example.com' },
    },
    {
      id: 'u1',
      type: 'member.updated',
      memberId: 'A-1',
      occurredAt: on(4, '18:30'),
      data: { name: 'Anna Keller', birthday: '1990-03-02', consent: { email: true } },
    },
    {
      id: 'o1',
      type: 'order.placed',
      memberId: 'A-1',
      occurredAt: on(5),
      data: { orderId: '1001', amountMinor: 40_000 },
    },
    {
      id: 'o2',
      type: 'order.placed',
      memberId: 'A-1',
      occurredAt: on(6),
      data: { orderId: '1002', amountMinor: 20_000 },
    },
    {
      id: 'o3',
      type: 'order.placed',
      memberId: 'A-1',
      occurredAt: on(8),
      data: { orderId: '1003', amountMinor: 5_000 },
    },
    { id: 'c1', type: 'checkin.done', memberId: 'A-1', occurredAt: on(9, '08:00') },
    { id: 'c2', type: 'checkin.done', memberId: 'A-1', occurredAt: on(9, '20:00') },
    { id: 'r1', type: 'order.returned', memberId: 'A-1', occurredAt: on(12), data: { amountMinor: 8_000 } },
  ];
  const answers = await ingestEvents({ database, clock: { now: () => new Date() } }, programmeId, events);
  expect(answers.map((answer) => answer.kind)).toEqual(events.map(() => 'accepted'));
  ({ id: memberId } = await database.member.findFirstOrThrow({ where: { externalId: 'A-1' } }));
  const [spent] = await spend(database, [
    {
      programmeId,
      memberId,
      key: 'spend:1',
      at: new Date(on(10)),
      points: 300,
      source: { type: 'redemption', id: 'C-77' },
      actor: 'test',
      reason: '£3 voucher',
    },
  ]);
  expect(spent?.ok).toBe(true);
}, 30_000);

describe('perennial member show', () => {
  it('tells what a member has and everything that happened, as the shop would', async () => {
    const { code, stdout, stderr } = await runCli(url, ['member', 'show', 'A-1']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n').map((line) => line.replace(/ {2,}/g, '  ').trim());
    expect(lines.slice(0, 5)).toEqual([
      'Anna Keller · member A-1',
      `Silver · joined 2 Nov ${lastYear} · 2 orders, £570.00 in all · profile complete`,
      'anna@example.com · marketing: yes · en, Europe/London',
      '',
      'Points',
    ]);
    const timeline = lines.slice(lines.indexOf('Timeline (times in Europe/London)') + 2);
    expect(timeline.filter((line) => !/^\w{3} \d+ \w{3} \d{4}$/.test(line))).toEqual([
      '09:00  Joined',
      '18:30  Completed the profile',
      'name, birthday',
      'marketing by e-mail: agreed',
      '12:00  First order 1001, £400.00  +450  450',
      'GBP 400.00 at 1 for every GBP 1.00; the part above GBP 300.00 counts x1.5',
      `the points expire on 5 Nov ${lastYear + 2}`,
      '12:00  Order 1002, £200.00  +200  650',
      'GBP 200.00 at 1 for every GBP 1.00',
      'the tier is now Silver',
      `the points expire on 6 Nov ${lastYear + 2}`,
      '12:00  Order 1003, £50.00  +60  710',
      'GBP 50.00 at 1 for every GBP 1.00; Silver x1.2',
      `the points expire on 8 Nov ${lastYear + 2}`,
      '08:00  Checked in  +5  715',
      `the points expire on 9 Nov ${lastYear + 2}`,
      '20:00  Checked in',
      'points for this were given today already',
      '12:00  300 points spent  −300  415',
      '£3 voucher',
      '12:00  Return, £80.00  −90  325',
      'put down to £50.00 of order 1003, £30.00 of order 1002',
      '',
    ]);
  });

  it('tells it in Chinese with --locale zh-CN', async () => {
    const { code, stdout, stderr } = await runCli(url, ['member', 'show', 'A-1', '--locale', 'zh-CN']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n').map((line) => line.replace(/ {2,}/g, '  ').trim());
    expect(lines.slice(0, 9)).toEqual([
      'Anna Keller · 会员 A-1',
      `Silver · ${lastYear}年11月2日加入 · 2 笔订单，共 £570.00 · 资料完整`,
      'anna@example.com · 营销：同意 · en，Europe/London',
      '',
      '积分',
      '可用 325 积分',
      '',
      '剩余  到期日  获得  获得日  来源',
      `150  ${lastYear + 2}年11月5日  450  ${lastYear}年11月5日  订单 1001`,
    ]);
    const timeline = lines.slice(lines.indexOf('时间线（时间为 Europe/London）') + 1);
    expect(timeline.filter((line) => !/^\d{4}年\d+月\d+日（周.）$/.test(line))).toEqual([
      '积分  余额',
      '09:00  加入会员',
      '18:30  完善资料',
      '姓名、生日',
      '营销邮件：同意',
      '12:00  首笔订单 1001，£400.00  +450  450',
      '£400.00，每 £1.00 得 1 积分；超过 £300.00 的部分 × 1.5',
      `积分于${lastYear + 2}年11月5日到期`,
      '12:00  订单 1002，£200.00  +200  650',
      '£200.00，每 £1.00 得 1 积分',
      '等级变为 Silver',
      `积分于${lastYear + 2}年11月6日到期`,
      '12:00  订单 1003，£50.00  +60  710',
      '£50.00，每 £1.00 得 1 积分；Silver × 1.2',
      `积分于${lastYear + 2}年11月8日到期`,
      '08:00  签到  +5  715',
      `积分于${lastYear + 2}年11月9日到期`,
      '20:00  签到',
      '今天已获得过这项积分',
      '12:00  使用 300 积分  −300  415',
      '£3 voucher',
      '12:00  退货，£80.00  −90  325',
      '计入订单 1003（£50.00）、订单 1002（£30.00）',
      '',
    ]);
  });

  it('keeps columns apart whatever the width of what stands in them', async () => {
    const { stdout } = await runCli(url, ['member', 'show', 'A-1', '--locale', 'zh-CN']);
    const widths = stdout
      .split('\n')
      .filter((line) => / {2,}[+−][\d,]+ +[\d,]+$/.test(line))
      .map((line) => line.length + (line.match(/[\u3000-\u9fff\uff00-\uff60]/g)?.length ?? 0));
    expect(widths.length).toBeGreaterThan(4);
    expect(new Set(widths).size).toBe(1);
  });

  it('refuses a language nobody has written', async () => {
    const { code, stderr } = await runCli(url, ['member', 'show', 'A-1', '--locale', 'fr']);
    expect(code).toBe(2);
    expect(stderr).toContain('Allowed choices are en, zh-CN');
  });

  it('names what each entry says, the same in every language', async () => {
    interface Entry {
      readonly key: string;
      readonly params: object;
      readonly detailPhrases: readonly object[];
    }
    const show = (...options: string[]) =>
      runJson<{ timeline: Entry[] }>(url, ['member', 'show', 'A-1', '--limit', '2', ...options]);
    const { timeline } = await show();
    expect(timeline).toMatchObject([
      { key: 'points.spent', params: { points: 300 }, title: '300 points spent', details: ['£3 voucher'] },
      {
        key: 'order.returned',
        params: { orderId: null, amountMinor: 8_000 },
        title: 'Return, £80.00',
        detailPhrases: [
          {
            key: 'order.returned-of',
            params: {
              orders: [
                { orderId: '1003', amountMinor: 5_000 },
                { orderId: '1002', amountMinor: 3_000 },
              ],
            },
          },
        ],
      },
    ]);
    const named = (entries: readonly Entry[]) =>
      entries.map(({ key, params, detailPhrases }) => ({ key, params, detailPhrases }));
    const inChinese = (await show('--locale', 'zh-CN')).timeline;
    expect(named(inChinese)).toEqual(named(timeline));
    expect(inChinese).toMatchObject([{ title: '使用 300 积分' }, { title: '退货，£80.00' }]);
  });

  it('finds a member by e-mail, whatever its case', async () => {
    expect(await runJson(url, ['member', 'show', 'Anna@Example.com'])).toMatchObject({ member: { id: 'A-1' } });
    expect((await runCli(url, ['member', 'show', 'ann_@example.com'])).code).toBe(3);
  });

  it('answers a program with stable fields: ids as text, instants in UTC, points as numbers', async () => {
    const view = await runJson<Record<string, unknown[]>>(url, ['member', 'show', 'A-1', '--limit', '2']);
    expect(view).toMatchObject({
      programme: 'reference',
      asset: 'points',
      currency: 'GBP',
      member: {
        id: 'A-1',
        tier: 'Silver',
        joinedAt: `${lastYear}-11-02T09:00:00.000Z`,
        marketing: true,
        suppressed: null,
      },
      balance: { available: 325, pending: 0, held: 0, debt: 0 },
      campaigns: [],
      earlierEntries: true,
    });
    expect(view.lots?.[0]).toMatchObject({
      state: 'ACTIVE',
      earned: 450,
      left: 150,
      source: { type: 'order', id: '1001' },
    });
    expect(view.timeline).toMatchObject([
      { kind: 'points', code: 'SPEND', points: -300, balance: 415, refs: { source: 'redemption:C-77' } },
      { kind: 'event', code: 'order.returned', points: -90, balance: 325, refs: { eventId: 'r1' } },
    ]);
  });

  it('says what comes next: points that wait, and points that expire', async () => {
    const tomorrow = new Date(Date.now() + 36 * 3_600_000);
    await earn(database, [
      {
        programmeId,
        memberId,
        key: 'pending:1',
        at: new Date(),
        points: 40,
        availableAt: tomorrow,
        expiresAt: null,
        source: { type: 'test', id: '1' },
        actor: 'test',
      },
    ]);
    const { stdout } = await runCli(url, ['member', 'show', 'A-1', '--limit', '1']);
    expect(stdout).toMatch(/325 points to spend · 40 pending/);
    expect(stdout).toMatch(/40 points become available \(in 1 day\)/);
    expect(stdout).toMatch(/150 points expire/);
    expect(stdout).toContain('(earlier entries: --limit shows more)');
  });

  it('says of a member nobody knows how to name one', async () => {
    expect(await runCli(url, ['member', 'show', 'B-9'])).toMatchObject({
      code: 3,
      stderr:
        'No member of Gift Shop Club has the id "B-9".\nFix: Give the id the shop sends in its events, or the e-mail address of the profile.\n',
    });
  });
});
