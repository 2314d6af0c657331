import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { freePorts } from '../../devstack/ports.ts';
import { type PostgresProxy, startPostgresProxy } from '../../fault-proof/faults/postgres-proxy.ts';
import { moveClock, startSteppedClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import { packageRoot } from '../../platform/package-root.ts';
import type { Scope } from '../../modules/keys/rules-token.ts';
import { freshDatabase } from './database.ts';
import { openCatcher } from './engine-worker.ts';
import { cliStart, runCli } from './run-cli.ts';
import { temporalAddress, uniqueTaskQueue } from './temporal.ts';
import { type Answer, type CallOptions, callApi } from './v1-world.ts';

/** A request to one of the processes, or to whichever is next. */
export interface Caller {
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  get(path: string, options?: CallOptions): Promise<Answer>;
  post(path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
}

/** Two `perennial api` and a `perennial worker` on one database, started as a user starts them, on a clock that the test moves. */
export interface ApiProcesses extends Caller {
  readonly database: Database;
  readonly databaseUrl: string;
  /** One that may do everything. */
  readonly key: string;
  readonly first: Caller;
  readonly second: Caller;
  /** Moves the programme clock on, and waits until both processes go by it. */
  at(instant: string): Promise<void>;
  /** `perennial key create`, of the programme that `openApiProcesses` made or of another one. */
  newKey(scopes: readonly Scope[], programme?: string): Promise<string>;
  newProgramme(code: string): Promise<void>;
  /** Kills the first process with SIGKILL when PostgreSQL has committed its next transaction and before it hears of it. */
  killFirstAtCommit(): Promise<void>;
  /** Starts the first process again, at its address. */
  restartFirst(): Promise<void>;
  stop(): Promise<void>;
}

const programme = 'shop';
const readyMs = 30_000;

export async function openApiProcesses(at: string): Promise<ApiProcesses> {
  const { database, url: databaseUrl } = await freshDatabase();
  await startSteppedClock(database, { at: new Date(at) });
  const folder = mkdtempSync(join(tmpdir(), 'perennial-api-'));
  const catcher = await openCatcher();
  let died: () => void = () => undefined;
  // What has been committed is not told to the process: it is gone before it could hear of it.
  const proxy: PostgresProxy = await startPostgresProxy(databaseUrl, () => {
    first.kill();
    died();
  });
  const environment = {
    ...{ PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', LOG_LEVEL: 'warn' },
    ...{ IDENTITY_KEY: 'a key that only the tests have', UNSUBSCRIBE_SECRET: 'a secret that only the tests have' },
    ...{ SMTP_URL: catcher.smtpUrl, TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_TASK_QUEUE: uniqueTaskQueue('api') },
    ...{ WORKER_PORT: '0', API_HEALTH_PORT: '0', PUBLIC_URL: 'https://club.example', WEBHOOKS_TO_THIS_MACHINE: 'on' },
  };
  const newProgramme = (code: string) => applyProgramme(databaseUrl, folder, code);
  await newProgramme(programme);
  const ports = await freePorts(2);
  const start = (name: string, url: string, port?: number) =>
    startProcess(name, { ...environment, DATABASE_URL: url, ...(port === undefined ? {} : { PORT: String(port) }) });
  const newKey = (scopes: readonly Scope[], of = programme) => createKey(databaseUrl, scopes, of);
  let first = start('api', proxy.url, ports[0]);
  const second = start('api', databaseUrl, ports[1]);
  const worker = start('worker', databaseUrl);
  const urls = ports.map((port) => `http://127.0.0.1:${port}`) as [string, string];
  const [key] = await Promise.all([
    newKey(['read', 'write', 'launch', 'finance', 'admin']),
    ...urls.map((url) => isServing(url)),
  ]);
  const callers = urls.map((url) =>
    callerOf((method, path, options) => callApi(url, method, path, { key, ...options })),
  );
  let turn = 0;
  const either = callerOf((method, path, options) => callers[turn++ % 2]!.call(method, path, options));
  await either.post('/members', { id: 'clock' });
  return {
    ...{ database, databaseUrl, key, first: callers[0]!, second: callers[1]!, ...either, newKey, newProgramme },
    at: async (instant) => {
      await moveClock(database, { to: new Date(instant) });
      for (const caller of callers) await goesBy(caller, new Date(instant));
    },
    killFirstAtCommit: async () => {
      const dead = new Promise<void>((resolve) => (died = resolve));
      proxy.dropNextReply();
      await dead;
      await first.ended;
    },
    restartFirst: async () => {
      first = start('api', proxy.url, ports[0]);
      await isServing(urls[0]);
    },
    stop: async () => {
      await Promise.all([first, second, worker].map((each) => each.stop()));
      await Promise.all([proxy.stop(), catcher.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function callerOf(call: (method: string, path: string, options?: CallOptions) => Promise<Answer>): Caller {
  return {
    call,
    get: (path, options) => call('GET', path, options),
    post: (path, body, options) => call('POST', path, { ...(body === undefined ? {} : { body }), ...options }),
  };
}

/** The reference programme under another code, with a second person above 1,000 points. */
async function applyProgramme(databaseUrl: string, folder: string, code: string): Promise<void> {
  const path = join(folder, `${code}.yaml`);
  const reference = readFileSync(join(packageRoot(), 'playbooks/reference/programme.yaml'), 'utf8');
  writeFileSync(path, reference.replace('code: reference', `code: ${code}`));
  appendFileSync(path, '\nadjustments:\n  reviewAbove: 1000\n');
  expect(await runCli(databaseUrl, ['programme', 'apply', path])).toMatchObject({ code: 0 });
}

async function createKey(databaseUrl: string, scopes: readonly Scope[], of: string): Promise<string> {
  const words = ['key', 'create', 'test', '--scopes', scopes.join(','), '--programme', of];
  const { stdout, stderr } = await runCli(databaseUrl, words);
  if (!stdout.startsWith('prn_')) throw new Error(`no key was made: ${stderr}`);
  return stdout.trim();
}

interface Started {
  readonly ended: Promise<unknown>;
  kill(): void;
  stop(): Promise<void>;
}

function startProcess(name: string, env: NodeJS.ProcessEnv): Started {
  const child: ChildProcess = spawn(process.execPath, [...cliStart, name], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(child, 'exit');
  return {
    ended,
    kill: () => void child.kill('SIGKILL'),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function isServing(url: string): Promise<void> {
  await vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200), {
    ...{ timeout: readyMs, interval: 50 },
  });
}

async function goesBy(caller: Caller, instant: Date): Promise<void> {
  const quoted = async () =>
    (await caller.post('/quotes', { memberId: 'clock', amountMinor: 1 })).body.quotedAt as string;
  await vi.waitFor(async () => expect(new Date(await quoted())).toEqual(instant), { timeout: readyMs, interval: 30 });
}
