// `npm run check:api`: 2,000 requests that Schemathesis makes from the OpenAPI document get the answers it promises; a number says
// how many instead, and `npm run check:long` makes 20,000. Needs Python with pip: the program is kept in .perennial/.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.js';

const version = '4.32.5';
const [requests = '2000'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(requests)) fail(`${requests} is no number of requests: write one, such as 2000.`);

const folder = join(root, '.perennial', `schemathesis-${version}`);
const program = join(folder, 'bin', 'schemathesis');
if (!existsSync(program)) {
  run('python3', ['-m', 'venv', folder]);
  run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `schemathesis==${version}`]);
}
run(process.execPath, [join(root, 'scripts', 'test.js'), 'test/api/v1/generated-requests'], {
  SCHEMATHESIS: program,
  SCHEMATHESIS_HOOKS: join(root, 'scripts', 'schemathesis-hooks.py'),
  API_REQUESTS: requests,
});

function run(command, words, env = {}) {
  const { status, error } = spawnSync(command, words, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (error) fail(`${command} does not start (${error.message}): install Python 3 with venv and pip.`);
  if (status !== 0) process.exit(status ?? 1);
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
