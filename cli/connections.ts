import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Env } from '../runtime/env.ts';
import { PerennialError } from '../runtime/errors.ts';

const stackFile = z.object({ databaseUrl: z.string() });

/** DATABASE_URL, or the database of the embedded stack that runs in PERENNIAL_DIR. */
export function databaseUrl(env: Env): string {
  if (env.DATABASE_URL) return env.DATABASE_URL;
  const stack = readStackFile(join(env.PERENNIAL_DIR, 'stack.json'));
  if (stack) return stack.databaseUrl;
  throw new PerennialError('STACK_NOT_RUNNING', 'No database: DATABASE_URL is not set and no stack runs here.', {
    field: 'DATABASE_URL',
    fix: 'Start the embedded stack with `perennial up` in this folder, or set DATABASE_URL.',
  });
}

function readStackFile(path: string): z.infer<typeof stackFile> | undefined {
  try {
    return stackFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
