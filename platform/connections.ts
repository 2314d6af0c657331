import type { Env } from './env.ts';
import { PerennialError } from './errors.ts';
import { readStackFile, type StackFile } from './stack-file.ts';

/** Where a process finds its servers, every one of them known. */
export interface Connections {
  readonly databaseUrl: string;
  /** PostgreSQL itself, for work that holds a connection longer than a transaction. */
  readonly directUrl: string;
  readonly temporalAddress: string;
  readonly smtpUrl: string | undefined;
  readonly unsubscribeSecret: string | undefined;
  /** Hash what tells one person under two accounts: the first writes, all are recognised; empty when none is known. */
  readonly identityKeys: readonly string[];
  /** Of the role that owns the tables, for `migrate`. */
  readonly ownerUrl: string;
  /** Where links in mails lead. */
  readonly publicUrl: string | undefined;
  /** The embedded stack that filled in what the environment did not say. */
  readonly stack: StackFile | undefined;
}

const temporalAddressDefault = 'localhost:7233';

/**
 * The servers of the environment, or those of the embedded stack that runs in PERENNIAL_DIR.
 * With DATABASE_URL set the stack is not asked: members of one database never meet the mail server of another.
 */
export function findConnections(env: Env): Connections {
  const stack = env.DATABASE_URL === undefined ? readStackFile(env.PERENNIAL_DIR) : undefined;
  const databaseUrl = env.DATABASE_URL ?? stack?.databaseUrl;
  if (databaseUrl === undefined) {
    throw new PerennialError('STACK_NOT_RUNNING', 'No database: DATABASE_URL is not set and no stack runs here.', {
      field: 'DATABASE_URL',
      fix: 'Start the embedded stack with `perennial up` in this folder, or set DATABASE_URL.',
    });
  }
  return {
    databaseUrl,
    directUrl: env.DATABASE_DIRECT_URL ?? databaseUrl,
    ownerUrl: env.DATABASE_DIRECT_URL ?? stack?.ownerUrl ?? databaseUrl,
    temporalAddress: env.TEMPORAL_ADDRESS ?? stack?.temporalAddress ?? temporalAddressDefault,
    smtpUrl: env.SMTP_URL ?? stack?.smtpUrl,
    unsubscribeSecret: env.UNSUBSCRIBE_SECRET ?? stack?.unsubscribeSecret,
    identityKeys: identityKeysOf(env) ?? stack?.identityKeys ?? [],
    publicUrl: env.PUBLIC_URL ?? stack?.publicUrl,
    stack,
  };
}

/** The keys of the environment, the current one first; undefined when it has none. */
export function identityKeysOf({
  IDENTITY_KEY: current,
  IDENTITY_KEY_PREVIOUS: previous = '',
}: Env): string[] | undefined {
  if (current === undefined) return undefined;
  const before = previous.split(',').map((key) => key.trim());
  return [...new Set([current, ...before.filter((key) => key !== '')])];
}
