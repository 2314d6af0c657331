import { beforeAll, describe, expect, it } from 'vitest';
import { diffVersions } from '../../modules/campaigns/diff.ts';
import { requireCampaignEntry } from '../../modules/campaigns/page.ts';
import { putEditLive } from '../../modules/campaigns/put-live.ts';
import { rollBack } from '../../modules/campaigns/rollback.ts';
import { unstageCampaign } from '../../modules/campaigns/unstage.ts';
import { applyCampaign } from '../../modules/campaigns/apply.ts';
import { previewEdit } from '../../modules/enrolments/preview-edit.ts';
import { formCohorts, waitingEnrolments } from '../../modules/enrolments/rows-cohorts.ts';
import { runEditPage } from '../../modules/enrolments/run-edit-page.ts';
import { cohortSizeMax } from '../../workflows/engine/protocol.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { decideDue } from '../../modules/journeys/bring-in.ts';
import { applyProgramme } from '../../modules/programme/apply.ts';
import { findProgramme } from '../../modules/programme/find.ts';
import type { StoredProgramme } from '../../modules/programme/rows.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { doorOf, edit, journeyOf, launch, stage } from '../support/edited-journeys.ts';
import { reference } from '../support/shop.ts';
import { testClock } from '../support/test-clock.ts';

const codes = ['staged', 'kinds', 'counted', 'chosen', 'back', 'dropped', 'cut', 'texts', 'large'];
const by = { actor: 'test' };
const always = () => true;

let fresh: FreshDatabase;
let database: Database;
let programme: StoredProgramme;
const clock = testClock('2026-11-02T09:00:00Z');
beforeAll(async () => {
  fresh = await freshDatabase({ poolSizeMax: 10 });
  ({ database } = fresh);
  await applyProgramme({ database, clock }, { ...reference, events: codes.map(doorOf) }, by);
  programme = await findProgramme(database, undefined);
});
const world = () => ({ database, clock, programme }) as never as Parameters<typeof launch>[0];
const deps = () => ({ database, clock }) as never as Parameters<typeof putEditLive>[0];

/** So many members come into a journey, and are in cohorts. */
async function enter(code: string, ids: readonly string[]) {
  const occurredAt = clock.now().toISOString();
  for (const type of ['member.joined', doorOf(code)]) {
    const events = ids.map((memberId) => ({ id: `${type}-${code}-${memberId}`, type, memberId, occurredAt, data: {} }));
    for (let from = 0; from < events.length; from += 500)
      await ingestEvents({ database, clock }, programme.id, events.slice(from, from + 500));
  }
  while ((await decideDue({ database, clock }, always)) > 0);
  for (const { campaignVersionId } of await waitingEnrolments(database, 10_000))
    await formCohorts(database, { campaignVersionId, cohortsMax: 10, now: clock.now() });
}
const members = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, place) => `${prefix}-${place + 1}`);
const finish = async (limit?: number) => {
  while ((await runEditPage({ database, clock }, limit)) !== undefined);
};
const campaignOf = (code: string) => database.campaign.findFirstOrThrow({ where: { code } });
const editOf = async (code: string) =>
  database.campaignEdit.findFirstOrThrow({
    where: { campaignId: (await campaignOf(code)).id },
    orderBy: { id: 'desc' },
  });

const three = [{ wait: '3 days' }, { id: 'thanks', grant: 5 }];
const five = [{ wait: '5 days' }, { id: 'thanks', grant: 5 }];

describe('A changed file of a journey that runs', () => {
  it('is staged: those who come in get the version that is live, until somebody puts the other one live', async () => {
    await launch(world(), await journeyOf('staged', three));
    expect(await stage(world(), await journeyOf('staged', five))).toMatchObject({ staged: true, version: 2 });
    expect(await campaignOf('staged')).toMatchObject({ currentVersion: 1, stagedVersion: 2, stagedBy: 'test' });
    expect(await stage(world(), await journeyOf('staged', five))).toMatchObject({ staged: true, change: 'unchanged' });
    // The next one takes its place, and what is live already takes it away.
    const later = await journeyOf('staged', [...five, { id: 'more', grant: 1 }]);
    expect(await stage(world(), later)).toMatchObject({ staged: true, version: 3 });
    expect(await stage(world(), await journeyOf('staged', three))).toMatchObject({
      staged: false,
      change: 'unchanged',
    });
    expect(await campaignOf('staged')).toMatchObject({ currentVersion: 1, stagedVersion: null });
  });

  it('meets whoever has changed it meanwhile', async () => {
    const key = { programmeId: programme.id, code: 'staged' };
    const { revision } = await requireCampaignEntry(database, key);
    await stage(world(), await journeyOf('staged', five));
    const again = applyCampaign(deps(), programme, await journeyOf('staged', three), { ...by, revision });
    await expect(again).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    const looked = (await campaignOf('staged')).stagedVersion ?? 0;
    await stage(world(), await journeyOf('staged', [...five, { id: 'other', grant: 2 }]));
    const put = putEditLive(deps(), programme, 'staged', { ...by, policy: 'new', version: looked });
    await expect(put).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
  });

  it('is refused when a name meant another kind of step before', async () => {
    await launch(
      world(),
      await journeyOf('kinds', [
        { id: 'pause', wait: '3 days' },
        { id: 'thanks', grant: 5 },
      ]),
    );
    const other = [
      { id: 'pause', grant: 1 },
      { id: 'thanks', grant: 5 },
    ];
    await expect(stage(world(), await journeyOf('kinds', other))).rejects.toThrow(
      /steps\[0\].*is a grant, and "pause" was a wait in version 1.*id/s,
    );
    expect(await campaignOf('kinds')).toMatchObject({ stagedVersion: null });
  });
});

describe('What a staged version would do', () => {
  it('is counted by group, and says of a step that is gone which it may have become', async () => {
    await launch(world(), await journeyOf('counted', three));
    await enter('counted', members('counted', 12));
    await stage(world(), await journeyOf('counted', five));
    const counts = async (policy: 'new' | 'move' | 'restart') => {
      const { groups, ...preview } = await previewEdit(deps(), programme, 'counted', policy);
      expect(preview).toMatchObject({ inside: 12, from: 1, version: 2, textsOnly: false, estimated: false });
      return groups;
    };
    expect(await counts('new')).toMatchObject([{ becomes: 'keeps', members: 12 }]);
    expect(await counts('move')).toEqual([
      {
        ...{ version: 1, step: 'wait-3-days', becomes: 'stays', members: 12, gone: ['wait-3-days'] },
        says: '12 members wait in wait-3-days, which is gone; write "id: wait-3-days" if wait-5-days is the same',
      },
    ]);
    expect(await counts('restart')).toMatchObject([{ becomes: 'restarts', members: 12 }]);
    await stage(
      world(),
      await journeyOf('counted', [
        { id: 'wait-3-days', wait: '5 days' },
        { id: 'thanks', grant: 5 },
      ]),
    );
    const { groups } = await previewEdit(deps(), programme, 'counted', 'move');
    expect(groups).toMatchObject([{ step: 'wait-3-days', becomes: 'moves', members: 12, says: null }]);
    // Of more than are looked at one by one it says shares.
    const some = await previewEdit(deps(), programme, 'counted', 'move', 4);
    expect(some).toMatchObject({ estimated: true, inside: 12, groups: [{ members: 12 }] });
    expect(await database.enrolment.count({ where: { status: 'active', goesOnFrom: { not: undefined } } })).toBe(12);
  });
});

describe('A version that is put live', () => {
  it('is what those who come in get, and one edit follows another', async () => {
    await launch(world(), await journeyOf('chosen', three));
    await enter('chosen', members('chosen', 3));
    await stage(world(), await journeyOf('chosen', five));
    const put = () =>
      putEditLive(deps(), programme, 'chosen', { ...by, policy: 'restart', version: 2, mayStandSo: true });
    expect(await put()).toEqual({ campaign: 'chosen', from: 1, version: 2, policy: 'restart' });
    // The same call again finds what the first has made of it.
    expect(await put()).toEqual({ campaign: 'chosen', from: 1, version: 2, policy: 'restart' });
    expect(await database.campaignEdit.count({ where: { campaignId: (await campaignOf('chosen')).id } })).toBe(1);
    await expect(edit(world(), await journeyOf('chosen', three), 'new')).rejects.toMatchObject({
      code: 'CAMPAIGN_EDIT_RUNNING',
    });
    await finish();
    expect(await editOf('chosen')).toMatchObject({ moved: 0, stayed: 0, restarted: 3 });
    await enter('chosen', members('chosen-later', 1));
    const versions = await database.enrolment.findMany({ where: { campaignId: (await campaignOf('chosen')).id } });
    expect(new Set(versions.map((one) => one.campaignVersionId)).size).toBe(1);
  });

  it('is rolled back by another version', async () => {
    await launch(world(), await journeyOf('back', three));
    await edit(world(), await journeyOf('back', five), 'new');
    await expect(rollBack(deps(), programme, 'back', { ...by, to: 2 })).rejects.toMatchObject({
      code: 'CAMPAIGN_STATUS',
    });
    await expect(rollBack(deps(), programme, 'back', { ...by, to: 9 })).rejects.toMatchObject({
      code: 'CAMPAIGN_VERSION_NOT_FOUND',
    });
    expect(await rollBack(deps(), programme, 'back', { ...by, to: 1 })).toEqual({
      campaign: 'back',
      to: 1,
      version: 3,
    });
    expect(await diffVersions(database, programme.id, 'back', { from: 1, to: 3 })).toMatchObject({ changes: [] });
    expect(await diffVersions(database, programme.id, 'back', {})).toMatchObject({
      ...{ from: 2, to: 3, textsOnly: false },
      steps: { kept: ['thanks'], gone: ['wait-5-days'], added: ['wait-3-days'] },
    });
    await putEditLive(deps(), programme, 'back', { ...by, policy: 'new' });
    expect(await campaignOf('back')).toMatchObject({ currentVersion: 3, stagedVersion: null });
  });

  it('is let go of while it is staged', async () => {
    await launch(world(), await journeyOf('dropped', three));
    await expect(unstageCampaign(deps(), programme, 'dropped', by)).rejects.toMatchObject({
      code: 'CAMPAIGN_NOT_STAGED',
    });
    await stage(world(), await journeyOf('dropped', five));
    expect(await unstageCampaign(deps(), programme, 'dropped', by)).toEqual({ campaign: 'dropped', version: 2 });
    await expect(putEditLive(deps(), programme, 'dropped', { ...by, policy: 'new' })).rejects.toMatchObject({
      code: 'CAMPAIGN_NOT_STAGED',
    });
  });
});

describe('Pages of an edit', () => {
  it('come to everybody once, however often they are cut off', async () => {
    await launch(
      world(),
      await journeyOf('cut', [
        { id: 'pause', wait: '3 days' },
        { id: 'thanks', grant: 5 },
      ]),
    );
    const count = 900;
    await enter('cut', members('cut', count));
    expect(
      await database.enrolment.count({ where: { status: 'active', campaignId: (await campaignOf('cut')).id } }),
    ).toBe(count);
    const before = await database.cohort.findMany({ where: { endedAt: null }, select: { id: true } });
    await edit(
      world(),
      await journeyOf('cut', [
        { id: 'pause', wait: '4 days' },
        { id: 'thanks', grant: 5 },
      ]),
      'move',
    );
    const carrier = openDatabase(fresh.url, { poolSizeMax: 2 });
    let cuts = 0;
    let isDone = false;
    const cutOff = async () => {
      // On a machine that is busy a page takes longer: it comes to its end between two cuts in the end.
      for (let patience = 40; !isDone; patience *= 1.2) {
        await new Promise((resolve) => setTimeout(resolve, patience * Math.random()));
        const [row] = await database.$queryRaw<{ cut: number }[]>`
          SELECT count(pg_terminate_backend(pid))::int AS cut FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' AND query NOT LIKE '%pg_terminate%'`;
        cuts += row?.cut ?? 0;
      }
    };
    const work = async () => {
      for (let turn = 0; turn < 2_000; turn += 1) {
        try {
          if ((await runEditPage({ database: carrier, clock }, 40)) === undefined) {
            if ((await editOf('cut')).finishedAt !== null) return;
          }
        } catch {
          // Cut off: another turn.
        }
      }
    };
    const cutting = cutOff();
    await Promise.all([work(), work()]);
    isDone = true;
    await cutting;
    await carrier.$disconnect();

    expect(cuts).toBeGreaterThan(0);
    const { id: campaignId } = await campaignOf('cut');
    const enrolments = await database.enrolment.findMany({ where: { campaignId } });
    expect(await editOf('cut')).toMatchObject({ moved: count, stayed: 0 });
    const cohorts = await database.cohort.findMany({ where: { NOT: { id: { in: before.map(({ id }) => id) } } } });
    const homes = cohorts.flatMap((one) => one.enrolmentIds.map((id) => `${id} ${one.id}`));
    expect(homes.toSorted()).toEqual(enrolments.map((one) => `${one.id} ${one.cohortId}`).toSorted());
    expect(enrolments.every(({ goesOnFrom }) => (goesOnFrom as { chapter: number } | null)?.chapter === 2)).toBe(true);
    // Each cohort that was left is told, once a page that took somebody from it.
    const ids = enrolments.map(({ id }) => id);
    const told = await database.signalOutbox.findMany({ where: { enrolmentId: { in: ids }, NOT: { cohortId: null } } });
    expect(new Set(told.map(({ cohortId }) => cohortId)).size).toBe(Math.ceil(count / cohortSizeMax));
  });

  it('bring texts to mails that have not left', async () => {
    const steps = [{ id: 'hello', message: 'hello' }, { wait: '3 days' }];
    await launch(world(), await journeyOf('texts', steps));
    await enter('texts', members('texts', 2));
    const [first, second] = await database.enrolment.findMany({
      where: { campaignId: (await campaignOf('texts')).id },
    });
    const reserved = (enrolment: typeof first, status: string) => ({
      ...{ programmeId: programme.id, key: `${enrolment?.id}/hello/1`, memberId: enrolment?.memberId ?? 0n },
      ...{ enrolmentId: enrolment?.id ?? 0n, campaignId: enrolment?.campaignId ?? 0 },
      ...{ campaignVersionId: enrolment?.campaignVersionId ?? 0, channel: 'email', class: 'marketing' },
      ...{ template: 'hello', locale: 'en', status, messageId: `m-${enrolment?.id}`, reservedAt: clock.now() },
      ...{ notBefore: clock.now(), ...(status === 'sent' ? { sentAt: clock.now(), leftAt: clock.now() } : {}) },
    });
    await database.message.createMany({ data: [reserved(first, 'reserved'), reserved(second, 'sent')] });
    const live = await edit(world(), await journeyOf('texts', steps, {}, 'second'), 'move');
    expect(await diffVersions(database, programme.id, 'texts', { from: 1, to: live.version })).toMatchObject({
      ...{ textsOnly: true, steps: { kept: ['hello', 'wait-3-days'], changed: [] } },
    });
    await finish();
    const version = await database.campaignVersion.findFirstOrThrow({
      where: { campaignId: first?.campaignId ?? 0, version: 2 },
    });
    const mails = await database.message.findMany({ where: { template: 'hello' }, orderBy: { id: 'asc' } });
    expect(mails.map(({ campaignVersionId }) => campaignVersionId === version.id)).toEqual([true, false]);
  });
});
