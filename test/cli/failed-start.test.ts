import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { cliStart, runCli } from '../support/run-cli.ts';
import { temporalAddress } from '../support/temporal.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
let server: Server | undefined;
let child: ChildProcess | undefined;
afterEach(() => {
  server?.close();
  child?.kill('SIGKILL');
});

const settings = {
  PUBLIC_URL: 'https://loyalty.example.com',
  UNSUBSCRIBE_SECRET: 'sixteen characters at least',
  IDENTITY_KEY: 'a key that only the tests have',
  WORKER_PORT: '0',
  API_HEALTH_PORT: '0',
  PORT: '0',
};
const nowhere = 'postgresql://anna:geheim@127.0.0.1:9/none';

describe('A process that can not start ends, and says why', () => {
  it.each(['worker', 'api'])('%s, where PostgreSQL is away', async (name) => {
    const { code, stderr } = await runCli(nowhere, [name], settings);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^PostgreSQL at 127\.0\.0\.1:9\/none does not answer: nothing listens there\.\nFix: Check DATABASE_URL/,
    );
    expect(stderr).not.toContain('geheim');
  });

  it('the worker, where Temporal is away', async () => {
    const { code, stderr } = await runCli(fresh.url, ['worker'], { ...settings, TEMPORAL_ADDRESS: '127.0.0.1:9' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/No Temporal server answers at 127\.0\.0\.1:9: .*\nFix: Check TEMPORAL_ADDRESS/);
  });

  it('the worker, where Temporal lacks the namespace', async () => {
    const env = { ...settings, TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_NAMESPACE: 'elsewhere' };
    const { code, stderr } = await runCli(fresh.url, ['worker'], env);
    expect(code).toBe(1);
    expect(stderr).toContain('it has no namespace elsewhere');
  });

  it('never advises what it would refuse: with DATABASE_URL set `perennial up` does not start', async () => {
    const { stderr } = await runCli(nowhere, ['campaign', 'list'], settings);
    expect(stderr).not.toContain('perennial up');
    expect((await runCli(nowhere, ['up'], settings)).stderr).toContain('DATABASE_URL is set');
  });
});

describe('A process that is to wait for its servers', () => {
  it('does, as long as it was told, and ends with the same sentence', async () => {
    const { code, stderr } = await runCli(nowhere, ['api', '--wait', '2'], settings);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Waiting for it, 2 s at most/);
    expect(stderr).toMatch(/\nPostgreSQL at 127\.0\.0\.1:9\/none does not answer/);
  });

  it('ends at the first SIGTERM, and so does one that still starts', async () => {
    // A server that takes connections and says nothing.
    server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    for (const [name, url] of [
      ['worker', `postgresql://a:b@127.0.0.1:${port}/x`],
      ['api', nowhere],
    ] as const) {
      child = spawn(process.execPath, [...cliStart, name, '--wait', '60'], {
        env: { PATH: process.env.PATH, ...settings, DATABASE_URL: url },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      // The api says that it waits; the worker's server is silent.
      if (name === 'api') await once(child.stderr!, 'data');
      else await once(server, 'connection');
      const stoppedAt = performance.now();
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      expect(code).toBe(143);
      expect(performance.now() - stoppedAt).toBeLessThan(2_000);
    }
  });
});
