import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSweepActivities } from '../../activities/sweep.ts';
import { perform } from '../../activities/perform.ts';
import { cancelCampaign } from '../../modules/campaigns/cancel.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { pauseCampaign } from '../../modules/campaigns/pause.ts';
import { resumeCampaign } from '../../modules/campaigns/resume.ts';
import { cancelledAtOnceMax, cohortsAtOnceMax } from '../../modules/campaigns/rows-pages.ts';
import { formCohorts } from '../../modules/enrolments/rows-cohorts.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { cohortSizeMax } from '../../workflows/engine/protocol.ts';
import { addMembers, type EngineWorld, join, openWorld, quietLogger, stepOf } from '../support/engine.ts';

/** Three pages: two full ones and one that is not. */
const members = 2 * cancelledAtOnceMax + 2_000;
const by = { actor: 'test' };

let world: EngineWorld;
/** Another process's connection. */
let other: pg.Client;
beforeEach(async () => {
  world = await openWorld();
  other = new pg.Client({ connectionString: world.url });
  await other.connect();
});
afterEach(() => other.end());

const programme = () => ({ id: world.programmeId });
const cancel = (options: Partial<Parameters<typeof cancelCampaign>[3]> = {}) =>
  cancelCampaign(world, programme(), 'test', { ...by, ...options });
const resume = (options: Partial<Parameters<typeof resumeCampaign>[3]> = {}) =>
  resumeCampaign(world, programme(), 'test', { ...by, ...options });
const killed = new Error('killed between two pages');
const die = () => {
  throw killed;
};

/** Fills the campaign: cohorts that run, each with as many members as it may have, all held by a pause when wanted. */
async function fill({ held = false } = {}): Promise<void> {
  await world.database.$executeRaw`
    WITH planned AS MATERIALIZED (
      SELECT nextval(pg_get_serial_sequence('cohort', 'id')) AS id,
        array(SELECT nextval(pg_get_serial_sequence('enrolment', 'id')) + 0 * place FROM generate_series(1, ${cohortSizeMax}::int))
          AS enrolment_ids
      FROM generate_series(1, ${members / cohortSizeMax}::int) place),
    made AS (
      INSERT INTO cohort (id, programme_id, campaign_version_id, size, enrolment_ids, created_at, started_at, paused_step_at)
      SELECT id, ${world.programmeId}::smallint, ${world.campaignVersionId}::int, ${cohortSizeMax}::int, enrolment_ids, now(), now(),
        CASE WHEN ${held}::boolean THEN now() END
      FROM planned)
    INSERT INTO enrolment (id, programme_id, campaign_id, campaign_version_id, member_id, occurrence, cohort_id, enrolled_at)
    SELECT enrolment_id, ${world.programmeId}::smallint, ${world.campaignId}::int, ${world.campaignVersionId}::int,
      1000000 + planned.id * ${cohortSizeMax}::int + n, 1, planned.id, now()
    FROM planned CROSS JOIN unnest(enrolment_ids) WITH ORDINALITY one (enrolment_id, n)`;
  await world.database.$executeRaw`ANALYZE enrolment`;
}

/** From now on a statement that changes more than a page fails. */
async function refuseMoreThanAPage(): Promise<void> {
  await other.query(`
    create function refuse_more_than_a_page() returns trigger language plpgsql as $$ begin
      if (select count(*) from changed) > ${cancelledAtOnceMax} then
        raise exception '% rows of % in one statement', (select count(*) from changed), tg_table_name;
      end if;
      return null;
    end $$;
    create trigger page after update on enrolment referencing new table as changed
      for each statement execute function refuse_more_than_a_page();
    create trigger page after insert on signal_outbox referencing new table as changed
      for each statement execute function refuse_more_than_a_page()`);
}

const active = () => world.database.enrolment.count({ where: { status: 'active' } });
const held = () => world.database.cohort.count({ where: { pausedStepAt: { not: null } } });
/** Members who were signalled this, and how often. */
async function told(signal: string) {
  const rows = await world.database.signalOutbox.findMany({ where: { signal }, select: { enrolmentId: true } });
  return { signals: rows.length, members: new Set(rows.map(({ enrolmentId }) => enrolmentId)).size };
}
const statusOf = async () => (await world.database.campaign.findFirstOrThrow({ where: { code: 'test' } })).status;
const auditOf = async (action: string) => world.database.auditEvent.count({ where: { action } });

/** What another process gets hold of at once: the campaign's row, and the gate that every batch of steps passes. */
async function takeCampaign(): Promise<string> {
  await other.query('BEGIN');
  try {
    await other.query('SELECT FROM campaign WHERE id = $1 FOR NO KEY UPDATE NOWAIT', [world.campaignId]);
    const gate = await other.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock_shared(7001, $1) AS free', [
      world.campaignId,
    ]);
    return gate.rows[0]?.free === true ? 'free' : 'held';
  } finally {
    await other.query('ROLLBACK');
  }
}

/** All pages that the worker's sweep finds. */
async function sweep(): Promise<number> {
  const { finishCampaignsPage } = createSweepActivities({ ...world, metrics: createMetrics() });
  let count = 0;
  for (let after: string | null = '0'; after !== null;) {
    const page = await finishCampaignsPage({ programmeId: world.programmeId, afterMemberId: after });
    count += page.count;
    after = page.nextAfterMemberId;
  }
  return count;
}

describe('Members of a cancelled campaign leave it page by page', () => {
  it('each page for good before the next, while others get hold of the campaign', async () => {
    await fill();
    await refuseMoreThanAPage();
    const pages: number[] = [];
    const found: Promise<unknown>[] = [];
    const onProgress = (cancelled: number) => {
      pages.push(cancelled);
      const look = async () => {
        const { rows } = await other.query<{ status: string; left: number }>(
          `SELECT c.status, (SELECT count(*)::int FROM enrolment WHERE status = 'cancelled') AS left FROM campaign c`,
        );
        return { campaign: await takeCampaign(), status: rows[0]?.status, hasLeft: rows[0]!.left >= cancelled };
      };
      found.push(found.length === 0 ? look() : Promise.resolve());
    };
    expect(await cancel({ onProgress })).toEqual({ cancelled: members });
    expect(pages).toEqual([cancelledAtOnceMax, 2 * cancelledAtOnceMax, members]);
    expect(await found[0]).toEqual({ campaign: 'free', status: 'ended', hasLeft: true });
    expect(await active()).toBe(0);
    expect(await told('cancelled')).toEqual({ signals: members, members });
  });

  it('and whoever asks again after a kill goes on, for the reason that was given first', async () => {
    await fill();
    await expect(cancel({ reason: 'the budget is spent', onProgress: die })).rejects.toBe(killed);
    expect(await statusOf()).toBe('ended');
    expect(await active()).toBe(members - cancelledAtOnceMax);
    expect(await cancel({ reason: 'another' })).toEqual({ cancelled: members - cancelledAtOnceMax });
    expect(await active()).toBe(0);
    expect(await world.database.enrolment.count({ where: { reason: 'the budget is spent' } })).toBe(members);
    expect(await told('cancelled')).toEqual({ signals: members, members });
    expect(await auditOf('campaign.cancelled')).toBe(1);
    await expect(cancel()).rejects.toMatchObject({ code: 'CAMPAIGN_STATUS' });
  });

  it('and the sweep ends those whom nobody has asked for again', async () => {
    await fill();
    await expect(cancel({ reason: 'the budget is spent', onProgress: die })).rejects.toBe(killed);
    expect(await sweep()).toBe(members - cancelledAtOnceMax);
    expect(await world.database.enrolment.count({ where: { reason: 'the budget is spent' } })).toBe(members);
    expect(await told('cancelled')).toEqual({ signals: members, members });
    expect(await sweep()).toBe(0);
  });

  it('once each, when two end them at the same time', async () => {
    await fill();
    await expect(cancel({ onProgress: die })).rejects.toBe(killed);
    const [first, second, swept] = await Promise.all([cancel(), cancel(), sweep()]);
    expect(first.cancelled + second.cancelled + swept).toBe(members - cancelledAtOnceMax);
    expect(await told('cancelled')).toEqual({ signals: members, members });
  });

  it('and nothing brings the campaign back meanwhile', async () => {
    await fill();
    const asked: Promise<unknown>[] = [];
    const onProgress = () => {
      if (asked.length > 0) return;
      for (const change of [launchCampaign, pauseCampaign, resumeCampaign])
        asked.push(change(world, programme(), 'test', by).catch((error: unknown) => error));
    };
    await cancel({ onProgress });
    expect(asked).toHaveLength(3);
    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ code: 'CAMPAIGN_STATUS' });
    expect(await statusOf()).toBe('ended');
  });

  it('also one whom an event brings in at that very moment', async () => {
    const [memberId] = await addMembers(world, [null]);
    await other.query('BEGIN');
    const enrolled = await other.query<{ id: string }>(
      `INSERT INTO enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, enrolled_at)
       SELECT programme_id, id, $1, $2, 1, now() FROM campaign WHERE status = 'live' RETURNING id`,
      [world.campaignVersionId, String(memberId)],
    );
    expect(enrolled.rowCount).toBe(1);
    expect(await cancel({ reason: 'the budget is spent' })).toEqual({ cancelled: 0 });
    await other.query('COMMIT');
    expect(await active()).toBe(1);
    expect(await sweep()).toBe(1);
    expect(await world.database.enrolment.findMany({ where: { campaignId: world.campaignId } })).toMatchObject([
      { status: 'cancelled', reason: 'the budget is spent' },
    ]);
  });

  it('without waiting for one whom somebody else is changing', async () => {
    await join(world, await addMembers(world, [null, null]));
    const [first] = await world.database.enrolment.findMany({ orderBy: { id: 'asc' } });
    await other.query('BEGIN');
    await other.query('SELECT FROM enrolment WHERE id = $1 FOR UPDATE', [String(first!.id)]);
    expect(await cancel()).toEqual({ cancelled: 1 });
    await other.query('COMMIT');
    expect(await sweep()).toBe(1);
    expect(await active()).toBe(0);
  });

  it('and a step that is asked for before its page has come is told the reason', async () => {
    await fill();
    await join(world, await addMembers(world, [null]));
    const { campaignVersionId } = world;
    await formCohorts(world.database, { campaignVersionId, cohortsMax: 1, now: world.clock.now() });
    const last = await world.database.enrolment.findFirstOrThrow({ orderBy: { id: 'desc' } });
    await expect(cancel({ reason: 'the budget is spent', onProgress: die })).rejects.toBe(killed);
    const { programmeId, campaignId } = world;
    const cohort = { programmeId, campaignId, campaignVersionId, cohortId: String(last.cohortId) };
    const steps = [stepOf(last, { kind: 'grant', name: 'gift', points: 1, reason: 'a gift' })];
    const input = { ...cohort, steps, endings: [], last: false };
    expect(await perform({ ...world, logger: quietLogger }, input)).toEqual({
      replies: [{ kind: 'ended', status: 'cancelled', reason: 'the budget is spent' }],
    });
  });
});

describe('Cohorts of a resumed campaign go on page by page', () => {
  const cohorts = members / cohortSizeMax;
  const page = cohortsAtOnceMax * cohortSizeMax;
  beforeEach(async () => {
    await fill({ held: true });
    await pauseCampaign(world, programme(), 'test', by);
  });

  it('while others get hold of the campaign', async () => {
    await refuseMoreThanAPage();
    const found: Promise<string>[] = [];
    const pages: number[] = [];
    const onProgress = (resumed: number) => {
      pages.push(resumed);
      if (found.length === 0) found.push(takeCampaign());
    };
    expect(await resume({ onProgress })).toEqual({ resumed: members });
    expect(pages).toEqual([page, 2 * page, members]);
    expect(await Promise.all(found)).toEqual(['free']);
    expect(await held()).toBe(0);
    expect(await told('resumed')).toEqual({ signals: members, members });
  });

  it('and whoever asks again after a kill goes on', async () => {
    await expect(resume({ onProgress: die })).rejects.toBe(killed);
    expect(await statusOf()).toBe('live');
    expect(await held()).toBe(cohorts - cohortsAtOnceMax);
    expect(await resume()).toEqual({ resumed: members - page });
    expect(await told('resumed')).toEqual({ signals: members, members });
    expect(await auditOf('campaign.resumed')).toBe(1);
    await expect(resume()).rejects.toMatchObject({ code: 'CAMPAIGN_STATUS' });
  });

  it('and the sweep wakes those whom nobody has asked for again', async () => {
    await expect(resume({ onProgress: die })).rejects.toBe(killed);
    await sweep();
    expect(await held()).toBe(0);
    expect(await told('resumed')).toEqual({ signals: members, members });
  });

  it('until it is paused again: those who are left stay where they are', async () => {
    // The pause comes while the second page is at work.
    await other.query(`
      create function take_time() returns trigger language plpgsql as $$ begin perform pg_sleep(0.5); return null; end $$;
      create trigger slow after insert on signal_outbox for each statement execute function take_time()`);
    const paused: Promise<void>[] = [];
    const onProgress = () => void paused.push(pauseCampaign(world, programme(), 'test', by).catch(() => undefined));
    await expect(resume({ onProgress })).rejects.toMatchObject({ code: 'CAMPAIGN_STATUS' });
    await Promise.all(paused);
    const left = await held();
    expect(left).toBeGreaterThan(0);
    expect(await sweep()).toBe(0);
    expect(await held()).toBe(left);
    expect(await resume()).toEqual({ resumed: left * cohortSizeMax });
    expect(await told('resumed')).toEqual({ signals: members, members });
  });
});
