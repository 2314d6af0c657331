import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { applySegments } from '../../modules/segments/apply.ts';
import { countAudience } from '../../modules/segments/count.ts';
import { deleteSegment } from '../../modules/segments/delete.ts';
import { readSegmentFiles } from '../../modules/segments/read.ts';
import { sampleAudience } from '../../modules/segments/sample.ts';
import { audienceOf, listSegments } from '../../modules/segments/show.ts';
import { readLearnedNames } from '../../modules/intake/learned-names.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { clock, now, openShop } from '../support/shop.ts';

vi.setConfig({ testTimeout: 60_000 });

let database: Database;
let url: string;
beforeAll(async () => {
  ({ database, url } = await freshDatabase());
});

const by = { actor: 'test' };
let folders = 0;

/** A shop of which a few members are known, and files of segments. */
async function open() {
  const shop = await openShop(database, {
    tags: ['staff', 'vip'],
    attributes: { platformId: 'text', renewsOn: 'date', tierEnds: 'date' },
    events: ['subscription.cancelled'],
  });
  const joined = (memberId: string, data: Record<string, unknown>) =>
    shop.event('member.joined', data as never, { memberId, occurredAt: '2025-05-01T09:00:00Z' });
  await shop.send(
    joined('anna', { email: 'anna@example.com', consent: { email: true }, tags: ['vip'] }),
    joined('ben', { email: 'ben@example.com', consent: { email: false } }),
    joined('cleo', {}),
    shop.order('1', 64_000, { memberId: 'anna', occurredAt: '2026-03-01T10:04:00Z' }),
    shop.order('2', 60_000, { memberId: 'cleo', occurredAt: '2026-02-01T10:00:00Z' }),
    shop.order('3', 2_000, { memberId: 'ben', occurredAt: '2026-05-10T10:00:00Z' }),
  );
  const deps = { database, clock };
  const programme = () => loadProgramme(database, shop.programmeId);
  const folder = await mkdtemp(join(tmpdir(), 'perennial-segments-'));
  const file = async (code: string, who: string, name = 'A segment') => {
    const path = join(folder, `${++folders}.yaml`);
    await writeFile(path, `segment: ${code}\nname: ${name}\nwho:\n${who}\n`);
    return path;
  };
  const apply = async (path: string, more: object = {}) =>
    applySegments(deps, await programme(), await readSegmentFiles(path), { ...by, ...more });
  return { ...shop, deps, programme, file, apply };
}

const spenders = '  spent: { atLeast: 500 }';

describe('A segment', () => {
  it('is stored as its file says, and the same file again changes nothing', async () => {
    const shop = await open();
    const path = await shop.file('big', spenders);
    expect(await shop.apply(path)).toMatchObject([{ segment: 'big', change: 'created', revision: 1 }]);
    expect(await shop.apply(path)).toMatchObject([{ segment: 'big', change: 'unchanged', revision: 1, changes: [] }]);
    const other = await shop.file('big', '  spent: { atLeast: 600 }');
    expect(await shop.apply(other, { dryRun: true })).toMatchObject([{ change: 'changed', revision: 2 }]);
    expect(await listSegments(database, shop.programmeId)).toMatchObject([
      { revision: 1, says: 'spent at least £500.00' },
    ]);
    expect(await shop.apply(other)).toMatchObject([{ change: 'changed', revision: 2 }]);
  });

  it('of two people who edit it at once, the second is told', async () => {
    const shop = await open();
    await shop.apply(await shop.file('shared', spenders));
    await shop.apply(await shop.file('shared', '  tag: vip'), { revision: '1' });
    await expect(shop.apply(await shop.file('shared', '  tag: staff'), { revision: '1' })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
    });
  });

  it('is counted, with who can be written to and why the others can not', async () => {
    const shop = await open();
    await shop.apply(await shop.file('all', '  orders: { atLeast: 1 }'));
    const audience = await audienceOf(database, shop.programmeId, 'all', now);
    expect(await countAudience(database, audience)).toMatchObject({
      members: 3,
      of: 3,
      reach: [
        {
          channel: 'email',
          reachable: 1,
          unreachable: [
            { reason: 'ADDRESS_MISSING', members: 1 },
            { reason: 'OPTED_OUT', members: 1 },
          ],
        },
      ],
    });
  });

  it('shows ten of its members, each with why it is in', async () => {
    const shop = await open();
    await shop.apply(
      await shop.file(
        'quiet',
        '  all:\n    - spent: { atLeast: 500 }\n    - lastOrder: { atLeast: 60 days ago }\n    - not: { tag: staff }',
      ),
    );
    const sample = await sampleAudience(database, await audienceOf(database, shop.programmeId, 'quiet', now));
    expect(sample.map(({ member }) => member).sort()).toEqual(['anna', 'cleo']);
    expect(sample.find(({ member }) => member === 'anna')?.reasons).toEqual([
      { asks: 'spent at least £500.00', holds: true, found: '£640.00' },
      { asks: 'last ordered at least 60 days ago', holds: true, found: '1 Mar 2026, 10:04' },
      { asks: 'has the tag staff', holds: false, found: null },
    ]);
  });

  it('stands on another one, which stays while it is used', async () => {
    const shop = await open();
    await shop.apply(await shop.file('base', spenders));
    await shop.apply(await shop.file('above', '  all:\n    - segment: base\n    - tag: vip'));
    const audience = await audienceOf(database, shop.programmeId, 'above', now);
    expect((await countAudience(database, audience)).members).toBe(1);
    const programme = await shop.programme();
    await expect(deleteSegment(shop.deps, programme, 'base', by)).rejects.toMatchObject({
      code: 'SEGMENT_IN_USE',
      message: 'the segment above uses "base".',
    });
    await deleteSegment(shop.deps, programme, 'above', by);
    await deleteSegment(shop.deps, programme, 'base', by);
    expect(await listSegments(database, shop.programmeId)).toEqual([]);
  });

  it('that a campaign names anywhere stays, too', async () => {
    const shop = await open();
    await shop.apply(await shop.file('named', spenders));
    const { programmeId } = shop;
    const campaign = { programmeId, code: 'returns', name: 'Returns', lifecycle: 'journey', status: 'live' };
    const { id: campaignId } = await database.campaign.create({ data: campaign });
    const definition = { entry: [{ enters: 'named' }] };
    await database.campaignVersion.create({
      data: { programmeId, campaignId, version: 1, definition, definitionHash: 'x', listensTo: [] },
    });
    await expect(deleteSegment(shop.deps, await shop.programme(), 'named', by)).rejects.toMatchObject({
      message: 'the campaign returns uses "named".',
    });
  });

  it('goes round in no circle, by whatever file it is closed; nothing of a broken folder is stored', async () => {
    const shop = await open();
    await shop.apply(await shop.file('a', '  tag: vip'));
    await shop.apply(await shop.file('b', '  segment: a'));
    await expect(shop.apply(await shop.file('a', '  segment: b'))).rejects.toMatchObject({
      code: 'SEGMENT_INVALID',
      message: expect.stringMatching(/:3: who: goes round in a circle: a -> b -> a\. Fix: take one of them out\./),
    });
    expect(await listSegments(database, shop.programmeId)).toMatchObject([{ code: 'a', revision: 1 }, { code: 'b' }]);
  });

  it('may ask of a name that has arrived, and of no other', async () => {
    const shop = await open();
    const asks = await shop.file('walkers', '  event: walk.done\n  where: { km: { atLeast: 5 } }');
    await expect(shop.apply(asks)).rejects.toMatchObject({
      message: expect.stringContaining('names the event "walk.done"'),
    });
    await shop.send(shop.event('walk.done', { km: 7, paidMinor: 100, on: '2026-05-05', with: 'Ben', list: [1] }));
    expect(await shop.apply(asks)).toMatchObject([{ change: 'created' }]);
    const learned = (await readLearnedNames(database, shop.programmeId)).filter(({ of }) => of === 'walk.done');
    expect(learned.map(({ name, type }) => [name, type])).toEqual([
      ['km', 'number'],
      ['on', 'date'],
      ['paid', 'money'],
      ['with', 'text'],
    ]);
    await shop.send(shop.event('walk.done', { on: 'Sunday' }));
    expect((await readLearnedNames(database, shop.programmeId)).find(({ name }) => name === 'on')?.type).toBe('text');
  });
});

describe('A tag that nobody has declared', () => {
  it('is known as soon as a member has it, and never stored apart: it may name a person', async () => {
    const shop = await open();
    const asks = await shop.file('friends', '  tag: friend-of-ben');
    await expect(shop.apply(asks)).rejects.toMatchObject({ code: 'SEGMENT_INVALID' });
    await shop.send(shop.event('member.updated', { tags: ['friend-of-ben'] }));
    expect(await shop.apply(asks)).toMatchObject([{ change: 'created' }]);
    expect((await readLearnedNames(database, shop.programmeId)).some(({ name }) => name.includes('ben'))).toBe(false);
  });
});

describe('The thirteen segments that are shipped', () => {
  const sentences: Record<string, string> = {
    'big-spenders': 'spent at least £1,000.00 within the last 365 days',
    'birthday-this-month': 'birthday is this month',
    'high-points': 'has at least 500 points to spend, and redeemed 0 points',
    'idle-30-days':
      'last ordered at least 30 days ago, and last ordered at most 365 days ago, and not: has the tag staff',
    'new-members': 'joined at most 30 days ago, and has 0 orders',
    'platform-buyers':
      'has at least 1 order with channel tmall or jd or douyin, and has 0 orders with channel not tmall or jd or douyin, and platformId is known',
    'points-expiring-30': 'at least 100 points expire within the next 30 days',
    'quiet-vips':
      'spent at least £500.00 within the last 365 days, and last ordered at least 60 days ago, and not: checkin.done happened within the last 30 days',
    'reachable-members': 'is reachable by email, and not: has the tag staff',
    sharers: 'share.opened happened at least 3 times within the last 30 days, and has brought 0 friends',
    streakers: 'checkin.done happened at least 3 times within the last 7 days',
    subscribers: 'renewsOn is known, and not: subscription.cancelled happened, last at most 30 days ago',
    'tier-at-risk':
      'is of tier at least silver, and tierEnds is within the next 60 days, and spent below £500.00 within the last 365 days',
  };

  it('are applied together, read aloud, and can be asked', async () => {
    const shop = await open();
    await shop.send(
      shop.event(
        'order.placed',
        { orderId: '9', amountMinor: 100, attributes: { channel: 'tmall' } },
        { memberId: 'ben' },
      ),
    );
    await shop.apply('playbooks/segments');
    const listed = await listSegments(database, shop.programmeId);
    expect(Object.fromEntries(listed.map(({ code, says }) => [code, says]))).toEqual(sentences);
    const counts: Record<string, number> = {};
    for (const { code } of listed)
      counts[code] = (await countAudience(database, await audienceOf(database, shop.programmeId, code, now))).members;
    expect(counts).toMatchObject({ 'idle-30-days': 2, 'quiet-vips': 2, 'reachable-members': 1, 'new-members': 0 });
  });

  it('are read aloud in Chinese, too', async () => {
    const shop = await open();
    await shop.apply(
      await shop.file(
        'quiet',
        '  all:\n    - spent: { atLeast: 500 }\n      within: last 365 days\n    - not: { tag: staff }',
      ),
    );
    const [segment] = await listSegments(database, shop.programmeId, 'zh-CN');
    expect(segment?.says).toBe('消费金额至少 £500.00，在最近 365 天，并且不符合：有标签 staff');
  });

  it('are the folder that is shipped', async () => {
    const files = (await readdir('playbooks/segments')).map((name) => name.replace('.yaml', '')).sort();
    expect(files).toEqual(Object.keys(sentences).sort());
    expect(await readFile('playbooks/segments/quiet-vips.yaml', 'utf8')).toContain('segment: quiet-vips');
  });
});

describe('At the command line', () => {
  it('a segment is applied, counted, drawn from, given out and deleted', async () => {
    const shop = await open();
    const { code } = (await shop.programme()).definition;
    const path = await shop.file('line', spenders);
    const words = (...more: string[]) => [...more, '--programme', code];
    expect(await runCli(url, words('segment', 'apply', path))).toMatchObject({ code: 0, stdout: 'line is created.\n' });
    expect((await runCli(url, words('segment', 'count', 'line'))).stdout).toBe(
      '2 members of 3.\nBy email: 1 reachable, 1 have no address.\n',
    );
    expect((await runJson<{ data: unknown[] }>(url, words('segment', 'sample', 'line'))).data).toHaveLength(2);
    const { stdout } = await runCli(url, words('segment', 'export', 'line'));
    expect(stdout.split('\r\n').filter((row) => row !== '')).toHaveLength(3);
    expect((await runCli(url, words('segment', 'list'))).stdout).toContain('spent at least £500.00');
    expect((await runCli(url, words('segment', 'show', 'nobody'))).code).toBe(3);
    expect(await runCli(url, words('segment', 'delete', 'line'))).toMatchObject({
      code: 0,
      stdout: 'line is deleted.\n',
    });
  });
});
