import { runCommand, setUp } from './setup.js';

await setUp();
await runCommand(['demo', ...process.argv.slice(2)]);
