import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { cancelCampaign } from '../../modules/campaigns/cancel.ts';
import { pauseCampaign } from '../../modules/campaigns/pause.ts';
import { resumeCampaign } from '../../modules/campaigns/resume.ts';
import type { Database } from '../../platform/database.ts';
import { readProgrammeFile } from '../../modules/programme/file.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { loadProgramme, saveProgramme, type StoredProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { testClock } from '../support/test-clock.ts';

const playbook = (name: string) => join(packageRoot(), 'playbooks', name);

let database: Database;
let programme: StoredProgramme;
const clock = testClock('2026-03-02T09:00:00Z');
let events = 0;

async function send(memberId: string, type: string, data = {}, at = clock.now()) {
  const event = { id: `e${++events}`, type, memberId, occurredAt: at, data };
  const [answer] = await ingestEvents({ database, clock }, programme.id, [event]);
  return answer;
}
const memberOf = (externalId: string) => database.member.findFirstOrThrow({ where: { externalId } });
const pointsOf = async (externalId: string) => {
  const { id: memberId } = await memberOf(externalId);
  return Number((await database.ledgerBalance.findFirst({ where: { memberId } }))?.available ?? 0);
};

beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
  await saveProgramme(database, await readProgrammeFile(join(playbook('reference'), 'programme.yaml')));
  programme = await loadProgramme(database, 'reference');
  for (const member of ['anna', 'ben', 'cleo', 'dora', 'emil']) await send(member, 'member.joined');
});

describe('check-ins', () => {
  it("are paid by the programme's task while no check-in campaign is live", async () => {
    expect(await send('emil', 'checkin.done')).toMatchObject({ kind: 'accepted', points: 5, result: { points: 5 } });
    expect(await send('emil', 'checkin.repaired')).toMatchObject({ kind: 'refused', code: 'CHECKIN_OFF' });
    await launchCampaign({ database, clock }, programme, await loadCampaign(playbook('check-in-streak')), {
      actor: 'test',
    });
  });

  it('are answered at once: points, streak, business day and what comes next', async () => {
    expect(await send('anna', 'checkin.done')).toMatchObject({
      kind: 'accepted',
      points: 5,
      result: { points: 5, streak: 1, businessDay: '2026-03-02', next: { day: 2, points: 5 }, cards: 1 },
      enrolled: [{ campaignId: expect.any(Number) as number, enrolmentId: expect.stringMatching(/^\d+$/) as string }],
    });
    expect(await pointsOf('anna')).toBe(5);
  });

  it('count once a day: the second is no error, and says so', async () => {
    clock.at('2026-03-02T20:00:00Z');
    expect(await send('anna', 'checkin.done')).toMatchObject({
      kind: 'duplicate',
      points: 0,
      result: { streak: 1, note: 'already checked in today' },
    });
    expect(await pointsOf('anna')).toBe(5);
  });

  it('bring the bonus on the seventh day, and begin the table again', async () => {
    const paid = [];
    for (const day of [3, 4, 5, 6, 7, 8, 9]) {
      clock.at(`2026-03-0${day}T09:00:00Z`);
      paid.push((await send('anna', 'checkin.done'))?.kind === 'accepted' ? await pointsOf('anna') : -1);
    }
    expect(paid).toEqual([10, 16, 22, 30, 38, 68, 73]);
  });

  it('are paid once by fifty check-ins at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => send('ben', 'checkin.done')));
    expect(answers.filter((answer) => answer?.kind === 'accepted')).toHaveLength(1);
    expect(answers.every((answer) => answer?.kind !== 'refused')).toBe(true);
    expect(await pointsOf('ben')).toBe(5);
    const [{ count }] = await database.$queryRaw<[{ count: bigint }]>`
      SELECT count(*) FROM check_in WHERE member_id = ${(await memberOf('ben')).id}`;
    expect(count).toBe(1n);
  });

  it('are one a day in a batch too, each member by the calendar where the member is', async () => {
    const at = new Date('2026-03-09T20:00:00Z');
    clock.at('2026-03-09T20:00:00Z');
    const event = (id: string, memberId: string, type: string, data = {}) => ({
      id,
      memberId,
      type,
      occurredAt: at,
      data,
    });
    const answers = await ingestEvents({ database, clock }, programme.id, [
      event('b1', 'cleo', 'member.updated', { zone: 'Asia/Tokyo' }),
      event('b2', 'cleo', 'checkin.done'),
      event('b3', 'cleo', 'checkin.done'),
      event('b4', 'dora', 'checkin.done'),
    ]);
    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'duplicate', 'accepted']);
    expect(answers[1]).toMatchObject({ result: { businessDay: '2026-03-10' } });
    expect(answers[3]).toMatchObject({ result: { businessDay: '2026-03-09' } });
  });

  it('keep the streak of whoever flies', async () => {
    await send('cleo', 'member.updated', { zone: 'Pacific/Honolulu' });
    clock.at('2026-03-10T20:00:00Z');
    expect(await send('cleo', 'checkin.done')).toMatchObject({ kind: 'duplicate', result: { streak: 1 } });
    clock.at('2026-03-11T20:00:00Z');
    expect(await send('cleo', 'checkin.done')).toMatchObject({ result: { streak: 2, businessDay: '2026-03-11' } });
  });

  it('may come late and fill their day, but not after lateDays', async () => {
    clock.at('2026-03-11T21:00:00Z');
    expect(await send('dora', 'checkin.done')).toMatchObject({ result: { streak: 1 } });
    expect(await send('dora', 'checkin.done', {}, new Date('2026-03-10T09:00:00Z'))).toMatchObject({
      kind: 'accepted',
      points: 5,
      result: { businessDay: '2026-03-10', streak: 3 },
    });
    expect(await send('dora', 'checkin.done', {}, new Date('2026-03-07T09:00:00Z'))).toMatchObject({
      kind: 'refused',
      code: 'CHECKIN_TOO_LATE',
      field: 'occurredAt',
    });
  });

  it('go on after a repair card, once a month', async () => {
    clock.at('2026-03-13T09:00:00Z');
    expect(await send('dora', 'checkin.repaired')).toMatchObject({
      kind: 'accepted',
      result: { streak: 3, cards: 0, businessDay: '2026-03-12', next: { day: 4, points: 6 } },
    });
    expect(await send('dora', 'checkin.done')).toMatchObject({ points: 6, result: { streak: 4 } });
    expect(await send('dora', 'checkin.repaired')).toMatchObject({ code: 'STREAK_NOT_LOST' });
    clock.at('2026-03-15T09:00:00Z');
    expect(await send('dora', 'checkin.repaired')).toMatchObject({ code: 'NO_REPAIR_CARD' });
    clock.at('2026-03-20T09:00:00Z');
    expect(await send('dora', 'checkin.repaired')).toMatchObject({ code: 'REPAIR_TOO_LATE' });
  });

  it('count while the campaign is paused, and bring nothing', async () => {
    await pauseCampaign({ database, clock }, programme, 'check-in-streak', { actor: 'test' });
    const before = await pointsOf('dora');
    expect(await send('dora', 'checkin.done')).toMatchObject({ kind: 'accepted', points: 0, result: { streak: 1 } });
    expect(await pointsOf('dora')).toBe(before);
    await resumeCampaign({ database, clock }, programme, 'check-in-streak', { actor: 'test' });
  });

  it('have one set of rules: a second campaign is not launched beside the first', async () => {
    await database.$executeRaw`
      INSERT INTO campaign (programme_id, code, name, lifecycle) VALUES (${programme.id}::smallint, 'second', 'Second', 'check-in-streak')`;
    await expect(launchCampaign({ database, clock }, programme, 'second', { actor: 'test' })).rejects.toMatchObject({
      code: 'CAMPAIGN_STATUS',
      message: expect.stringContaining('check-in-streak') as string,
    });
  });

  it("go back to the programme's task when the campaign has ended", async () => {
    clock.at('2026-03-21T09:00:00Z');
    await cancelCampaign({ database, clock }, programme, 'check-in-streak', { actor: 'test' });
    expect(await send('dora', 'checkin.done')).toMatchObject({ points: 5 });
  });

  it('leave a ledger that adds up', async () => {
    expect(await verifyInvariants(database)).toEqual([]);
  });
});
