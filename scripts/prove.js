// `npm run prove`: nothing is lost and nothing doubled, whatever breaks.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root, setUp } from './setup.js';

await setUp();
const script = join(root, 'prove', 'main.ts');
const child = spawn(process.execPath, ['--import', 'tsx', script, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
