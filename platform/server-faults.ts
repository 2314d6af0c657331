import { placeOf } from './database-url.ts';
import { databaseAdvice, temporalAdvice } from './advice.ts';
import { PerennialError } from './errors.ts';
import { cutText } from '../values/cut-text.ts';

interface Fault {
  readonly code: string;
  readonly text: string;
}

/** What failed first, below the errors that tell of it. */
function faultOf(error: unknown): Fault {
  for (let each = error; ;) {
    const { cause, errors, code, message } = each as {
      cause?: unknown;
      errors?: unknown[];
      code?: unknown;
      message?: string;
    };
    const below = errors?.[0] ?? cause;
    if (!(below instanceof Error)) return { code: typeof code === 'string' ? code : '', text: message ?? String(each) };
    each = below;
  }
}

/** The sentence for a PostgreSQL that could not be reached or let nobody in, with what to do; it never shows the password. */
export function databaseFault(error: unknown, url?: string): PerennialError {
  if (error instanceof PerennialError) return error;
  const { code, text } = faultOf(error);
  const where = url === undefined ? '' : ` at ${placeOf(url)}`;
  const [what, fix] = databaseWords(code, text, where);
  return new PerennialError('DATABASE_UNAVAILABLE', what, {
    field: 'DATABASE_URL',
    fix: fix ?? databaseAdvice(),
    cause: error,
  });
}

function databaseWords(code: string, text: string, where: string): [what: string, fix?: string] {
  if (/^(28P01|28000|P1000|P1010)$/.test(code)) {
    if (/no encryption|SSL off/i.test(text)) {
      return [
        `PostgreSQL${where} takes encrypted connections only.`,
        'Add ?sslmode=verify-full (or require) to DATABASE_URL.',
      ];
    }
    return [
      `PostgreSQL${where} does not let this user in: ${text}.`,
      'Correct user and password in DATABASE_URL (special characters as %40 for @).',
    ];
  }
  if (code === '3D000')
    return [`PostgreSQL${where} has no such database: ${text}.`, 'Create it, or correct its name in DATABASE_URL.'];
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) return [`PostgreSQL${where}: no host of that name is known.`];
  if (code === 'ENOENT') return [`PostgreSQL${where}: there is no such socket.`];
  if (code === '53300')
    return [`PostgreSQL${where} has no connection left.`, 'Lower DATABASE_POOL_SIZE, or raise max_connections.'];
  if (/does not support SSL/.test(text)) {
    return [`PostgreSQL${where} does not speak TLS.`, 'Turn TLS on there, or take sslmode out of DATABASE_URL.'];
  }
  if (/certificate|altnames|ERR_TLS|SELF_SIGNED|UNABLE_TO_/.test(`${code} ${text}`)) {
    return [
      `The certificate of PostgreSQL${where} was not accepted: ${text}.`,
      "Name the authority's file with sslrootcert in DATABASE_URL, and the server as its certificate does.",
    ];
  }
  if (/unsupported startup parameter/.test(text)) {
    return [
      `The pooler${where} refused the connection: ${text}.`,
      'Add ?pgbouncer=true to DATABASE_URL: a pooler that gives a connection to each transaction takes no settings with it.',
    ];
  }
  const answer = code === 'ECONNREFUSED' ? 'nothing listens there' : text.replace(/\.$/, '');
  return [`PostgreSQL${where} does not answer: ${answer}.`];
}

/** The sentence for a Temporal server that could not be reached, with its cause: TLS, key, namespace or address. */
export function temporalFault(error: unknown, address: string | undefined, namespace?: string): PerennialError {
  if (error instanceof PerennialError) return error;
  const { code, text } = faultOf(error);
  const said = cutText(text.replace(/\s+/g, ' ').replace(/\.$/, ''), 300);
  const [what, fix] = temporalWords(`${code} ${said}`, namespace);
  return new PerennialError('TEMPORAL_UNAVAILABLE', `No Temporal server answers at ${address}: ${what ?? said}.`, {
    field: 'TEMPORAL_ADDRESS',
    fix: fix ?? temporalAdvice(),
    cause: error,
  });
}

function temporalWords(text: string, namespace = 'default'): [what?: string, fix?: string] {
  if (/ECONNREFUSED|Connection refused/i.test(text)) return ['nothing listens there'];
  if (/ENOTFOUND|Name resolution|dns error|failed to lookup/i.test(text)) return ['no host of that name is known'];
  if (/unauthenticated|unauthorized|permission.?denied|jwt|api.?key/i.test(text)) {
    return ['it does not let this process in', 'Check TEMPORAL_API_KEY, or the client certificate in TEMPORAL_TLS_*.'];
  }
  if (/namespace.*not.?found|NamespaceNotFound/i.test(text)) {
    return [`it has no namespace ${namespace}`, 'Create the namespace, or correct TEMPORAL_NAMESPACE.'];
  }
  if (/certificate|tls|ssl|handshake|EPROTO|frame with corrupt|wrong version/i.test(text)) {
    return [
      `TLS failed (${text.trim()})`,
      'Check TEMPORAL_TLS and TEMPORAL_TLS_*: whether the server speaks TLS, and by which authority.',
    ];
  }
  if (/DEADLINE|timed? ?out|Failed to connect before the deadline/i.test(text)) {
    return ['it gave no answer in time; a server that expects TLS is silent like this, too'];
  }
  return [];
}
