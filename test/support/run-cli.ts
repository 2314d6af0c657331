import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../platform/package-root.ts';

/** What a command answered, as a shell would see it. */
export interface CliAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the command line is started: the build when it is of these sources (as in `npm test`), which takes half the time. */
export const cliStart = isBuilt()
  ? [join(packageRoot(), 'dist', 'cli', 'main.js')]
  : ['--import', 'tsx', join(packageRoot(), 'cli', 'main.ts')];
/** A command that takes longer hangs. */
const timeoutMs = 30_000;

/** Runs `perennial` as a process of its own against a database, without a terminal. */
export function runCli(
  url: string | undefined,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<CliAnswer> {
  const { PATH, HOME } = process.env;
  // Nothing of the developer's own environment gets in.
  const environment = {
    PATH,
    HOME,
    NO_COLOR: '1',
    ...(url === undefined ? {} : { DATABASE_URL: url, IDENTITY_KEY: 'a key that only the tests have' }),
    ...env,
  };
  return new Promise((resolve) => {
    const options = { cwd: packageRoot(), env: environment, timeout: timeoutMs, maxBuffer: 50_000_000 };
    execFile(process.execPath, [...cliStart, ...words], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** The JSON a command answered with `--json`; fails with what it said when it failed. */
export async function runJson<T>(url: string, words: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await runCli(url, [...words, '--json']);
  if (code !== 0) throw new Error(`perennial ${words.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

function isBuilt(): boolean {
  const root = packageRoot();
  const built = join(root, 'dist', 'cli', 'main.js');
  if (!existsSync(built)) return false;
  const builtMs = statSync(built).mtimeMs;
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8')) as { include: string[] };
  const folders = include
    .map((pattern) => join(root, pattern.replace('/**/*.ts', '')))
    .filter((folder) => existsSync(folder));
  return folders.every((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).every(
      (name) => !name.endsWith('.ts') || name.endsWith('.test.ts') || statSync(join(folder, name)).mtimeMs <= builtMs,
    ),
  );
}
