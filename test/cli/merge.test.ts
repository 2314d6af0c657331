import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { reference } from '../support/shop.ts';

vi.setConfig({ testTimeout: 90_000 });

let url: string;
beforeAll(async () => {
  const fresh = await freshDatabase();
  url = fresh.url;
  const { id: programmeId } = await saveProgramme(fresh.database, reference);
  const events = ['A-1', 'A-2'].map((memberId) => ({
    id: `j-${memberId}`,
    type: 'member.joined',
    memberId,
    occurredAt: new Date(),
  }));
  const order = {
    id: 'o',
    type: 'order.placed',
    memberId: 'A-1',
    occurredAt: new Date(),
    data: { orderId: '1', amountMinor: 40_000 },
  };
  await ingestEvents({ database: fresh.database, clock: { now: () => new Date() } }, programmeId, [...events, order]);
});

describe('perennial member merge', () => {
  it('says what would come of it, does it, and undoes it', async () => {
    const words = ['member', 'merge', 'A-1', 'A-2', '--reason', 'one person'];
    const planned = await runCli(url, [...words, '--dry-run']);
    expect(planned.stdout).toContain('would move');
    expect(planned.stdout).toContain('Nothing was changed.');
    const made = await runCli(url, words);
    expect(made.stdout).toContain('member A-1 is member A-2 now');
    const [, number = ''] = /Merge (\d+)/.exec(made.stdout) ?? [];
    expect(await runJson(url, ['member', 'merge-show', number])).toMatchObject({ status: 'done', from: 'A-1' });
    expect((await runCli(url, ['member', 'show', 'A-1'])).stdout).toContain('merged into A-2');
    const shown = await runCli(url, ['member', 'show', 'A-2']);
    expect(shown.stdout).toContain('came from another account of the member');
    expect((await runCli(url, ['member', 'show', 'A-2', '--locale', 'zh-CN'])).stdout).toContain(
      '由本人的另一账户转入',
    );
    const undone = await runCli(url, ['member', 'merge-undo', number, '--reason', 'they are sisters']);
    expect(undone.stdout).toContain('is undone');
    expect(await runCli(url, ['member', 'merge-show', '999'])).toMatchObject({ code: 3 });
    expect(await runCli(url, ['member', 'merge', 'A-1', 'A-2'])).toMatchObject({ code: 2 });
  });
});
