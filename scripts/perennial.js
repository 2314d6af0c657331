import { runCommand, setUp } from './setup.js';

await setUp();
await runCommand(process.argv.slice(2));
