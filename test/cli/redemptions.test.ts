import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readProgrammeFile } from '../../modules/programme/file.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';

// A test runs several processes one after the other; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 180_000 });

let url: string;
beforeAll(async () => {
  const fresh = await freshDatabase();
  url = fresh.url;
  const programme = await readProgrammeFile('playbooks/reference/programme.yaml');
  const { id } = await saveProgramme(fresh.database, { ...programme, earning: { ...programme.earning, calendar: [] } });
  const at = new Date();
  const base = { memberId: 'anna-1', occurredAt: at };
  await ingestEvents({ database: fresh.database, clock: { now: () => at } }, id, [
    { ...base, id: 'join', type: 'member.joined', data: {} },
    { ...base, id: 'order', type: 'order.placed', data: { orderId: '1001', amountMinor: 40_000 } },
  ]);
});

interface Shown {
  readonly id: string;
  readonly status: string;
}

describe('The checkout at the command line', () => {
  it('quotes an order, holds points for it, and takes the order that names both', async () => {
    const words = ['quote', 'anna-1', '40.00', '--points', '400'];
    const { stdout } = await runCli(url, words);
    expect(stdout).toMatch(/Can use +450 points, worth GBP 4.50 \(all there are\)/);
    expect(stdout).toMatch(/To pay +GBP 36.00/);
    const quoted = await runJson<{ id: string; payableMinor: number }>(url, words);
    expect(quoted.payableMinor).toBe(3_600);

    const create = ['redemption', 'create', 'anna-1', '400', '--order', '1002', '--amount', '40.00', '--key', 'pay'];
    const held = await runJson<Shown>(url, create);
    expect(await runJson(url, create)).toMatchObject({ id: held.id, status: 'held' });
    expect((await runCli(url, ['member', 'show', 'anna-1'])).stdout).toContain(
      'a hold of 400 points for order 1002 ends',
    );
    expect((await runCli(url, ['member', 'show', 'anna-1', '--locale', 'zh-CN'])).stdout).toContain('订单 1002 冻结的');

    const second = await runCli(url, ['redemption', 'create', 'anna-1', '10', '--order', '1002']);
    expect(second).toMatchObject({ code: 4, stderr: expect.stringContaining(`Use ${held.id}`) as string });

    const place = ['event', 'send', 'order.placed', 'anna-1', 'orderId=1002', 'amountMinor=3600'];
    const answer = await runJson(url, [...place, `redemptionId=${held.id}`, `quoteId=${quoted.id}`]);
    expect(answer).toMatchObject({
      points: 36,
      result: { quote: { honoured: true }, redemption: { status: 'captured' } },
    });
    const shown = (await runCli(url, ['redemption', 'show', held.id])).stdout;
    expect(shown).toMatch(/Used +400, of which 0 are back/);
    const timeline = (await runCli(url, ['member', 'show', 'anna-1'])).stdout;
    expect(timeline).toContain('400 points used on it');
    expect(timeline).toContain('reckoned as it was quoted');
  });

  it('lists, captures a part, gives back, lets go, and warns of a hold that an order does not name', async () => {
    const hold = (order: string, points: string) =>
      runJson<Shown>(url, ['redemption', 'create', 'anna-1', points, '--order', order]);
    const first = await hold('2001', '40');
    expect(await runJson(url, ['redemption', 'capture', first.id, '--points', '30'])).toMatchObject({
      capturedPoints: 30,
    });
    const refund = ['redemption', 'refund', first.id, '--points', '10', '--reason', 'goodwill'];
    expect(await runJson(url, refund)).toMatchObject({ status: 'captured', refundedPoints: 10 });
    const second = await hold('2002', '20');
    const { stdout } = await runCli(url, [
      'event',
      'send',
      'order.placed',
      'anna-1',
      'orderId=2002',
      'amountMinor=100',
    ]);
    expect(stdout).toContain(`20 points stay on hold for this order, which does not name them: ${second.id}`);
    expect(await runJson(url, ['redemption', 'release', second.id])).toMatchObject({ status: 'released' });
    const list = (await runCli(url, ['redemption', 'list', '--limit', '2'])).stdout;
    expect(list).toMatch(new RegExp(`${second.id} +anna-1 +2002 +released +20 +0 +0 +GBP 0.20`));
    expect(await runJson(url, ['redemption', 'list', '--status', 'released'])).toMatchObject({
      data: [{ id: second.id }],
      nextCursor: null,
    });
  });
});
