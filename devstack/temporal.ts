import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Connection } from '@temporalio/client';
import { type Child, startChild, stopProcess, waitUntilReady } from './child.ts';
import type { Guard } from './guard.ts';
import { freePorts, stillFree } from './ports.ts';
import { privateFileMode, privateFolder } from './private-files.ts';
import { supervise } from './supervise.ts';
import { commandLineOf } from '../platform/process.ts';
import { prepareTemporal } from '../platform/temporal-client.ts';

export interface TemporalOptions {
  /** Holds the log, and the server's database when `persistent`. */
  readonly dir: string;
  readonly guard: Guard;
  /** The Temporal CLI. */
  readonly cli: string;
  readonly port?: number;
  readonly uiPort?: number;
  /** Keeps workflows on disk, so that they outlive a restart. Default true. */
  readonly persistent?: boolean;
  /** Told when the server ended by itself, and when it is back. */
  readonly note?: (text: string) => void;
}

export interface EmbeddedTemporal {
  /** host:port for clients and workers. */
  readonly address: string;
  readonly uiUrl: string;
  readonly pid: number;
  /** Ends the server as it stands, without asking (SIGKILL), and starts it again on the same ports; `empty`: its disk is lost. */
  restart(options?: { readonly empty?: boolean }): Promise<void>;
  stop(): Promise<void>;
  /** Rejects when the server ended by itself and does not come back. */
  readonly lost: Promise<never>;
}

const readyPatienceMs = 60_000;
/** The server's default of 2,400 calls a second is for a shared one; a bench or a launch on this machine may use more. */
const dynamicConfig = ['frontend.namespaceRPS=20000'];

/** A Temporal development server of our own. */
export async function startTemporal(options: TemporalOptions): Promise<EmbeddedTemporal> {
  const dir = resolve(options.dir);
  privateFolder(dir);
  await endLeftoverTemporal(dir);
  const logFile = join(dir, 'temporal.log');
  const free = await freePorts(2);
  const port = options.port ?? free[0];
  let uiPort = options.uiPort ?? free[1] ?? 0;
  const address = `127.0.0.1:${port}`;
  const databaseFile = join(dir, 'temporal.db');
  const storage = [
    ...['--db-filename', databaseFile],
    // Without a wait for the disk at every step; what a power cut may take, a new start replays from PostgreSQL.
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
  ];

  const start = async (): Promise<Child> => {
    // While the server was away somebody else may have got the page's port: nobody but a browser needs it to stay.
    if (options.uiPort === undefined) uiPort = await stillFree(uiPort);
    const child = await startChild({
      command: options.cli,
      args: [
        ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort)],
        ...['--log-level', 'warn'],
        ...(options.persistent === false ? [] : storage),
        ...dynamicConfig.flatMap((setting) => ['--dynamic-config-value', setting]),
      ],
      logFile,
      guard: options.guard,
      stopSignal: 'SIGTERM',
    });
    try {
      writeFileSync(pidFile(dir), String(child.pid), { mode: privateFileMode });
    } catch (error) {
      await child.stop('SIGKILL');
      throw error;
    }
    await waitUntilReady('Temporal', child, logFile, () => servesNamespace(address), readyPatienceMs);
    await prepareTemporal({ connection: { address }, namespace: 'default' });
    return child;
  };

  const server = await supervise({ name: 'Temporal', start, note: options.note });
  return {
    address,
    get uiUrl() {
      return `http://127.0.0.1:${uiPort}`;
    },
    get pid() {
      return server.pid;
    },
    restart: ({ empty = false } = {}) =>
      server.restart('SIGKILL', () => {
        if (empty) for (const tail of ['', '-wal', '-shm']) rmSync(`${databaseFile}${tail}`, { force: true });
      }),
    stop: () => server.stop(),
    lost: server.lost,
  };
}

/** The guard ends a server whose parent died; where even the guard was killed, the next start does. */
export async function endLeftoverTemporal(dir: string): Promise<void> {
  if (!existsSync(pidFile(dir))) return;
  const pid = Number(readFileSync(pidFile(dir), 'utf8'));
  if (pid > 0 && commandLineOf(pid).includes(join(resolve(dir), 'temporal.db'))) await stopProcess(pid, 'SIGTERM');
  rmSync(pidFile(dir), { force: true });
}

function pidFile(dir: string): string {
  return join(resolve(dir), 'temporal.pid');
}

/** Whether a server answers and knows its default namespace. */
async function servesNamespace(address: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: '2 seconds' });
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
