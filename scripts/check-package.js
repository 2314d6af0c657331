// `npm run check:package`: packs the product, installs it into an empty folder, and uses it there as a newcomer would.
// Needs the package registry, and what `perennial up` needs.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './setup.js';

const readyMs = 180_000;
const stopMs = 60_000;
/** What a newcomer writes first (docs/guides/embedding.md). */
const program = `
  import { openPerennial } from 'perennial-loyalty';
  const perennial = await openPerennial();
  const [answer] = await perennial.ingest([
    { id: 'joined-ada', type: 'member.joined', memberId: 'ada', data: { email: 'ada@example.test' } },
  ]);
  await perennial.close();
  console.log(answer.kind);
`;

const folder = mkdtempSync(join(tmpdir(), 'perennial-package-'));
const app = join(folder, 'app');
mkdirSync(app);
// The stack of the folder, and no server of the environment.
const env = { ...process.env };
for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'SMTP_URL', 'PERENNIAL_DIR']) delete env[name];
// Under `npm run` npm hands its own settings on, which belong to this working tree.
for (const name of Object.keys(env)) if (/^npm_(package|lifecycle|config_local_prefix)/.test(name)) delete env[name];

try {
  say('packing');
  run('npm', ['pack', '--silent', '--pack-destination', folder], root);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  say('installing into an empty folder');
  writeFileSync(join(app, 'package.json'), '{ "name": "shop", "private": true, "type": "module" }\n');
  const archive = join(folder, `perennial-loyalty-${version}.tgz`);
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', archive]);
  refuseBuildTools();
  expect(
    '--version',
    run('npx', ['--no', '--', 'perennial', '--version']),
    new RegExp(`^${version.replaceAll('.', '\\.')}`),
  );
  expect('--help', run('npx', ['--no', '--', 'perennial', '--help']), /Workflow automation/);
  expect('doctor', run('npx', ['--no', '--', 'perennial', 'doctor']), /PostgreSQL/);
  // What is left of it in an image must do, too.
  run(process.execPath, [join(root, 'scripts', 'slim.js'), app]);
  await useStack();
  say('the package holds what the product needs');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A stack of the folder, a database migrated already, and a program that imports the package. */
async function useStack() {
  say('npx perennial up');
  const words = [join(app, 'node_modules', 'perennial-loyalty', 'dist', 'cli', 'main.js'), 'up', '--json'];
  const up = spawn(process.execPath, words, { cwd: app, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => up.once('exit', resolve));
  let said = '';
  let answered = false;
  up.stdout.on('data', () => (answered = true));
  up.stderr.on('data', (chunk) => (said += chunk));
  try {
    const patience = Date.now() + readyMs;
    const isReady = () => answered && said.includes('the worker is ready');
    while (!isReady()) {
      if (up.exitCode !== null || Date.now() > patience) throw new Error(`perennial up did not come up:\n${said}`);
      await sleep(200);
    }
    expect('migrate', run('npx', ['--no', '--', 'perennial', 'migrate']), /Nothing to do/);
    const playbooks = join('node_modules', 'perennial-loyalty', 'playbooks');
    run('npx', ['--no', '--', 'perennial', 'programme', 'apply', join(playbooks, 'reference', 'programme.yaml')]);
    run('npx', ['--no', '--', 'perennial', 'campaign', 'launch', join(playbooks, 'onboarding-gift')]);
    writeFileSync(join(app, 'shop.js'), program);
    expect('a program that imports the package', run(process.execPath, ['shop.js']), /accepted/);
  } finally {
    up.kill('SIGTERM');
    const killer = setTimeout(() => up.kill('SIGKILL'), stopMs);
    await ended;
    clearTimeout(killer);
  }
}

/** What only the build needs must not come with the package. */
function refuseBuildTools() {
  const found = ['prisma', '@prisma/engines', 'effect', 'typescript', 'tsx', 'vitest'].filter((name) =>
    existsSync(join(app, 'node_modules', name)),
  );
  if (found.length > 0) throw new Error(`The package brings ${found.join(', ')} with it, which only the build needs.`);
}

function run(command, args, cwd = app) {
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function expect(what, text, pattern) {
  if (!pattern.test(text)) throw new Error(`${what} answered:\n${text}`);
  say(what);
}

function say(text) {
  process.stderr.write(`package: ${text}\n`);
}
