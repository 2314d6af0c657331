import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** PostgreSQL's own load generator, written in C: what the database does when the client costs nearly nothing. */
export interface Pgbench {
  readonly path: string;
  readonly version: string;
  /** Runs a script again and again from so many connections. */
  run(script: string, options: PgbenchOptions): Promise<PgbenchResult>;
}

interface PgbenchResult {
  readonly transactions: number;
  readonly perSecond: number;
}

export interface PgbenchOptions {
  readonly url: string;
  readonly clients: number;
  readonly seconds: number;
}

export const howToGetPgbench =
  'pgbench was not found: it comes with the PostgreSQL package of the distribution (apt install postgresql, ' +
  'dnf install postgresql-contrib, brew install postgresql), not with the embedded server';

const debianFolder = '/usr/lib/postgresql';
/** Threads of pgbench: two drive more than the database does on any small machine. */
const threads = 2;

/** The newest pgbench there is on PATH or where Debian puts it; undefined when there is none. */
export async function findPgbench(): Promise<Pgbench | undefined> {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  const debian = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debianFolder, version, 'bin'));
  const folders = [...debian, ...(process.env.PATH ?? '').split(delimiter)];
  const path = folders.map((folder) => join(folder, 'pgbench')).find((file) => existsSync(file));
  if (path === undefined) return undefined;
  const { stdout } = await promisify(execFile)(path, ['--version']);
  return { path, version: stdout.trim(), run: (script, options) => run(path, script, options) };
}

async function run(path: string, script: string, { url, clients, seconds }: PgbenchOptions): Promise<PgbenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-pgbench-'));
  try {
    const file = join(folder, 'script.sql');
    writeFileSync(file, script);
    const { hostname, port, username, password, pathname } = new URL(url);
    const args = [
      ...['--no-vacuum', '--protocol=prepared', '--random-seed=rand', `--file=${file}`],
      ...[`--client=${clients}`, `--jobs=${Math.min(threads, clients)}`, `--time=${seconds}`],
      ...[`--host=${hostname}`, `--port=${port}`, `--username=${username}`, pathname.slice(1)],
    ];
    const env = { ...process.env, PGPASSWORD: decodeURIComponent(password) };
    const { stdout, stderr } = await promisify(execFile)(path, args, { env });
    const transactions = Number(/^number of transactions actually processed: (\d+)/m.exec(stdout)?.[1]);
    const perSecond = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
    if (!(transactions > 0 && perSecond > 0) || /aborted/.test(stderr)) {
      throw new Error(`pgbench failed:\n${stderr.trim() || stdout}`);
    }
    return { transactions, perSecond };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
