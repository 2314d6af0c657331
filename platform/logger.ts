import { destination, type Level, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';
import pretty from 'pino-pretty';
import { visibleText } from './terminal/visible-text.ts';

export type { Logger };

export interface LoggerOptions {
  /** The process: worker, api, cli. */
  readonly name: string;
  readonly level: Level | 'silent';
  /** For a person at a terminal instead of JSON lines. Default: when stderr is a terminal. */
  readonly pretty?: boolean;
}

const stderr = 2;

/** Where a person's address may hide in what a caller logs: up to two levels deep. */
const redacted = ['email', 'phone', 'recipient'].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** A line for a person: what data bring is never obeyed by his terminal. */
const messageFormat = (log: Record<string, unknown>, key: string) =>
  typeof log[key] === 'string' ? visibleText(log[key]) : '';

function visibleError(error: Error) {
  const { message, stack, ...rest } = stdSerializers.err(error);
  return { ...rest, message: visibleText(String(message)), stack: visibleText(String(stack)) };
}

/** A logger that writes to stderr: stdout is for data. */
export function createLogger({
  name,
  level,
  pretty: forPerson = process.stderr.isTTY === true,
}: LoggerOptions): Logger {
  const options = { name, level, redact: redacted, timestamp: stdTimeFunctions.isoTime };
  if (!forPerson) return pino(options, destination({ fd: stderr, sync: true }));
  const colorize = process.env.NO_COLOR === undefined;
  return pino(
    { ...options, serializers: { err: visibleError } },
    pretty({
      destination: stderr,
      sync: true,
      colorize,
      ignore: 'pid,hostname',
      translateTime: 'HH:MM:ss.l',
      messageFormat,
    }),
  );
}
