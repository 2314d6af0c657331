// `npm run db:new -- add_coupons`: writes a migration from what prisma/schema.prisma says more than the last commit.
// `prisma migrate dev` needs a shadow database, which the driver adapter can't give it (docs/adr/0003).
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, setUp } from './setup.js';

const name = process.argv[2];
if (!/^[a-z][a-z0-9_]*$/.test(name ?? '')) {
  console.error('Name the migration: npm run db:new -- add_coupons');
  process.exit(2);
}
await setUp();
const { startGuard } = await import('../dist/devstack/guard.js');
const { startPostgres } = await import('../dist/devstack/postgres.js');

const folder = mkdtempSync(join(tmpdir(), 'perennial-schema-'));
chmodSync(folder, 0o711);
const guard = startGuard();
// Prisma's WASM engine asks a server even for the difference of two files.
const postgres = await startPostgres({ dir: join(folder, 'postgres'), guard, settings: { fsync: 'off' } });
try {
  const before = join(folder, 'schema.prisma');
  writeFileSync(before, run('git', ['show', 'HEAD:prisma/schema.prisma']));
  const prisma = join(root, 'node_modules', 'prisma', 'build', 'index.js');
  const sides = ['--from-schema-datamodel', before, '--to-schema-datamodel', join(root, 'prisma', 'schema.prisma')];
  const sql = run(process.execPath, [prisma, 'migrate', 'diff', ...sides, '--script']);
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const file = join(root, 'prisma', 'migrations', `${stamp}_${name}`, 'migration.sql');
  mkdirSync(join(file, '..'));
  writeFileSync(file, sql);
  console.error(
    `Wrote ${file}. Read it, and add what Prisma cannot say (checks, triggers). When it is finished: npm run db:freeze.`,
  );
} finally {
  await postgres.stop();
  guard.release();
  rmSync(folder, { recursive: true, force: true });
}

function run(command, args) {
  const env = { ...process.env, DATABASE_URL: postgres.url('postgres'), CHECKPOINT_DISABLE: '1' };
  return execFileSync(command, args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
