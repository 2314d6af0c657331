import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PerennialError } from './errors.ts';
import { packageRoot } from './package-root.ts';

const patienceMs = 120_000;
/** What Prisma says when all is applied and committed. */
const finished = /All migrations have been successfully applied|No pending migrations to apply/;

/** Brings a database to the state that prisma/migrations describe. */
export async function migrateDatabase(url: string): Promise<void> {
  const prisma = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build', 'index.js');
  const child = spawn(process.execPath, [prisma, 'migrate', 'deploy'], {
    cwd: packageRoot(),
    env: { ...process.env, DATABASE_URL: url, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patienceMs,
  });
  let said = '';
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      // Prisma 6.19 goes on for 10 s after its work, until the timeout of its long released lock is over.
      if (finished.test(said)) child.kill();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode === 0 || finished.test(said)) return;
  throw new PerennialError('DATABASE_UNAVAILABLE', `The migrations could not be applied:\n${lastLines(said)}`);
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-12).join('\n');
}
