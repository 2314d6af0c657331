import { CommanderError } from 'commander';
import { type ErrorCode, errorRegistry, type ExitCode, PerennialError } from '../platform/errors.ts';
import { databaseAdvice } from '../platform/advice.ts';
import { databaseFault } from '../platform/server-faults.ts';
import { visibleText } from '../platform/terminal/visible-text.ts';
import { FileError, type FileProblem } from '../platform/yaml-file.ts';

/** What `--json` prints on stderr when a command fails: `{ "error": ErrorReport }`. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string;
  readonly fix: string;
  /** True when the same command may succeed later, with nothing changed. */
  readonly retry: boolean;
  /** Everything wrong in a definition file. */
  readonly problems?: readonly FileProblem[];
}

/** Says on stderr what went wrong and how to fix it, and gives the exit code that goes with it. */
export function reportError(error: unknown, { json }: { json: boolean }): ExitCode {
  if (error instanceof CommanderError) return commanderExit(error, json);
  const known = error instanceof PerennialError ? error : translate(error);
  const told = known ?? new PerennialError('INTERNAL', messageOf(error), { cause: error });
  process.stderr.write(`${visibleText(json ? JSON.stringify({ error: reportOf(told) }) : readable(told, error))}\n`);
  return told.kind.exitCode;
}

/** Commander has said what it had to say, except with `--json`, when main.ts keeps it silent. */
function commanderExit(error: CommanderError, json: boolean): ExitCode {
  if (error.exitCode === 0) return 0;
  if (json) {
    const message = error.message.replace(/^error: /, '');
    process.stderr.write(`${JSON.stringify({ error: reportOf(new PerennialError('USAGE', message)) })}\n`);
  }
  return errorRegistry.USAGE.exitCode;
}

function reportOf(error: PerennialError): ErrorReport {
  return {
    code: error.code,
    message: error.message,
    ...(error.field === undefined ? {} : { field: error.field }),
    fix: error.fix ?? error.kind.fix,
    retry: error.kind.retry,
    ...(error instanceof FileError ? { problems: error.problems } : {}),
  };
}

function readable({ message, fix }: PerennialError, error: unknown): string {
  if (error instanceof FileError) return message;
  const lines = [message, ...(fix === undefined ? [] : [`Fix: ${fix}`])];
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error && error.stack) {
    lines.push(error.stack);
  }
  return lines.join('\n');
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'ECONNRESET',
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1010',
  'P1017',
]);
const notMigrated = new Set(['P2021', 'P2022']);

/** Failures of the parts underneath, as what the reader can do about them. */
function translate(error: unknown): PerennialError | undefined {
  if (!(error instanceof Error)) return undefined;
  const system = systemFault(error);
  if (system !== undefined) return system;
  const text = `${codeOf(error)} ${error.message}`;
  if (unreachable.has(codeOf(error)) || /ECONNREFUSED|DatabaseNotReachable|Can't reach database server/.test(text)) {
    return databaseFault(error, process.env.DATABASE_URL);
  }
  if (
    /^(Connection terminated|timeout exceeded when trying|Client has encountered|terminating connection)/.test(
      error.message,
    )
  ) {
    return described('DATABASE_UNAVAILABLE', 'The connection to PostgreSQL broke.', databaseAdvice(), error);
  }
  if (/invalid byte sequence|unsupported Unicode escape|22021|22P05/.test(text)) {
    const fix = 'Take NUL characters out of the text that was given.';
    return described('USAGE', 'A text has a character in it that PostgreSQL does not hold.', fix, error);
  }
  if (notMigrated.has(codeOf(error)) || /(relation ".*"|function .*\)) does not exist/.test(text)) {
    return described('DATABASE_UNAVAILABLE', 'The database lacks what this version needs.', migrateFix, error);
  }
  return undefined;
}

/** What the system refused: a file, a port, the disk. */
function systemFault(error: Error): PerennialError | undefined {
  const { path, port, syscall } = error as { path?: string; port?: number; syscall?: string };
  const code = codeOf(error);
  if (code === 'ENOSPC') {
    return described(
      'FILE_NOT_FOUND',
      `The disk is full${path === undefined ? '' : ` (${path})`}.`,
      'Make room, and run it again.',
      error,
    );
  }
  if (syscall === 'listen') {
    const why = code === 'EADDRINUSE' ? 'is taken by another process' : `can't be listened on (${code})`;
    return described(
      'ENV_INVALID',
      `Port ${port} ${why}.`,
      'Set PORT, API_HEALTH_PORT or WORKER_PORT to a free one; 0 takes any.',
      error,
    );
  }
  const refusals: Readonly<Record<string, string>> = {
    ENOENT: 'is not there',
    EACCES: 'may not be read or written by this user',
    EPERM: 'may not be changed by this user',
    EISDIR: 'is a folder',
    ENOTDIR: 'lies in what is no folder',
  };
  const why = refusals[code];
  if (path === undefined || why === undefined || syscall?.startsWith('connect')) return undefined;
  return described('FILE_NOT_FOUND', `${path} ${why}.`, 'Correct the path, or the rights of the file.', error);
}

const migrateFix = 'Run `perennial migrate`.';

function described(code: ErrorCode, message: string, fix: string, cause: unknown): PerennialError {
  return new PerennialError(code, message, { fix, cause });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim() === '' ? 'Something failed without saying why; run again with LOG_LEVEL=debug.' : text.trim();
}

/** The exit codes, as `perennial --help` lists them. */
export const exitCodeHelp = `Exit codes: 0 done · 1 failed · 2 wrong usage · 3 not found · 4 conflict · 5 refused by validation`;
