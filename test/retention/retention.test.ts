import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSweepActivities } from '../../activities/sweep.ts';
import { readCampaignReport } from '../../modules/campaigns/report.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { sealFacts } from '../../modules/invariants/seal-facts.ts';
import { verifyFacts } from '../../modules/invariants/verify-facts.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { sealLedger } from '../../modules/ledger/seal.ts';
import { verifySeal } from '../../modules/ledger/verify-seal.ts';
import { loadProgramme, saveProgramme } from '../../modules/programme/rows.ts';
import { purgeAll, purgePage } from '../../modules/retention/purge.ts';
import { readRetention } from '../../modules/retention/show.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { type Entered, type GrantingCampaign, openGranting } from '../support/granting.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { sealWhole } from '../support/seal-whole.ts';
import { openV1World, type V1World } from '../support/v1-world.ts';

const twoYearsAgo = new Date(Date.now() - 760 * 86_400_000);
let world: V1World;
let campaign: GrantingCampaign;
let anna: Entered;
let ben: Entered;
const mail = { kind: 'message', name: 'hello', template: 'hello', channel: 'email', class: 'transactional' } as const;
const quiz = (who: Entered, id: string) => ({
  ...{ id, type: 'quiz.done', memberId: who.member, occurredAt: world.clock.now().toISOString() },
  data: { quiz: id, score: 5, answers: [{ question: 1, answer: 'B' }], note: 'x'.repeat(100) },
});
let annasQuiz: ReturnType<typeof quiz>;

beforeAll(async () => {
  world = await openV1World(
    { events: ['quiz.done'], retention: { events: 365, messages: 400, stories: 365 } },
    twoYearsAgo.toISOString(),
  );
  campaign = await openGranting(world);
  [anna, ben] = (await campaign.enter(2)) as [Entered, Entered];
  for (const who of [anna, ben]) {
    await campaign.givePoints(who, 100);
    await campaign.perform(who, mail);
  }
  annasQuiz = quiz(anna, 'Q-1');
  const taken = await ingestEvents(world, world.programmeId, [annasQuiz, quiz(ben, 'Q-2')]);
  expect(taken.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
  // Anna's story ended long ago; Ben is in it to this day.
  const ended = { status: 'done', reason: 'over', endedAt: world.clock.now() };
  await world.database.enrolment.update({ where: { id: BigInt(anna.enrolmentId) }, data: ended });
  await world.database.message.updateMany({
    data: {
      status: 'sent',
      sentAt: world.clock.now(),
      leftAt: world.clock.now(),
      subject: 'Hello',
      variables: { name: 'Anna' },
    },
  });
  world.clock.at(new Date().toISOString());
  await sealWhole(() => sealLedger(world.database));
  await sealAll();
});
afterAll(() => world.close());

/** What is in flight anywhere on the server puts it off. */
async function sealAll(): Promise<void> {
  expect((await sealWhole(() => sealFacts(world.database))).sealed).toBeGreaterThan(0);
}

const stepsOf = async ({ memberId }: Entered) =>
  (await world.database.step.findMany({ where: { memberId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind);
const timelineOf = async ({ member }: Entered, language: string) =>
  JSON.stringify((await world.get(`/members/${member}/timeline`, { headers: { 'Accept-Language': language } })).body);
const past = async () =>
  Object.fromEntries((await readRetention(world, world.programmeId)).map(({ kind, past: rows }) => [kind, rows]));

describe('What is kept no longer', () => {
  it('is counted before it goes, and a look changes nothing', async () => {
    const counts = { events: 1, messages: 2, stories: 1, signals: 0, 'mail-reports': 0, 'dry-runs': 0 };
    expect(await past()).toEqual(counts);
    expect(await runJson(world.databaseUrl, ['retention', 'purge', '--dry-run'])).toEqual({
      dryRun: true,
      removed: counts,
    });
    expect(await past()).toEqual(counts);
    const { stdout } = await runCli(world.databaseUrl, ['retention', 'show']);
    expect(stdout).toMatch(/messages: subjects .* 400 days .* 2 .* never/);
  });

  it('goes in pages, once a day, by the sweep; and everything that is proved stays proved', async () => {
    const before = await readCampaignReport(world.database, world.programmeId, 'spring', world.clock.now());
    const { purgeDetailsPage } = createSweepActivities({ ...world, metrics: createMetrics() });
    const page = { programmeId: world.programmeId, afterMemberId: '0' };
    let count = 0;
    for (let left = 20; left > 0; left -= 1) {
      const progress = await purgeDetailsPage(page);
      count += progress.count;
      if (progress.nextAfterMemberId === null) break;
    }
    expect(count).toBe(4);
    expect(await purgePage(world, world.programmeId)).toBeUndefined();
    expect(await past()).toMatchObject({ events: 0, messages: 0, stories: 0 });

    expect(await verifyFacts(world.database, { full: true })).toMatchObject({ ok: true });
    expect(await verifySeal(world.database, { full: true })).toMatchObject({ ok: true });
    expect(await verifyInvariants(world.database)).toEqual([]);
    const after = await readCampaignReport(world.database, world.programmeId, 'spring', world.clock.now());
    expect(after).toEqual(before);
  });

  it('leaves what points and disputes need: grants, figures, who is in a campaign', async () => {
    expect(await stepsOf(anna)).toEqual(['grant']);
    expect(await stepsOf(ben)).toEqual(['grant', 'message']);
    const events = await world.database.event.findMany({ orderBy: { id: 'asc' } });
    expect(events.map(({ data }) => data)).toEqual([
      { quiz: 'Q-1', score: 5, detailsRemoved: true },
      expect.objectContaining({ quiz: 'Q-2', answers: expect.any(Array) }),
    ]);
    expect(await world.database.message.findMany()).toMatchObject([
      { status: 'sent', subject: null, variables: { detailsRemoved: true } },
      { status: 'sent', subject: null, variables: { detailsRemoved: true } },
    ]);
    // The same event again is known, and the same id with another content is refused.
    const [again] = await ingestEvents(world, world.programmeId, [annasQuiz]);
    expect(again).toMatchObject({ kind: 'duplicate' });
    const [other] = await ingestEvents(world, world.programmeId, [
      { ...annasQuiz, data: { ...annasQuiz.data, score: 1 } },
    ]);
    expect(other).toMatchObject({ kind: 'refused' });
  });

  it('is told of where it was shown', async () => {
    expect(await timelineOf(anna, 'en')).toContain('its details are kept no longer');
    expect(await timelineOf(anna, 'zh-CN')).toContain('明细已超过保留期限');
    expect(await timelineOf(ben, 'en')).not.toContain('kept no longer');
  });

  it('does not hide a step that somebody else removed or changed', async () => {
    const { database } = world;
    const [grant] = await database.step.findMany({ where: { memberId: ben.memberId, kind: 'grant' } });
    await expect(database.$executeRaw`DELETE FROM step WHERE id = ${grant!.id}`).rejects.toThrow(
      /never changed or removed/,
    );
    await expect(database.$executeRaw`UPDATE event SET data = '{}'`).rejects.toThrow(/never changed or removed/);
    await database.$executeRawUnsafe('ALTER TABLE step DISABLE TRIGGER step_is_fact');
    await database.$executeRaw`DELETE FROM step WHERE id = ${grant!.id}`;
    expect(await verifyFacts(database, { full: true })).toMatchObject({
      ok: false,
      firstAltered: { kind: 'step', what: 'missing', id: String(grant!.id) },
    });
    await database.$executeRaw`
      INSERT INTO step (id, programme_id, key, enrolment_id, member_id, name, kind, outcome, story_at, performed_at)
      VALUES (${grant!.id}, ${grant!.programmeId}::smallint, ${grant!.key}, ${grant!.enrolmentId}, ${grant!.memberId}, ${grant!.name},
        ${grant!.kind}, ${JSON.stringify(grant!.outcome)}::jsonb, ${grant!.storyAt}::timestamptz, ${grant!.performedAt}::timestamptz)`;
    expect(await verifyFacts(database, { full: true })).toMatchObject({ ok: true });
    await database.$executeRawUnsafe('ALTER TABLE step ENABLE TRIGGER step_is_fact');
  });

  it('is kept for as long as the programme says, and goes on where it stopped', async () => {
    const { definition } = await loadProgramme(world.database, world.programmeId);
    const forever = { events: 'forever', messages: 'forever', stories: 'forever', mailReports: 'forever' } as const;
    await saveProgramme(world.database, { ...definition, retention: forever });
    expect(await past()).toMatchObject({ events: 0, messages: 0, stories: 0 });
    await saveProgramme(world.database, { ...definition, retention: { ...forever, stories: 365 } });
    const carol = (await campaign.enter(3)) as [Entered, Entered, Entered];
    for (const who of carol)
      for (let n = 0; n < 4; n += 1) await campaign.perform(who, { ...mail, name: `hello-${n}` });
    const ended = { status: 'done', reason: 'over', endedAt: world.clock.now() };
    await world.database.enrolment.updateMany({
      where: { id: { in: carol.map(({ enrolmentId }) => BigInt(enrolmentId)) } },
      data: ended,
    });
    // What is not sealed yet stays until it is.
    world.clock.at(new Date(Date.now() + 400 * 86_400_000).toISOString());
    expect(await purgeAll(world, world.programmeId)).toMatchObject({ stories: 0 });
    await sealAll();
    expect(await purgeAll(world, world.programmeId, { scannedMax: 5 })).toMatchObject({ stories: 12 });
    expect(await purgeAll(world, world.programmeId, { scannedMax: 5 })).toMatchObject({ stories: 0 });
    expect(await verifyFacts(world.database, { full: true })).toMatchObject({ ok: true });
  });
});
