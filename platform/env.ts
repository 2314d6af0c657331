import { existsSync } from 'node:fs';
import { z } from 'zod';
import { parseDatabaseUrl } from './database-url.ts';
import { PerennialError } from './errors.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const url = (schemes: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), {
    error: `must be an address that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });

/** A scheme and a host, with nothing behind them that a policy would read as more. */
const isSite = (text: string) => /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/.test(text) && URL.canParse(text);

const databaseUrl = z.string().refine((text) => parseDatabaseUrl(text) !== undefined, {
  error:
    'must be postgresql://user:password@host:5432/database, with special characters of the password as %40 for @, %23 for #, %2F for /, %25 for %',
});

/** Every variable the project reads. What is absent here is found in a running stack (`stack.json`) or has its default. */
const schema = z.object({
  DATABASE_URL: databaseUrl.optional(),
  /** PostgreSQL itself, where DATABASE_URL is a pooler that gives a connection to each transaction: for `migrate` and imports. */
  DATABASE_DIRECT_URL: databaseUrl.optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(20),

  SMTP_URL: url(['smtp', 'smtps']).optional(),

  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s:/]+:\d+$/, 'must be host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('perennial'),
  /** A `temporal` executable for the embedded stack. */
  TEMPORAL_CLI_PATH: z.string().optional(),

  /** Memory for cohorts kept between their tasks; a quarter of the memory there is when absent. */
  WORKFLOW_CACHE_MB: z.coerce.number().int().min(16).max(1_000_000).optional(),

  /** What this build is called in Temporal and in the logs; a hash of the workflows' code when absent. */
  PERENNIAL_BUILD_ID: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores')
    .optional(),
  /** On: the server gives tasks to the workers of one build only, the one that started last. */
  PERENNIAL_WORKER_VERSIONING: z.enum(['on', 'off']).default('off'),

  HOST: z.string().min(1).default('127.0.0.1'),
  /** The HTTP API, the links in mails and the calls of shops and mail providers listen here. */
  PORT: port.default(3000),
  /** The worker's /healthz, /readyz and /metrics; 0 takes a free one. */
  WORKER_PORT: port.default(3001),
  /** The API's /healthz, /readyz and /metrics, for one's own people; 0 takes a free one. */
  API_HEALTH_PORT: port.default(3002),
  /** Calls of a connected shop or mail provider that the API takes in a minute. */
  CONNECT_CALLS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(6_000),
  /** Calls of one address in a minute that name no connection, or are not signed by it. */
  CONNECT_REFUSED_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(60),
  /** Proxies of yours in front of PORT: who calls is read from X-Forwarded-For, so many entries from its end. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Sites that may show the member's page in a frame, by blanks: `https://shop.example`; none when absent. */
  MEMBER_PAGE_FRAMES: z
    .string()
    .refine((text) => text.split(/\s+/).every(isSite), {
      error: 'must be sites such as https://shop.example, with blanks between',
    })
    .optional(),
  /** A style sheet of one's own for the member's page. */
  MEMBER_PAGE_STYLE: z.string().min(1).optional(),
  /** Where members reach the HTTP routes: links in mails start with it. */
  PUBLIC_URL: url(['http', 'https']).optional(),
  /** Signs the unsubscribe links in mails. */
  UNSUBSCRIBE_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  /** Keys the hashes by which one person is told under two accounts. */
  IDENTITY_KEY: z.string().min(16, 'must have at least 16 characters').optional(),
  /** The keys before it, by commas: what was hashed with them is still recognised. */
  IDENTITY_KEY_PREVIOUS: z.string().optional(),
  /** The mail provider signs its reports of bounces and complaints with it; without it none are taken. */
  MAIL_REPORT_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),

  /** On: webhooks may go to this machine, over http too; for a shop in development. */
  WEBHOOKS_TO_THIS_MACHINE: z.enum(['on', 'off']).default('off'),

  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),

  /** The programme of a command that names none. */
  PERENNIAL_PROGRAMME: z.string().min(1).optional(),
  /** Modules with lifecycles and kinds of steps from outside, by commas. */
  PERENNIAL_EXTENSIONS: z.string().min(1).optional(),

  /** Where the embedded stack keeps its data and writes `stack.json`. */
  PERENNIAL_DIR: z.string().min(1).default('.perennial'),
  /** Where a downloaded Temporal CLI is kept; ~/.cache/perennial when absent. */
  PERENNIAL_CACHE: z.string().optional(),
});

export type Env = z.infer<typeof schema>;

/** The environment, checked: a wrong value is an error that names the variable; an empty one counts as absent. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const name = String(issue?.path[0] ?? 'environment');
  throw new PerennialError('ENV_INVALID', `${name}: ${issue?.message ?? 'is not valid'}.`, {
    field: name,
    fix: `Correct ${name} in the environment or in .env (.env.example shows every variable).`,
  });
}

/** Puts the variables of `.env` in the working directory into the environment; those already set win, and an empty one is not set. */
export function loadEnvFile(path = '.env'): void {
  for (const [name, value] of Object.entries(process.env)) {
    if (value === '' && (name in schema.shape || name.startsWith('TEMPORAL_'))) delete process.env[name];
  }
  if (existsSync(path)) process.loadEnvFile(path);
}
