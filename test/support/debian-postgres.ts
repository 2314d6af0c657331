import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, waitUntilReady } from '../../devstack/child.ts';
import { startGuard } from '../../devstack/guard.ts';
import { freePorts } from '../../devstack/ports.ts';
import { postgresBinaries } from '../../devstack/postgres-binaries.ts';
import { query } from './own-postgres.ts';

/** A PostgreSQL with its tools, as the distribution ships it: the embedded one has no pg_dump. */
export interface DebianPostgres {
  /** The folder of its programs. */
  readonly programs: string;
  url(database: string): string;
  stop(): Promise<void>;
}

const installedIn = '/usr/lib/postgresql';
const password = 'drill';

/** The programs of the oldest version that is installed and supported; undefined where there is none. */
export function findDebianPostgres(): string | undefined {
  if (!existsSync(installedIn)) return undefined;
  const [oldest] = readdirSync(installedIn)
    .filter((version) => Number(version) >= 15)
    .sort((a, b) => Number(a) - Number(b))
    .map((version) => join(installedIn, version, 'bin'))
    .filter((folder) =>
      ['initdb', 'postgres', 'pg_dump', 'pg_restore'].every((name) => existsSync(join(folder, name))),
    );
  return oldest;
}

/** Starts it on an empty cluster. */
export async function startDebianPostgres(programs: string): Promise<DebianPostgres> {
  const { account } = postgresBinaries();
  const dir = mkdtempSync(join(tmpdir(), 'debian-postgres-'));
  chmodSync(dir, 0o711);
  const [data, secret, log] = [join(dir, 'data'), join(dir, 'password'), join(dir, 'postgres.log')];
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) for (const path of [data, secret]) chownSync(path, account.uid, account.gid);
  const words = [
    '-D',
    data,
    '-U',
    'perennial',
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ];
  execFileSync(join(programs, 'initdb'), words, { ...account, stdio: 'ignore', cwd: dir });
  const [port = 0] = await freePorts(1);
  const url = (database: string) => `postgresql://perennial:${password}@127.0.0.1:${port}/${database}`;
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=100'];
  const guard = startGuard();
  const child = await startChild({
    command: join(programs, 'postgres'),
    // The last one marks it as a server that a stepped clock may stand on.
    args: ['-D', data, '-p', String(port), ...[...settings, 'perennial.embedded=on'].flatMap((each) => ['-c', each])],
    ...{ logFile: log, guard, stopSignal: 'SIGINT' as const, ...account },
  });
  const accepts = () =>
    query(url('postgres'), 'SELECT 1').then(
      () => true,
      () => false,
    );
  await waitUntilReady('PostgreSQL', child, log, accepts, 60_000);
  return {
    ...{ programs, url },
    stop: async () => {
      await child.stop();
      guard.release();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
