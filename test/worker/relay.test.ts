import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { InterceptingCall } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { unstartedCohorts, waitingEnrolments } from '../../modules/enrolments/rows-cohorts.ts';
import { undeliveredSignals } from '../../modules/enrolments/rows-signals.ts';
import type { Database } from '../../platform/database.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { readBacklog } from '../../worker/backlog.ts';
import { type Relay, startRelay } from '../../worker/relay.ts';
import { cohortWorkflowId } from '../../workflows/contract.ts';
import { addMembers, type EngineWorld, happen, join, openWorld, quietLogger, until } from '../support/engine.ts';
import { temporalAddress, uniqueTaskQueue } from '../support/temporal.ts';

const relays: Relay[] = [];
const connections: Connection[] = [];
let taskQueue: string;

afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
});
afterAll(() => Promise.all(connections.map((connection) => connection.close())));

/** A server that answers each call only after a while. */
function answering(afterMs: number, onCall: (method: string) => void = () => undefined): ConnectionOptions {
  const interceptor: NonNullable<ConnectionOptions['interceptors']>[number] = (options, nextCall) => {
    onCall(options.method_definition.path.split('/').at(-1) ?? '');
    return new InterceptingCall(nextCall(options), {
      start: (metadata, _, next) => {
        next(metadata, {
          onReceiveMessage: (message, pass) => void setTimeout(() => pass(message), afterMs),
          onReceiveStatus: (status, pass) => void setTimeout(() => pass(status), afterMs),
        });
      },
    });
  };
  return { interceptors: [interceptor] };
}

async function carry(world: EngineWorld, options: ConnectionOptions = {}): Promise<Relay> {
  const connection = await Connection.connect({ address: temporalAddress(), ...options });
  connections.push(connection);
  const { database, clock } = world;
  const client = new Client({ connection });
  const relay = startRelay({ database, clock, client, taskQueue, logger: quietLogger, metrics: createMetrics() });
  relays.push(relay);
  return relay;
}

const members = (world: EngineWorld, count: number) =>
  addMembers(
    world,
    Array.from({ length: count }, () => null),
  );
const started = (database: Database) => database.cohort.count({ where: { startedAt: { not: null } } });

describe('What Temporal refuses', () => {
  beforeAll(() => {
    taskQueue = uniqueTaskQueue('refused');
  });

  it('delays nobody else: a cohort over the size limit is noted and tried again by itself, and readiness stays', async () => {
    const world = await openWorld();
    const { database } = world;
    await join(world, await members(world, 1));
    // A row that is as it should never be.
    await database.$executeRaw`ALTER TABLE campaign_version DISABLE TRIGGER USER`;
    await database.$executeRaw`
      UPDATE campaign_version SET definition = jsonb_set(definition, '{settings,note}', to_jsonb(repeat('x', 3000000)))`;
    const relay = await carry(world);
    const [poison] = await until(
      () => database.cohort.findMany({ where: { startAttempts: { gt: 0 } } }),
      (found) => found.length > 0,
    );
    expect(poison).toMatchObject({ startedAt: null, startError: expect.stringMatching(/size/i) as string });
    expect(poison?.startAfter?.getTime()).toBeGreaterThan(Date.now() - 1_000);

    await database.$executeRaw`UPDATE campaign_version SET definition = definition #- '{settings,note}'`;
    await database.$executeRaw`UPDATE cohort SET start_after = now() + interval '1 hour'`;
    await join(world, await members(world, 3));
    await until(
      () => started(database),
      (count) => count === 1,
    );
    expect(await database.cohort.count({ where: { startedAt: null } })).toBe(1);
    expect(relay.healthy()).toBe(true);

    // Once nothing is in its way any more, it goes with the next try.
    await database.$executeRaw`UPDATE cohort SET start_after = now()`;
    await until(
      () => started(database),
      (count) => count === 2,
    );
  });

  it('is no whole cohort: a hundred enrolments of 800 kB each are started in cohorts that fit', async () => {
    const world = await openWorld();
    const { database } = world;
    await join(world, await members(world, 100));
    await database.$executeRaw`UPDATE enrolment SET input = input || jsonb_build_object('note', repeat('漢', 200000) || repeat('x', 200000))`;
    const relay = await carry(world);
    await until(
      () => started(database),
      (count) => count === 100,
      { withinMs: 60_000 },
    );
    const cohortIds = (await database.enrolment.findMany()).map(({ cohortId }) => cohortId);
    expect(new Set(cohortIds).size).toBe(100);
    expect(relay.healthy()).toBe(true);
    expect(await database.cohort.aggregate({ _sum: { size: true } })).toEqual({ _sum: { size: 100 } });
  });

  it('ends an enrolment that no cohort could carry, with the reason, and carries the others', async () => {
    const world = await openWorld();
    const { database } = world;
    const [large] = await members(world, 3);
    await join(
      world,
      (await database.member.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id),
    );
    await database.$executeRaw`
      UPDATE enrolment SET input = input || jsonb_build_object('note', repeat('漢', 400000)) WHERE member_id = ${large}`;
    await carry(world);
    await until(
      () => started(database),
      (count) => count === 1,
    );
    const ended = await database.enrolment.findMany({ where: { status: { not: 'active' } } });
    expect(ended).toMatchObject([{ memberId: large, status: 'failed' }]);
    expect(ended[0]?.reason).toMatch(/its record has grown to 1.2 MB, more than the 1.0 MB/);
  });

  it('holds up no signal of another member: one that is too large waits alone', async () => {
    const world = await openWorld();
    const { database } = world;
    const [one, other] = await members(world, 2);
    await join(world, [one!, other!]);
    const relay = await carry(world);
    await until(
      () => started(database),
      (count) => count === 1,
    );
    await happen(world, [
      { memberId: one!, type: 'order.placed', data: { note: 'x'.repeat(3_000_000) } },
      { memberId: other!, type: 'order.placed', data: { amountMinor: 100 } },
    ]);
    const waiting = await until(
      () => database.signalOutbox.findMany({ where: { deliveredAt: null } }),
      (rows) => rows.length === 1 && rows[0]!.attempts > 0,
    );
    expect(waiting[0]?.error).toMatch(/size|large/i);
    expect(relay.healthy()).toBe(true);
  });
});

describe('A Temporal that answers late', () => {
  beforeAll(() => {
    taskQueue = uniqueTaskQueue('late');
  });

  it('keeps no transaction open, and nothing that it took is asked of it again', async () => {
    const world = await openWorld();
    const { database, campaignVersionId } = world;
    await join(world, await members(world, 24));
    // Cohorts of one each, so that there are many calls.
    await database.$executeRaw`SELECT form_cohorts(${campaignVersionId}::int, 1, 24, now())`;
    const calls: string[] = [];
    const idle: unknown[] = [];
    const watch = setInterval(() => void idleInTransaction(database).then((found) => idle.push(...found)), 200);
    try {
      await carry(
        world,
        answering(2_500, (method) => calls.push(method)),
      );
      const early = await until(
        () => started(database),
        (count) => count > 0,
      );
      // What has arrived is on record before the round is over.
      expect(early).toBeLessThan(24);
      await until(
        () => started(database),
        (count) => count === 24,
        { withinMs: 40_000 },
      );
    } finally {
      clearInterval(watch);
    }
    expect(idle).toEqual([]);
    expect(calls.filter((method) => method === 'StartWorkflowExecution')).toHaveLength(24);
  });

  it('is waited for by one relay at a time: a second one beside it repeats nothing', async () => {
    const world = await openWorld();
    const { database, campaignVersionId } = world;
    await join(world, await members(world, 8));
    await database.$executeRaw`SELECT form_cohorts(${campaignVersionId}::int, 1, 8, now())`;
    const calls: string[] = [];
    const slow = answering(4_000, (method) => calls.push(method));
    await Promise.all([carry(world, slow), carry(world, slow)]);
    await until(
      () => started(database),
      (count) => count === 8,
      { withinMs: 30_000 },
    );
    expect(calls.filter((method) => method === 'StartWorkflowExecution')).toHaveLength(8);
    const [cohort] = await database.cohort.findMany({ take: 1 });
    const handle = new Client({ connection: connections[0]! }).workflow.getHandle(
      cohortWorkflowId(taskQueue, String(cohort?.id)),
    );
    expect((await handle.describe()).status.name).toBe('RUNNING');
  });

  it('is taken over from a relay that was killed, once its lease is over', async () => {
    const world = await openWorld();
    const { database } = world;
    await database.$executeRaw`
      INSERT INTO relay_lease SELECT task, 'killed', now() + interval '2 s' FROM unnest(ARRAY['start cohorts', 'form cohorts']) task`;
    await join(world, await members(world, 2));
    const beganAt = Date.now();
    await carry(world);
    await until(
      () => started(database),
      (count) => count === 1,
    );
    expect(Date.now() - beganAt).toBeGreaterThan(1_000);
  });
});

describe('What the relay asks ten times a second', () => {
  it('reads no table, not even when the planner believes that everybody waits', async () => {
    const world = await openWorld();
    const { database, campaignVersionId, programmeId, campaignId } = world;
    await database.$executeRaw`
      INSERT INTO enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, input, enrolled_at)
      SELECT ${programmeId}::smallint, ${campaignId}::int, ${campaignVersionId}::int, id, 1, '{}', now() FROM generate_series(1, 30000) id`;
    await database.$executeRaw`
      INSERT INTO signal_outbox (programme_id, enrolment_id, signal, created_at)
      SELECT ${programmeId}::smallint, id, 'resumed', now() FROM enrolment`;
    await database.$executeRaw`
      INSERT INTO cohort (programme_id, campaign_version_id, size, enrolment_ids, created_at)
      SELECT ${programmeId}::smallint, ${campaignVersionId}::int, 1, ARRAY[id], now() FROM generate_series(1, 30000) id`;
    // What waits in a pause, and what is not due in a journey that is live.
    const [anna] = await members(world, 1);
    for (const status of ['paused', 'live']) {
      const { id } = await database.campaign.create({
        data: { programmeId, code: status, name: status, lifecycle: 'journey', status, launchedAt: new Date() },
      });
      await database.$executeRaw`
        INSERT INTO journey_entry (programme_id, campaign_id, member_id, source, at, due_at, created_at)
        SELECT ${programmeId}::smallint, ${id}::int, ${anna}::bigint, 'call:' || i, now(),
          now() + CASE WHEN ${status} = 'live' THEN interval '1 day' ELSE interval '0' END, now() FROM generate_series(1, 30000) i`;
    }
    await database.$executeRaw`
      INSERT INTO journey_call (programme_id, key, enrolment_id, member_id, endpoint, body, next_at, created_at)
      SELECT ${programmeId}::smallint, 'k' || i, i, ${anna}::bigint, 'risk', '{}', now() + interval '1 day', now()
      FROM generate_series(1, 30000) i`;
    await database.$executeRaw`
      VACUUM ANALYZE enrolment, enrolment_queue, cohort, signal_outbox, notification_outbox, journey_entry, journey_call`;
    await database.$executeRaw`DELETE FROM enrolment_queue`;
    await database.$executeRaw`DELETE FROM notification_outbox`;
    await database.$executeRaw`UPDATE cohort SET started_at = now()`;
    await database.$executeRaw`UPDATE signal_outbox SET delivered_at = now()`;
    const scans = async () => {
      await database.$executeRaw`SELECT pg_stat_force_next_flush()`;
      const rows = await database.$queryRaw<{ seq_scan: bigint }[]>`
        SELECT seq_scan FROM pg_stat_user_tables
        WHERE relname IN ('enrolment', 'enrolment_queue', 'cohort', 'signal_outbox', 'notification_outbox', 'txn', 'journey_entry') ORDER BY relname`;
      return rows.map(({ seq_scan: count }) => Number(count));
    };
    const before = await scans();
    expect(await readBacklog(database, new Date())).toEqual({
      ...{
        enrolments: false,
        cohorts: false,
        signals: false,
        messages: false,
        notifications: false,
        verifications: false,
        reversals: false,
        segments: false,
        entries: false,
        watches: false,
        calls: false,
        launches: false,
        edits: false,
      },
    });
    expect(await waitingEnrolments(database, 10_000)).toEqual([]);
    expect(await undeliveredSignals(database, 4_000)).toEqual([]);
    expect(await unstartedCohorts(database, 32)).toEqual([]);
    expect(await scans()).toEqual(before);
  });
});

function idleInTransaction(database: Database): Promise<unknown[]> {
  return database.$queryRaw`
    SELECT query FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'idle in transaction' AND xact_start < clock_timestamp() - interval '1 s'`;
}
