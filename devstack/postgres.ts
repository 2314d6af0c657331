import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { PerennialError } from '../platform/errors.ts';
import { type Child, startChild, stopProcess, waitUntilReady } from './child.ts';
import type { Guard } from './guard.ts';
import { freePorts } from './ports.ts';
import { passableFolderMode, privateFolder } from './private-files.ts';
import { type Account, canReach, type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { supervise } from './supervise.ts';
import { commandLineOf } from '../platform/process.ts';

export interface PostgresOptions {
  /** Holds the cluster, its password and its log. */
  readonly dir: string;
  readonly guard: Guard;
  readonly port?: number;
  /** Server settings on top of the embedded ones. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told when the server ended by itself, and when it is back. */
  readonly note?: (text: string) => void;
}

export interface EmbeddedPostgres {
  readonly port: number;
  readonly pid: number;
  /** Of every role that logs in. */
  readonly password: string;
  /** The address of one of its databases, its superuser's unless another role is named. */
  url(database: string, role?: string): string;
  /** `immediate` is what a power cut leaves: every connection breaks, and the server recovers from its log. */
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
  /** Rejects when the server ended by itself and does not come back. */
  readonly lost: Promise<never>;
}

const user = 'perennial';
const readyPatienceMs = 60_000;

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  // Marks the server as one that a stepped clock may stand on.
  'perennial.embedded': 'on',
};

/** A PostgreSQL of our own, with its cluster made first where there is none yet. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = postgresBinaries();
  const dir = clusterFolder(options.dir, binaries.account);
  const paths = { data: join(dir, 'data'), password: join(dir, 'password'), log: join(dir, 'postgres.log') };
  if (!existsSync(join(paths.data, 'PG_VERSION')) || !existsSync(paths.password)) await makeCluster(binaries, paths);
  const password = readFileSync(paths.password, 'utf8').trim();
  const port = options.port ?? (await freePorts(1))[0] ?? 0;
  const url = (database: string, role = user) => `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;

  const start = async (): Promise<Child> => {
    // A postmaster that was killed leaves its own processes behind for a moment, and no other one may start before they ended.
    await endLeftover(paths.data);
    const flags = Object.entries({ ...settings, ...options.settings }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const child = await startChild({
      command: binaries.postgres,
      args: ['-D', paths.data, '-p', String(port), ...flags],
      logFile: paths.log,
      guard: options.guard,
      stopSignal: 'SIGINT',
      ...binaries.account,
    });
    await waitUntilReady('PostgreSQL', child, paths.log, () => accepts(url('postgres')), readyPatienceMs);
    return child;
  };

  const server = await supervise({ name: 'PostgreSQL', start, note: options.note });
  return {
    port,
    password,
    get pid() {
      return server.pid;
    },
    url,
    restart: (mode) => server.restart(mode === 'fast' ? 'SIGINT' : 'SIGQUIT'),
    stop: () => server.stop(),
    lost: server.lost,
  };
}

/** Removes a cluster, with a server that outlived its parent. */
export async function removeCluster(dir: string): Promise<void> {
  for (const folder of [resolve(dir), folderForAccount(dir)]) {
    await endLeftover(join(folder, 'data'));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The folder itself, or one that the server's account can reach where the folder lies in root's home. */
function clusterFolder(dir: string, account: Account | undefined): string {
  privateFolder(dir, { passable: account !== undefined });
  if (account === undefined || canReach(dir, account)) return resolve(dir);
  const folder = folderForAccount(dir);
  mkdirSync(folder, { recursive: true, mode: passableFolderMode });
  if (statSync(folder).uid !== 0) {
    throw new PerennialError('DATABASE_UNAVAILABLE', `${folder} belongs to another user.`, {
      fix: 'Remove that folder.',
    });
  }
  return privateFolder(folder, { passable: true });
}

function folderForAccount(dir: string): string {
  const path = resolve(dir);
  // What lies among temporary files stays there; other data outlives a restart of the machine.
  const base = path.startsWith(tmpdir()) ? tmpdir() : '/var/tmp';
  return join(base, `perennial-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`);
}

async function makeCluster(
  { initdb, account }: PostgresBinaries,
  paths: { data: string; password: string },
): Promise<void> {
  rmSync(paths.data, { recursive: true, force: true });
  mkdirSync(paths.data, { recursive: true, mode: 0o700 });
  writeFileSync(paths.password, `${randomBytes(18).toString('base64url')}\n`, { mode: 0o600 });
  if (account !== undefined) {
    chownSync(paths.data, account.uid, account.gid);
    chownSync(paths.password, account.uid, account.gid);
  }
  const flags = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin'];
  await promisify(execFile)(
    initdb,
    [
      `--pgdata=${paths.data}`,
      `--username=${user}`,
      `--pwfile=${paths.password}`,
      '--builtin-locale=C.UTF-8',
      ...flags,
    ],
    { cwd: dirname(paths.data), ...account },
  );
}

/** A server that outlived its parent is stopped before another one takes its cluster. */
async function endLeftover(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (pid > 0 && commandLineOf(pid).includes(data)) await stopProcess(pid, 'SIGINT');
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
