import { PerennialError } from './errors.ts';

/** How an address of PostgreSQL is connected to. */
export interface DatabaseTarget {
  /** As the driver reads it; sslmode means what it means to every tool of PostgreSQL. */
  readonly connectionString: string;
  /** A pooler that gives a connection to each transaction stands in front (`pgbouncer=true`): nothing is kept between two. */
  readonly isPooled: boolean;
}

/** Hosts without a name, such as that of a socket, which URL does not read. */
const noHost = 'socket.invalid';

/** Modes that the driver takes for verify-full, with a warning, unless it is told otherwise. */
const libpqModes = ['prefer', 'require', 'verify-ca'];

/** The parts of an address of PostgreSQL, also of one whose host is a socket's folder; undefined when it is none. */
export function parseDatabaseUrl(url: string): URL | undefined {
  const readable = url.replace(/^([^/]*\/\/[^/]*@)(?=\/)/, `$1${noHost}`);
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(readable)) return undefined;
  const parsed = new URL(readable);
  try {
    decodeURIComponent(`${parsed.username}${parsed.password}`);
  } catch {
    return undefined;
  }
  return parsed;
}

/** How to connect to an address of PostgreSQL. */
export function databaseTarget(url: string): DatabaseTarget {
  const params = new URLSearchParams(queryOf(url));
  const isPooled = params.get('pgbouncer') === 'true';
  params.delete('pgbouncer');
  const mode = params.get('sslmode');
  if (mode !== null && libpqModes.includes(mode) && !params.has('uselibpqcompat')) params.set('uselibpqcompat', 'true');
  const query = params.toString();
  const [address = ''] = url.split('?', 1);
  return { connectionString: query === '' ? address : `${address}?${query}`, isPooled };
}

/** The address for work that holds a connection longer than a transaction; a pooler is refused. */
export function directConnection(url: string): string {
  const { connectionString, isPooled } = databaseTarget(url);
  if (!isPooled) return connectionString;
  throw new PerennialError('ENV_INVALID', 'DATABASE_URL is a pooler (pgbouncer=true), and this holds a connection.', {
    field: 'DATABASE_DIRECT_URL',
    fix: 'Set DATABASE_DIRECT_URL to PostgreSQL itself.',
  });
}

/** An address without user and password. */
export function placeOf(url: string): string {
  const parsed = parseDatabaseUrl(url);
  if (parsed === undefined) return 'that address';
  const host = decodeURIComponent(parsed.host === noHost ? '' : parsed.host);
  return `${host || parsed.searchParams.get('host') || 'localhost'}${parsed.pathname}`;
}

function queryOf(url: string): string {
  const place = url.indexOf('?');
  return place < 0 ? '' : url.slice(place + 1);
}
