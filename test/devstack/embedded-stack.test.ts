import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from '../../devstack/child.ts';
import { startGuard } from '../../devstack/guard.ts';
import { startStack, type Stack } from '../../devstack/stack.ts';
import { supervise } from '../../devstack/supervise.ts';
import { findConnections } from '../../platform/connections.ts';
import { readEnv } from '../../platform/env.ts';
import { isAlive } from '../../platform/process.ts';
import { readStackFile } from '../../platform/stack-file.ts';
import { until } from '../support/engine.ts';

const dir = mkdtempSync(join(tmpdir(), 'perennial-stack-'));
chmodSync(dir, 0o711);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the embedded stack', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ dir, volatile: true });
  });
  afterAll(() => stack.stop());

  it('is found by other commands through stack.json', () => {
    expect(readStackFile(dir)).toMatchObject({
      databaseUrl: stack.databaseUrl,
      temporalAddress: stack.temporalAddress,
    });
  });

  it('is started once a folder: the second start is refused and says what to do', async () => {
    await expect(startStack({ dir })).rejects.toMatchObject({ code: 'STACK_RUNNING', field: 'PERENNIAL_DIR' });
  });

  it('has a migrated database, whose rows survive a restart that leaves the server no time', async () => {
    await query(stack.databaseUrl, 'CREATE TABLE survivor (id int); INSERT INTO survivor VALUES (1)');
    await stack.restartPostgres('immediate');
    expect(await query(stack.databaseUrl, 'SELECT id FROM survivor')).toEqual([{ id: 1 }]);
    expect(await query(stack.databaseUrl, "SELECT to_regclass('ledger.lot') IS NOT NULL AS migrated")).toEqual([
      { migrated: true },
    ]);
  });

  it('keeps its files and the mails it caught from every other account of the machine', () => {
    const open = readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .map((name) => ({ name, stat: lstatSync(join(dir, name)) }))
      // Where root runs the stack, PostgreSQL's account passes through the folders above its data, and sees nothing in them.
      .filter(({ stat }) => (stat.mode & (stat.isDirectory() ? 0o066 : 0o077)) !== 0)
      .map(({ name, stat }) => `${name} ${(stat.mode & 0o777).toString(8)}`);
    expect(open).toEqual([]);
    expect(lstatSync(join(dir, 'mail')).mode & 0o777).toBe(0o700);
  });

  it('has a key of its own by which one person is told under two accounts, kept with it', () => {
    expect(stack.identityKeys).toEqual([readFileSync(join(dir, 'identity.keys'), 'utf8')]);
    expect(findConnections(readEnv({ PERENNIAL_DIR: dir })).identityKeys).toEqual(stack.identityKeys);
  });

  it('has a Temporal server that comes back at its address', async () => {
    await stack.restartTemporal();
    expect((await fetch(String(stack.temporalUiUrl))).ok).toBe(true);
  });
});

describe('a server of a stack that dies', () => {
  let stack: Stack;
  const said: string[] = [];
  const folder = join(dir, 'mortal');
  beforeAll(async () => {
    stack = await startStack({ dir: folder, volatile: true, onProgress: (text) => said.push(text) });
  });
  afterAll(() => stack.stop());

  it('is started again by itself, with its data and at its address', async () => {
    await query(stack.databaseUrl, 'CREATE TABLE survivor (id int); INSERT INTO survivor VALUES (1)');
    for (const pid of serversOf(folder)) process.kill(pid, 'SIGKILL');
    await until(
      async () => said.filter((text) => text.endsWith('is back')).sort(),
      (back) => back.length === 2,
      { withinMs: 60_000 },
    );
    expect(said).toContain('PostgreSQL ended by itself; starting it again');
    expect(await query(stack.databaseUrl, 'SELECT id FROM survivor')).toEqual([{ id: 1 }]);
    expect((await fetch(String(stack.temporalUiUrl))).ok).toBe(true);
  });

  it('ends what holds the stack with a sentence when it does not come back', async () => {
    const guard = startGuard();
    let starts = 0;
    const server = await supervise({
      name: 'The server',
      patienceMs: 1_500,
      start: () => {
        starts += 1;
        if (starts > 1) throw new Error('The end of its log: no space left on device.');
        return startChild({
          command: '/bin/sleep',
          args: ['60'],
          logFile: join(folder, 'sleep.log'),
          guard,
          stopSignal: 'SIGTERM',
        });
      },
    });
    process.kill(server.pid, 'SIGKILL');
    await expect(server.lost).rejects.toThrow(
      'The server does not come back. The end of its log: no space left on device.',
    );
    guard.release();
  });
});

describe('the servers of a stack', () => {
  it.each(['SIGINT', 'SIGKILL'] as const)('end with their process, ended by %s, and start again', async (signal) => {
    const folder = join(dir, signal);
    const holder = await holdStack(folder);
    const servers = serversOf(folder);
    expect(servers.map(isAlive)).toEqual([true, true]);
    holder.kill(signal);
    await once(holder, 'exit');
    await until(
      async () => servers.map(isAlive),
      (alive) => alive.every((one) => !one),
    );
    expect(readStackFile(folder)).toBeUndefined();

    const again = await startStack({ dir: folder, volatile: true });
    expect(await query(again.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await again.stop();
  });
});

async function holdStack(folder: string): Promise<ChildProcess> {
  const script = new URL('../support/hold-stack.ts', import.meta.url).pathname;
  const holder = spawn(process.execPath, ['--import', 'tsx', script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = (await once(holder.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('ready\n');
  return holder;
}

function serversOf(folder: string): number[] {
  const files = [join(folder, 'postgres', 'data', 'postmaster.pid'), join(folder, 'temporal', 'temporal.pid')];
  return files.filter(existsSync).map((file) => Number(readFileSync(file, 'utf8').split('\n')[0]));
}

async function query(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(sql);
    return result.rows;
  } finally {
    await client.end();
  }
}
