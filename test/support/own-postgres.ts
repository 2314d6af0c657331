import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Child, startChild } from '../../devstack/child.ts';
import { type Guard, startGuard } from '../../devstack/guard.ts';
import { freePorts } from '../../devstack/ports.ts';
import { type EmbeddedPostgres, startPostgres } from '../../devstack/postgres.ts';
import { postgresBinaries } from '../../devstack/postgres-binaries.ts';

/** A PostgreSQL of a test file's own, which lets everybody but its superuser in over TLS only. */
export interface OwnPostgres {
  readonly server: EmbeddedPostgres;
  readonly dir: string;
  readonly guard: Guard;
  /** The certificate that it shows, for sslrootcert. */
  readonly certificate: string;
  /** The folder of its socket. */
  readonly sockets: string;
  asSuperuser(sql: string, database?: string): Promise<pg.QueryResult>;
  stop(): Promise<void>;
}

const { account } = postgresBinaries();

/** Starts it; needs `openssl`. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const dir = mkdtempSync(join(tmpdir(), 'own-'));
  chmodSync(dir, 0o711);
  const guard = startGuard();
  const [certificate, key, hba] = ['server.crt', 'server.key', 'hba.conf'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  const sockets = join(dir, 's');
  mkdirSync(sockets);
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...request, '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  const rules = ['host all perennial 127.0.0.1/32', 'hostssl all all 127.0.0.1/32', 'local all all'];
  writeFileSync(hba, rules.map((rule) => `${rule} scram-sha-256\n`).join(''));
  chmodSync(key, 0o600);
  chmodSync(certificate, 0o644);
  for (const path of [key, hba, sockets]) giveToServer(path);
  const server = await startPostgres({
    dir: join(dir, 'postgres'),
    guard,
    settings: {
      ...{ fsync: 'off', ssl: 'on', ssl_cert_file: certificate, ssl_key_file: key, hba_file: hba },
      unix_socket_directories: sockets,
    },
  });
  return {
    ...{ server, dir, guard, certificate, sockets },
    asSuperuser: (sql, database = 'postgres') => query(server.url(database), sql),
    stop: async () => {
      await server.stop();
      guard.release();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function giveToServer(path: string): void {
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}

/** Where PgBouncer is installed; undefined where it is not. */
export function findPgBouncer(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin'];
  return folders.map((folder) => join(folder, 'pgbouncer')).find((path) => existsSync(path));
}

/** Starts PgBouncer in transaction mode before a server, for one role. */
export async function startPgBouncer(
  program: string,
  { server, dir, guard }: OwnPostgres,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<{ readonly port: number; readonly child: Child }> {
  const [port = 0] = await freePorts(1);
  const folder = join(dir, 'pgbouncer');
  mkdirSync(folder);
  const users = join(folder, 'users.txt');
  writeFileSync(users, `"${user}" "${password}"\n`);
  const settings = [
    '[databases]',
    `* = host=127.0.0.1 port=${server.port}`,
    '[pgbouncer]',
    ...[
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = plain',
      `auth_file = ${users}`,
    ],
    ...['pool_mode = transaction', 'default_pool_size = 3', 'server_tls_sslmode = require'],
  ];
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(file, `${settings.join('\n')}\n`);
  for (const path of [folder, users, file]) giveToServer(path);
  const child = await startChild({
    ...{ command: program, args: [file], logFile: join(dir, 'pgbouncer.log'), guard, stopSignal: 'SIGINT' },
    ...account,
  });
  return { port, child };
}

/** One statement on a connection of its own. */
export async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}
