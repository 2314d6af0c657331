import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formCohorts, moveToNewCohorts, readBlankCohort } from '../../modules/enrolments/rows-cohorts.ts';
import { enrolmentsIn, rebuildCohorts } from '../../modules/enrolments/rows-lost-cohorts.ts';
import { addMembers, type EngineWorld, join, openWorld } from '../support/engine.ts';

let world: EngineWorld;
let other: pg.Client;
const now = new Date();

beforeAll(async () => {
  world = await openWorld({ reentry: { kind: 'afterDays', days: 0 } });
  other = new pg.Client({ connectionString: world.url });
  await other.connect();
});
afterAll(() => other.end());

/** Members who have just entered, by their enrolments. */
async function entered(count: number): Promise<bigint[]> {
  const memberIds = await addMembers(
    world,
    Array.from({ length: count }, () => null),
  );
  await join(world, memberIds);
  const rows = await world.database.enrolment.findMany({ where: { memberId: { in: memberIds } } });
  return rows.map(({ id }) => id).sort((a, b) => Number(a - b));
}

const form = (cohortsMax: number) =>
  formCohorts(world.database, { campaignVersionId: world.campaignVersionId, cohortsMax, now });
const waiting = async () => (await world.database.enrolmentQueue.findMany()).map(({ enrolmentId }) => enrolmentId);
const cohortOf = async (enrolmentId: bigint) =>
  (await world.database.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } })).cohortId;
const namedBy = async (cohortId: bigint | null) =>
  (await world.database.cohort.findUniqueOrThrow({ where: { id: cohortId! } })).enrolmentIds;
const carriedBy = async (cohortId: bigint | null) =>
  (await readBlankCohort(world.database, String(cohortId))).states.map(({ enrolmentId }) => BigInt(enrolmentId));

describe('Whoever enters waits for a cohort', () => {
  it('in the queue, and leaves it for one, which names its members', async () => {
    const ids = await entered(3);
    expect(await waiting()).toEqual(ids);
    expect(await form(1)).toBe(1);
    expect(await waiting()).toEqual([]);
    const cohortId = await cohortOf(ids[0]!);
    expect(await namedBy(cohortId)).toEqual(ids);
    expect(await carriedBy(cohortId)).toEqual(ids);
  });

  it('unless the row says already which cohort carries it, or that it is over', async () => {
    const { programmeId, campaignId, campaignVersionId } = world;
    await world.database.$executeRaw`
      INSERT INTO enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, status, cohort_id, enrolled_at, ended_at)
      SELECT ${programmeId}::smallint, ${campaignId}::int, ${campaignVersionId}::int, 900000 + n, 1,
        CASE n WHEN 1 THEN 'active' ELSE 'done' END, CASE n WHEN 1 THEN 1 END, now(), CASE n WHEN 1 THEN NULL ELSE now() END
      FROM generate_series(1, 2) n`;
    expect(await waiting()).toEqual([]);
  });

  it('and by an order of entering: the first ones fill the first cohort', async () => {
    const ids = await entered(1_200);
    expect(await form(2)).toBe(2);
    expect(await waiting()).toEqual(ids.slice(1_000));
    const [first, second] = await world.database.cohort
      .findMany({ orderBy: { id: 'desc' }, take: 2 })
      .then((rows) => rows.reverse());
    expect(first?.enrolmentIds).toEqual(ids.slice(0, 500));
    expect(second?.enrolmentIds).toEqual(ids.slice(500, 1_000));
    expect(await form(20)).toBe(1);
    expect(await waiting()).toEqual([]);
  });

  it('but not when its story has ended meanwhile: the queue lets go of it, and no cohort is made', async () => {
    const [id] = await entered(1);
    await world.database.$executeRaw`
      UPDATE enrolment SET status = 'exited', reason = 'ordered', ended_at = now() WHERE id = ${id}`;
    expect(await form(1)).toBe(0);
    expect(await waiting()).toEqual([]);
    expect(await cohortOf(id!)).toBeNull();
  });

  it('and stays in the queue while somebody is changing it', async () => {
    const [first, second] = await entered(2);
    await other.query('BEGIN');
    await other.query('SELECT FROM enrolment WHERE id = $1 FOR NO KEY UPDATE', [String(first)]);
    expect(await form(1)).toBe(1);
    expect(await waiting()).toEqual([first]);
    await other.query('COMMIT');
    expect(await form(1)).toBe(1);
    expect(await namedBy(await cohortOf(first!))).toEqual([first]);
    expect(await namedBy(await cohortOf(second!))).toEqual([second]);
  });
});

describe('A cohort that names its members', () => {
  it('is written into their rows without touching an index', async () => {
    const changed = async () => {
      await world.database.$executeRaw`SELECT pg_stat_force_next_flush()`;
      const [row] = await world.database.$queryRaw<{ all: bigint; hot: bigint }[]>`
        SELECT n_tup_upd AS all, n_tup_hot_upd AS hot FROM pg_stat_user_tables WHERE relname = 'enrolment'`;
      return { all: Number(row!.all), hot: Number(row!.hot) };
    };
    const ids = await entered(4_000);
    const before = await changed();
    expect(await form(8)).toBe(8);
    const after = await changed();
    expect(after.all - before.all).toBe(ids.length);
    // The first of them share a page with rows of others, which have had their room.
    expect(after.hot - before.hot).toBeGreaterThan(0.97 * ids.length);
  });

  it('carries those of them that no other has taken over', async () => {
    const ids = await entered(6);
    await form(1);
    const from = await cohortOf(ids[0]!);
    const move = { cohortId: String(from), enrolmentIds: ids.slice(4).map(String), sizeMax: 1, rebuilt: true, now };
    await moveToNewCohorts(world.database, move);
    expect(await namedBy(from)).toEqual(ids);
    expect(await carriedBy(from)).toEqual(ids.slice(0, 4));
    for (const id of ids.slice(4)) expect(await namedBy(await cohortOf(id))).toEqual([id]);
    expect(await enrolmentsIn(world.database, [String(from)])).toBe(4);
  });

  it('is followed by others that name them, when it is rebuilt', async () => {
    const ids = await entered(5);
    await form(1);
    await world.database.$executeRaw`
      UPDATE enrolment SET status = 'exited', reason = 'ordered', ended_at = now() WHERE id = ${ids[0]}`;
    const lost = String(await cohortOf(ids[1]!));
    expect(await rebuildCohorts(world.database, [lost], now)).toEqual({ ended: 1, made: 1, enrolments: 4 });
    expect(String(await cohortOf(ids[0]!))).toBe(lost);
    expect(await carriedBy(await cohortOf(ids[1]!))).toEqual(ids.slice(1));
  });
});
