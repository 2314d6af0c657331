import type { Env } from '../runtime/env.ts';
import { PerennialError } from '../runtime/errors.ts';
import { readStackFile } from '../runtime/stack-file.ts';

/** DATABASE_URL, or the database of the embedded stack that runs in PERENNIAL_DIR. */
export function databaseUrl(env: Env): string {
  const url = env.DATABASE_URL ?? readStackFile(env.PERENNIAL_DIR)?.databaseUrl;
  if (url !== undefined) return url;
  throw new PerennialError('STACK_NOT_RUNNING', 'No database: DATABASE_URL is not set and no stack runs here.', {
    field: 'DATABASE_URL',
    fix: 'Start the embedded stack with `perennial up` in this folder, or set DATABASE_URL.',
  });
}
