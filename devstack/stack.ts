import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { createRoles } from '../platform/apply-grants.ts';
import { identityKeysOf } from '../platform/connections.ts';
import { type Env, readEnv } from '../platform/env.ts';
import { describeError, PerennialError } from '../platform/errors.ts';
import { useIdentityKeys } from '../platform/identity-keys.ts';
import { migrateDatabase } from '../platform/migrate.ts';
import { removeStackFile, writeStackFile } from '../platform/stack-file.ts';
import { type Guard, startGuard } from './guard.ts';
import { freePorts } from './ports.ts';
import { keptSecret, passableFolderMode, privateFileMode, privateFolderMode } from './private-files.ts';
import { type EmbeddedPostgres, removeCluster, startPostgres } from './postgres.ts';
import { commandLineOf, isAlive } from '../platform/process.ts';
import { startSmtpCatcher } from './smtp-catcher.ts';
import { prepareTemporal, temporalTarget } from '../platform/temporal-client.ts';
import { findTemporalCli } from './temporal-cli.ts';
import { type EmbeddedTemporal, endLeftoverTemporal, startTemporal } from './temporal.ts';

export interface StackOptions {
  /** Holds the data of all servers and `stack.json`. */
  readonly dir: string;
  readonly env?: Env;
  /** Ports that must be these; the others are free ones. */
  readonly ports?: Partial<Record<'postgres' | 'temporal' | 'temporalUi' | 'smtp' | 'mailPage' | 'public', number>>;
  /** Throws away what an earlier stack left in the folder. */
  readonly fresh?: boolean;
  /** Commands and workers use a role that can't change what is a fact; only `perennial migrate` uses the owner's. */
  readonly leastPrivilege?: boolean;
  /** PostgreSQL without waiting for the disk: for a demo or a test, whose data may be made again. */
  readonly volatile?: boolean;
  readonly onProgress?: (text: string) => void;
}

/** PostgreSQL, Temporal and a mail catcher on this machine, migrated and ready. */
export interface Stack {
  readonly databaseUrl: string;
  /** The owner's, for migrations. */
  readonly ownerUrl: string;
  readonly temporalAddress: string;
  readonly temporalUiUrl: string | undefined;
  /** Where the Temporal server came from, in words. */
  readonly temporalSource: string;
  readonly smtpUrl: string;
  readonly mailPageUrl: string;
  readonly unsubscribeSecret: string;
  /** Hash what tells one person under two accounts; this process uses them, too. */
  readonly identityKeys: readonly string[];
  /** Where links in mails lead; whoever holds the stack serves the routes for members there. */
  readonly publicUrl: string;
  restartPostgres(mode: 'immediate' | 'fast'): Promise<void>;
  /** `empty`: with its storage lost. */
  restartTemporal(options?: { readonly empty?: boolean }): Promise<void>;
  stop(): Promise<void>;
  /** Rejects with a sentence when a server of it ended by itself and does not come back. */
  readonly lost: Promise<never>;
}

const databaseName = 'perennial';
/** Of prisma/roles.sql. */
const appRole = 'perennial_app';
/** What 0.1 hashed with everywhere. */
const keyBefore = 'perennial';

/** Starts the embedded stack in a folder; other commands find it there by `stack.json`. It ends with this process, however that ends. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dir = resolve(options.dir);
  const env = options.env ?? readEnv();
  const say = options.onProgress ?? (() => undefined);
  const unlock = lock(dir);
  const guard = startGuard();
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    removeStackFile(dir);
    await Promise.all(stops.splice(0).map((end) => end()));
    guard.release();
    unlock();
  };
  try {
    if (options.fresh) await removeData(dir);
    const identityKeys = identityKeysOf(env) ?? keptIdentityKeys(dir);
    useIdentityKeys(identityKeys);
    const [postgres, temporal, mail] = await startServers({ ...options, dir }, env, guard, stops, say);
    const lost = Promise.race([postgres.lost, ...(temporal.server === undefined ? [] : [temporal.server.lost])]);
    // Whoever does not look at it must not be ended by it.
    lost.catch(() => undefined);
    const stack = {
      databaseUrl: options.leastPrivilege ? postgres.url(databaseName, appRole) : postgres.url(databaseName),
      ownerUrl: postgres.url(databaseName),
      temporalAddress: temporal.address,
      temporalUiUrl: temporal.uiUrl,
      temporalSource: temporal.source,
      smtpUrl: mail.smtpUrl,
      mailPageUrl: mail.pageUrl,
      unsubscribeSecret: env.UNSUBSCRIBE_SECRET ?? keptSecret(join(dir, 'unsubscribe.secret')),
      identityKeys,
      publicUrl: `http://127.0.0.1:${options.ports?.public ?? (await freePorts(1))[0]}`,
    };
    writeStackFile(dir, {
      ...stack,
      identityKeys: [...identityKeys],
      pid: process.pid,
      startedAt: new Date().toISOString(),
    });
    return {
      ...stack,
      restartPostgres: (mode) => postgres.restart(mode),
      restartTemporal: (how) => restartTemporal(temporal, how),
      stop,
      lost,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Temporal {
  readonly address: string;
  readonly uiUrl: string | undefined;
  readonly source: string;
  /** Undefined when it is somebody else's. */
  readonly server: EmbeddedTemporal | undefined;
}

async function startServers(
  options: StackOptions,
  env: Env,
  guard: Guard,
  stops: (() => Promise<unknown>)[],
  say: (text: string) => void,
) {
  const ports = options.ports ?? {};
  const starting = [
    startDatabase(options, guard, stops, say),
    startOrTakeTemporal(options, env, guard, stops, say),
    startSmtpCatcher({
      dir: join(options.dir, 'mail'),
      ...(ports.smtp === undefined ? {} : { smtpPort: ports.smtp }),
      ...(ports.mailPage === undefined ? {} : { httpPort: ports.mailPage }),
    }).then((mail) => {
      stops.push(() => mail.stop());
      return mail;
    }),
  ] as const;
  // All have come up or failed before anything is stopped again.
  await Promise.allSettled(starting);
  return Promise.all(starting);
}

async function startDatabase(
  { dir, ports, volatile }: StackOptions,
  guard: Guard,
  stops: (() => Promise<unknown>)[],
  say: (text: string) => void,
): Promise<EmbeddedPostgres> {
  say('starting PostgreSQL');
  const postgres = await startPostgres({
    dir: join(dir, 'postgres'),
    guard,
    note: say,
    ...(ports?.postgres === undefined ? {} : { port: ports.postgres }),
    // A crash of the server itself still loses nothing: only the machine's could.
    ...(volatile ? { settings: { fsync: 'off', full_page_writes: 'off' } } : {}),
  });
  stops.push(() => postgres.stop());
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
    await createRoles(client);
    await client.query(`ALTER ROLE ${appRole} LOGIN PASSWORD '${postgres.password}'`);
  } finally {
    await client.end();
  }
  say('applying migrations and SQL functions');
  await migrateDatabase(postgres.url(databaseName));
  return postgres;
}

async function startOrTakeTemporal(
  { dir, ports }: StackOptions,
  env: Env,
  guard: Guard,
  stops: (() => Promise<unknown>)[],
  say: (text: string) => void,
): Promise<Temporal> {
  if (env.TEMPORAL_ADDRESS !== undefined) {
    await prepareTheirs(env, env.TEMPORAL_ADDRESS, say);
    return {
      address: env.TEMPORAL_ADDRESS,
      uiUrl: undefined,
      source: 'the server of TEMPORAL_ADDRESS',
      server: undefined,
    };
  }
  const cli = await findTemporalCli({ env, onProgress: say });
  say(`starting Temporal (CLI ${cli.version} from ${cli.source})`);
  const server = await startTemporal({
    dir: join(dir, 'temporal'),
    guard,
    note: say,
    cli: cli.path,
    ...(ports?.temporal === undefined ? {} : { port: ports.temporal }),
    ...(ports?.temporalUi === undefined ? {} : { uiPort: ports.temporalUi }),
  });
  stops.push(() => server.stop());
  return { address: server.address, uiUrl: server.uiUrl, source: `CLI ${cli.version} from ${cli.source}`, server };
}

/** A server of somebody else's may refuse, or be away just now: a worker does without. */
async function prepareTheirs(env: Env, temporalAddress: string, say: (text: string) => void): Promise<void> {
  const { refused } = await prepareTemporal(temporalTarget(env, { temporalAddress, stack: undefined })).catch(
    (error: unknown) => ({ refused: describeError(error) }),
  );
  if (refused !== undefined) say(`search attributes could not be registered: ${refused}`);
}

async function restartTemporal({ server }: Temporal, how?: { readonly empty?: boolean }): Promise<void> {
  if (server === undefined) {
    throw new PerennialError('TEMPORAL_UNAVAILABLE', 'The server of TEMPORAL_ADDRESS is not ours to restart.', {
      field: 'TEMPORAL_ADDRESS',
    });
  }
  await server.restart(how);
}

/** One stack a folder: the second start is refused while the first one's process lives. */
function lock(dir: string): () => void {
  mkdirSync(dir, { recursive: true, mode: folderMode() });
  const path = join(dir, 'stack.lock');
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: privateFileMode });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = Number(readFileSync(path, 'utf8'));
    if (pid > 0 && isAlive(pid) && /node|perennial/.test(commandLineOf(pid))) {
      throw new PerennialError('STACK_RUNNING', `A stack already runs in ${dir} (process ${pid}).`, {
        field: 'PERENNIAL_DIR',
        fix: 'Use it, stop it with Ctrl-C where it runs, or set PERENNIAL_DIR to another folder.',
      });
    }
    rmSync(path, { force: true });
  }
}

async function removeData(dir: string): Promise<void> {
  await removeCluster(join(dir, 'postgres'));
  await endLeftoverTemporal(join(dir, 'temporal'));
  for (const name of ['temporal', 'mail']) rmSync(join(dir, name), { recursive: true, force: true });
}

/** Of a folder that is made here; one that was there before keeps its rights, and what lies in it is closed by itself. */
function folderMode(): number {
  return process.getuid?.() === 0 ? passableFolderMode : privateFolderMode;
}

/** Where a stack of an older version has hashed with the key it had, that key is recognised, too. */
function keptIdentityKeys(dir: string): string[] {
  const wasHere = existsSync(join(dir, 'unsubscribe.secret'));
  const make = () => [randomBytes(24).toString('base64url'), ...(wasHere ? [keyBefore] : [])].join('\n');
  return keptSecret(join(dir, 'identity.keys'), make).split('\n');
}
