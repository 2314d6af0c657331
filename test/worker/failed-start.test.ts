import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join as joinPath } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SmtpCatcher } from '../../devstack/smtp-catcher.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { openCatcher, startTestWorker } from '../support/engine-worker.ts';
import { type EngineWorld, openWorld, quietLogger } from '../support/engine.ts';
import { temporalAddress, uniqueTaskQueue } from '../support/temporal.ts';

const host = '127.0.0.1';
/** Ten times as often as a relay looks for work. */
const quietMs = 1_000;
const exitWithinMs = 5_000;

let world: EngineWorld;
let catcher: SmtpCatcher;
let watcher: pg.Client;
let child: ChildProcess | undefined;
beforeAll(async () => {
  [world, catcher] = await Promise.all([openWorld({ settings: { story: 'gift' } }), openCatcher()]);
  watcher = new pg.Client({ connectionString: world.url });
  await watcher.connect();
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await Promise.all([watcher.end(), catcher.stop()]);
});

async function takePort(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

/** When the product last asked this database something. */
async function lastQueryAt(): Promise<string | undefined> {
  const { rows } = await watcher.query<{ at: string }>(
    `SELECT max(query_start)::text AS at FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'perennial'`,
  );
  return rows[0]?.at;
}

/** Nobody asks the database anything any more. */
async function expectQuiet(): Promise<void> {
  const before = await lastQueryAt();
  await new Promise((resolve) => setTimeout(resolve, quietMs));
  expect(await lastQueryAt()).toBe(before);
}

describe('A worker that can not start', () => {
  it('for a health port that is taken leaves nothing running, and starts once the port is free', async () => {
    const taskQueue = uniqueTaskQueue('failed');
    const { server, port } = await takePort();
    const start = () => startTestWorker(world, catcher, taskQueue, { http: { host, port } });
    await expect(start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expectQuiet();
    await new Promise((resolve) => server.close(resolve));
    const worker = await start();
    expect((await fetch(`http://${host}:${worker.port}/healthz`)).status).toBe(200);
    await worker.stop();
    await expectQuiet();
  });

  it('for want of the schedule of its sweep leaves nothing running, its health port among it', async () => {
    const { server, port } = await takePort();
    await new Promise((resolve) => server.close(resolve));
    // As long as a task queue may be called; its schedule is called longer than a schedule may be.
    const taskQueue = uniqueTaskQueue('failed').padEnd(1_000, 'x');
    await expect(startTestWorker(world, catcher, taskQueue, { http: { host, port } })).rejects.toThrow(/schedule/i);
    await expectQuiet();
    const again = createServer().listen(port, host);
    await once(again, 'listening');
    again.close();
  });

  it('lets go of what it would have worked with when the last part fails', async () => {
    const warned = vi.spyOn(quietLogger, 'warn');
    const start = () => startTestWorker(world, catcher, uniqueTaskQueue('failed'), { buildId: randomUUID() });
    await watcher.query('ALTER TABLE enrolment RENAME TO elsewhere');
    await expect(start()).rejects.toThrow(/enrolment/);
    await watcher.query('ALTER TABLE elsewhere RENAME TO enrolment');
    expect(warned).not.toHaveBeenCalled();
    await expectQuiet();
    await (await start()).stop();
  });

  it('keeps no process from ending', async () => {
    const script = joinPath(packageRoot(), 'test/support/failed-start-process.ts');
    const args = ['--import', 'tsx', script, world.url, temporalAddress(), uniqueTaskQueue('failed')];
    child = spawn(process.execPath, args, { cwd: packageRoot(), stdio: ['ignore', 'pipe', 'inherit'] });
    const [told] = (await once(child.stdout!, 'data')) as [Buffer];
    expect(String(told)).toBe('EADDRINUSE\n');
    const patience = setTimeout(() => child?.kill('SIGKILL'), exitWithinMs);
    const [code] = (await once(child, 'exit')) as [number | null];
    clearTimeout(patience);
    expect(code).toBe(0);
  });
});
