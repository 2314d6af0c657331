import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../values/json.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { type Clock, moveClock, openClock, startSteppedClock } from '../../platform/clock.ts';
import { type Stack, startStack } from '../../devstack/stack.ts';
import { migrateDatabase } from '../../platform/migrate.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { type Recovery, recover } from '../../worker/recover.ts';
import { untilIdle } from '../../devstack/stepping.ts';
import { until } from '../support/engine.ts';
import { openStoryWorld } from '../support/story-world.ts';
import { uniqueTaskQueue } from '../support/temporal.ts';

const startAt = new Date('2026-03-02T09:15:00Z');

// A stack of the test's own: its Temporal loses everything.
const dir = mkdtempSync(join(tmpdir(), 'perennial-recover-'));
let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ dir, volatile: true });
});
afterAll(async () => {
  await stack.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** What members do, on which day: before, while and after Temporal's storage is lost on day 5. */
const script: readonly (readonly [day: number, member: string, type: string, data: JsonObject])[] = [
  ...['ada', 'ben', 'cleo', 'dora', 'emil', 'finn'].map((name) => [0, name, 'member.joined', profileOf(name)] as const),
  [1, 'ada', 'order.placed', orderOf('A-1')],
  [2, 'ben', 'member.updated', { birthday: '1990-05-17' }],
  [4, 'gus', 'member.joined', profileOf('gus')],
  [5, 'cleo', 'order.placed', orderOf('C-1')],
  [7, 'ben', 'order.placed', orderOf('B-1')],
  [8, 'dora', 'member.updated', { birthday: '1991-01-02' }],
  [9, 'hana', 'member.joined', profileOf('hana')],
  [12, 'gus', 'order.placed', orderOf('G-1')],
];
const lastDay = 45;
const lossDay = 5;

function profileOf(name: string): JsonObject {
  return { email: `${name}@members.example`, name, consent: { email: true } };
}
function orderOf(orderId: string): JsonObject {
  return { orderId, amountMinor: 2_500, currency: 'GBP' };
}

/** Lives through the script on a database of its own; `onLossDay` may do its worst before that day's events. */
async function liveThrough(name: string, onLossDay: (running: Running) => Promise<void>) {
  const database = openDatabase(await makeDatabase(name), { poolSizeMax: 20 });
  await startSteppedClock(database, { at: startAt });
  const clock = await openClock(database);
  const world = await openStoryWorld({ startAt, clock, database });
  await world.launch('onboarding-gift');
  const taskQueue = uniqueTaskQueue(name);
  await world.startWorker({
    taskQueue,
    temporal: { connection: { address: stack.temporalAddress }, namespace: 'default' },
  });
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const running = { database, clock, client: new Client({ connection }), taskQueue };
  const goTo = async (day: number) => {
    await moveClock(database, { to: world.dayOf(day) });
    await untilIdle(running, { patienceMs: 60_000 });
  };
  try {
    for (const day of new Set(script.map(([onDay]) => onDay))) {
      await goTo(day);
      if (day === lossDay) await onLossDay({ database, clock, taskQueue });
      const events = script.filter(([onDay]) => onDay === day);
      await ingestEvents(
        { database, clock },
        world.programme.id,
        events.map(([, memberId, type, data]) => ({
          id: `${memberId}:${type}:${day}`,
          ...{ type, memberId, occurredAt: world.dayOf(day).toISOString(), data },
        })),
      );
    }
    for (let day = lossDay; day <= lastDay; day += 1) await goTo(day);
    expect(await database.enrolment.count({ where: { status: 'active' } })).toBe(0);
    expect(await verifyInvariants(database)).toEqual([]);
    return await endStateOf(database);
  } finally {
    await connection.close();
    await world.stop();
    await database.$disconnect();
  }
}

interface Running {
  readonly database: Database;
  readonly clock: Clock;
  readonly taskQueue: string;
}

async function makeDatabase(name: string): Promise<string> {
  const url = new URL(stack.databaseUrl);
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  return url.href;
}

/** What a member has in the end, and how each story came to its own. */
async function endStateOf(database: Database) {
  const members = await database.member.findMany({ orderBy: { externalId: 'asc' } });
  return Promise.all(
    members.map(async ({ id: memberId, externalId }) => ({
      member: externalId,
      available: (await database.ledgerBalance.findFirst({ where: { memberId } }))?.available,
      enrolments: await database.enrolment.findMany({
        where: { memberId },
        select: { status: true, reason: true },
      }),
      steps: (await database.step.findMany({ where: { memberId }, orderBy: { id: 'asc' } })).map(
        ({ key, outcome }) => ({ key, kind: (outcome as JsonObject).kind }),
      ),
      messages: await database.message.findMany({
        where: { memberId },
        select: { template: true, status: true, reason: true },
        orderBy: { id: 'asc' },
      }),
    })),
  );
}

describe('With the storage of Temporal lost in the middle of a campaign', () => {
  it('every enrolment is rebuilt and ends as it would have', async () => {
    const undisturbed = await liveThrough('undisturbed', async () => undefined);
    const seen: Record<string, Recovery> = {};
    const recovered = await liveThrough('recovered', async ({ database, clock, taskQueue }) => {
      const look = async (dryRun: boolean) => {
        const connection = await Connection.connect({ address: stack.temporalAddress });
        const deps = { database, clock, client: new Client({ connection }), taskQueue };
        return recover(deps, { dryRun, force: false, actor: 'test' }).finally(() => connection.close());
      };
      seen.before = await look(true);
      await stack.restartTemporal({ empty: true });
      seen.lost = await look(true);
      seen.done = await look(false);
      await until(
        () => look(true),
        ({ cohorts, running }) => cohorts > 0 && running === cohorts,
      );
      seen.again = await look(false);
    });

    expect(seen.before).toMatchObject({ lost: 0, enrolments: 0 });
    expect(seen.before?.running).toBeGreaterThan(0);
    expect(seen.lost).toMatchObject({ lost: seen.before?.cohorts, running: 0, enrolments: 6, made: 0 });
    expect(seen.done).toMatchObject({ enrolments: 6, made: 1 });
    expect(seen.again).toMatchObject({ cohorts: 1, running: 1, enrolments: 0, made: 0 });
    expect(undisturbed.flatMap(({ messages }) => messages).length).toBeGreaterThan(8);
    expect(recovered).toEqual(undisturbed);
  }, 240_000);
});
