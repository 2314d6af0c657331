import { existsSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyPlaybook, listPlaybooks } from '../../modules/campaigns/playbooks.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { readSegments } from '../../modules/segments/rows.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { openClock } from '../../platform/clock.ts';
import { openShop } from '../support/shop.ts';

let database: Database;
let url: string;
beforeAll(async () => {
  ({ database, url } = await freshDatabase());
});

async function open() {
  const shop = await openShop(database, {
    ...{ tags: ['staff', 'sharer', 'concierge'], attributes: { favourite: 'text', platformId: 'text' } },
    ...{ events: ['platform.synced', 'order.placed'], holidays: { uk: ['2026-12-25'] } },
    eventFields: { 'platform.synced': { points: 'number', month: 'text' }, 'order.placed': { channel: 'text' } },
  });
  const deps = { database, clock: await openClock(database) };
  const programme = await loadProgramme(database, shop.programmeId);
  return { ...shop, deps, programme };
}

const by = { actor: 'test', locale: 'en' } as const;

describe('The gallery', () => {
  it('has every playbook that is shipped, in both languages', async () => {
    const { programmeId } = await open();
    const shipped = readdirSync('playbooks').filter((name) => existsSync(`playbooks/${name}/campaign.yaml`));
    const english = await listPlaybooks(database, programmeId, 'en');
    expect(english.map(({ code }) => code).sort()).toEqual(shipped.sort());
    const chinese = await listPlaybooks(database, programmeId, 'zh-CN');
    expect(chinese.every(({ name, about }) => /[\u4e00-\u9fff]/.test(name) && /[\u4e00-\u9fff]/.test(about))).toBe(
      true,
    );
    expect(english.find(({ code }) => code === 'weekend-double')?.segments).toEqual(['reachable-members']);
  });

  it('makes a draft with the segments it needs, named in the language asked for', async () => {
    const { deps, programme, programmeId } = await open();
    const made = await applyPlaybook(deps, programme, 'high-points', {
      ...by,
      locale: 'zh-CN',
      campaign: 'points-lie',
    });
    expect(made).toMatchObject({ campaign: 'points-lie', change: 'created', status: null });
    const campaign = await database.campaign.findFirstOrThrow({ where: { programmeId, code: 'points-lie' } });
    expect([campaign.name, campaign.status]).toEqual(['高积分未兑换', 'draft']);
    expect((await readSegments(database, programmeId)).map(({ code }) => code)).toEqual(['high-points']);
  });

  it('leaves a segment as it is that the programme has, and a campaign of the same code too', async () => {
    const { deps, programme, programmeId } = await open();
    await applyPlaybook(deps, programme, 'high-points', by);
    await expect(applyPlaybook(deps, programme, 'high-points', by)).rejects.toMatchObject({ code: 'CAMPAIGN_EXISTS' });
    await applyPlaybook(deps, programme, 'high-points', { ...by, campaign: 'another' });
    const [segment] = await readSegments(database, programmeId);
    expect(segment?.revision).toBe(1);
    await expect(applyPlaybook(deps, programme, 'nothing', by)).rejects.toMatchObject({ code: 'PLAYBOOK_NOT_FOUND' });
  });

  it('writes nothing of a playbook that the programme has not what it wants for, and says what', async () => {
    const shop = await openShop(database, {});
    const deps = { database, clock: await openClock(database) };
    const programme = await loadProgramme(database, shop.programmeId);
    await expect(applyPlaybook(deps, programme, 'return-gift', by)).rejects.toMatchObject({ code: 'SEGMENT_INVALID' });
    expect(await readSegments(database, shop.programmeId)).toEqual([]);
    expect(await database.campaign.count({ where: { programmeId: shop.programmeId } })).toBe(0);
  });

  it('makes a draft of each of them', async () => {
    const { deps, programme, programmeId } = await open();
    const all = await listPlaybooks(database, programmeId, 'en');
    for (const { code } of all) {
      const made = await applyPlaybook(deps, programme, code, by);
      expect([code, made.change, made.problems]).toEqual([code, 'created', []]);
    }
    expect((await listPlaybooks(database, programmeId, 'en')).every(({ isUsed }) => isUsed)).toBe(true);
  });

  it('is there at the command line', async () => {
    const { programme } = await open();
    const words = (...more: string[]) => ['campaign', ...more, '--programme', programme.definition.code];
    const listed = await runJson<{ data: { code: string }[] }>(url, words('playbooks'));
    expect(listed.data.length).toBeGreaterThan(10);
    expect((await runCli(url, words('use', 'high-points', '--dry-run'))).stdout).toContain('high-points would be');
    const done = await runCli(url, words('use', 'high-points', '--as', 'mine'));
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('mine is')]);
  });
});
