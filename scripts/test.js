// `npm test`: everything, or `npm test -- ledger` for the files whose path contains a word.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root, setUp } from './setup.js';

await setUp();
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
// The terminal sends Ctrl-C to both; vitest then stops its servers, and this process waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
