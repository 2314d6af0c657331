// Makes a fresh clone ready to run, and does nothing when it is: dependencies, the database client, the build in dist/.
// Plain JavaScript without dependencies, because it runs before there are any.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const nodeOldest = [20, 19];
const installed = join(root, 'node_modules', '.package-lock.json');
/** Hashes of what the last set-up was made from. */
const stampFile = join(root, 'node_modules', '.perennial-setup.json');

/** Brings the working tree up to date; says one line on stderr for each thing it had to do. */
export async function setUp() {
  refuseOldNode();
  let stamp = readStamp();
  const lock = hashOf([join(root, 'package-lock.json')]);
  if (!isInstalled(stamp, lock)) {
    await step('installing dependencies', npm, ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund']);
    stamp = {};
  }
  const schema = hashOf([join(root, 'prisma', 'schema.prisma')], lock);
  if (stamp.schema !== schema || !existsSync(join(root, 'prisma', 'generated', 'client.ts'))) {
    await step('generating the database client', node, [bin('prisma/build/index.js'), 'generate']);
  }
  const sources = hashOf(sourceFiles(), `${schema} ${process.versions.node}`);
  const isBuilt = ['cli/main.js', 'workflow-bundle.js', 'docs-page'].every((file) =>
    existsSync(join(root, 'dist', file)),
  );
  if (stamp.sources !== sources || !isBuilt) {
    clearDist();
    // Types are checked by `npm run check`; here only the JavaScript is wanted, in a fifth of the time.
    await step('building', node, [bin('typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--noCheck']);
    await step('bundling the workflows', node, [join(root, 'scripts', 'bundle-workflows.js')]);
    await step('copying the page of the API', node, [join(root, 'scripts', 'copy-docs-page.js')]);
  }
  const console = hashOf(consoleFiles(), `${lock} ${process.versions.node}`);
  if (stamp.console !== console || !existsSync(join(root, 'dist', 'console', 'index.html'))) {
    const words = ['build', '--config', join(root, 'console', 'vite.config.ts'), '--logLevel', 'warn'];
    await step('building the console', node, [bin('vite/bin/vite.js'), ...words]);
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${JSON.stringify({ lock, schema, sources, console })}\n`);
}

/** Runs Node with these words and this process's arguments to its end, on a working tree that is up to date. */
export async function runNode(...words) {
  await setUp();
  const child = spawn(process.execPath, [...words, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; the child then stops its servers, and this process waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}

/** Runs a command of the command line in this process, so that Ctrl-C and the exit code are its own. */
export async function runCommand(words) {
  process.argv = [process.argv[0], join(root, 'dist', 'cli', 'main.js'), ...words];
  await import('../dist/cli/main.js');
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > nodeOldest[0] || (major === nodeOldest[0] && minor >= nodeOldest[1])) return;
  fail(`Perennial needs Node ${nodeOldest.join('.')} or later; this is ${process.versions.node}.`);
}

/** Without a stamp, node_modules may come from an `npm ci` by hand: then it is newer than the lock file. */
function isInstalled(stamp, lock) {
  if (!existsSync(installed)) return false;
  if (stamp.lock !== undefined) return stamp.lock === lock;
  return statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

/** Empties dist/ of all but the console, which is built by itself. */
function clearDist() {
  const dist = join(root, 'dist');
  const names = existsSync(dist) ? readdirSync(dist).filter((name) => name !== 'console') : [];
  for (const name of names) rmSync(join(dist, name), { recursive: true, force: true });
}

/** Every file the build of the console reads: its own, and the client's. */
function consoleFiles() {
  const files = ['console', 'client'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(test\.tsx?|md)$/.test(entry.name))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  return files.sort();
}

/** Every file the build reads, without tests and the generated client (which the schema's hash stands for). */
function sourceFiles() {
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8'));
  const folders = include
    .map((pattern) => join(root, pattern.replace('/**/*.ts', '')))
    .filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  const own = files.filter((file) => !file.startsWith(join(root, 'prisma', 'generated')));
  return [
    ...own.sort(),
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.build.json'),
    join(root, 'scripts', 'bundle-workflows.js'),
    join(root, 'scripts', 'copy-docs-page.js'),
  ];
}

function hashOf(files, seed = '') {
  const hash = createHash('sha256').update(seed);
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}

/** A program of node_modules. */
export function bin(path) {
  return join(root, 'node_modules', path);
}

/** This Node, with arguments. */
export function node(args) {
  return [process.execPath, args];
}

/** Under `npm run` npm says where it is; otherwise it is on PATH. */
function npm(args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, [script, ...args]] : ['npm', args];
}

/** Runs a program, says on stderr what it is for and how long it took, and ends this process with its words when it fails. */
export async function step(what, program, args) {
  const started = Date.now();
  process.stderr.write(`perennial: ${what} ... `);
  const [command, all] = program(args);
  const env = {
    ...process.env,
    CHECKPOINT_DISABLE: '1',
    DATABASE_URL: process.env.DATABASE_URL ?? 'postgresql://localhost/perennial',
  };
  const { error, said } = await new Promise((resolve) => {
    const options = { cwd: root, env, maxBuffer: 2 ** 26 };
    const child = execFile(command, all, options, (error, stdout, stderr) => resolve({ error, said: stdout + stderr }));
    child.stdin.end();
  });
  process.stderr.write(`${error ? 'failed' : `${((Date.now() - started) / 1000).toFixed(1)} s`}\n`);
  if (error) fail(`${said.trim() || error.message}\n\n${what} failed: ${command} ${all.join(' ')}`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setUp();
