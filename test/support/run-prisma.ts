import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../platform/package-root.ts';

const patienceMs = 120_000;

/**
 * Runs a Prisma command on a database until it says that it is done.
 * Prisma 6.19 then goes on for 10 to 60 s, until timeouts of locks and connections it no longer has are over.
 */
export async function runPrisma(
  args: readonly string[],
  { url, finished }: { readonly url: string; readonly finished: RegExp },
): Promise<{ readonly said: string; readonly succeeded: boolean }> {
  const prisma = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build', 'index.js');
  const child = spawn(process.execPath, [prisma, ...args], {
    cwd: packageRoot(),
    env: { ...process.env, DATABASE_URL: url, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patienceMs,
  });
  let said = '';
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (finished.test(said)) child.kill();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { said, succeeded: exitCode === 0 || finished.test(said) };
}
