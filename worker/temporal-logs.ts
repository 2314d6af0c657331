import { type LogLevel, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/**
 * Sends what the SDK and the workflows log to the process's own log, and serves the SDK's own figures at `metricsAt` where one
 * is given. Once a process, before its first worker.
 */
export function bridgeTemporalLogs(logger: Logger, { metricsAt }: { readonly metricsAt?: string } = {}): void {
  const log = (level: LogLevel, message: string, meta?: Record<string, unknown>) =>
    // The SDK's own news are for whoever looks for a fault.
    logger[level === 'INFO' ? 'debug' : levels[level]](readable(meta), message);
  Runtime.install({
    // Its native core logs beside it, unless its words are sent here too.
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
      ...(metricsAt === undefined ? {} : { metrics: { prometheus: { bindAddress: metricsAt } } }),
    },
    logger: {
      log,
      trace: (message, meta) => log('TRACE', message, meta),
      debug: (message, meta) => log('DEBUG', message, meta),
      info: (message, meta) => log('INFO', message, meta),
      warn: (message, meta) => log('WARN', message, meta),
      error: (message, meta) => log('ERROR', message, meta),
    },
  });
}

/** pino writes an error out only under `err`. */
function readable({ error, ...meta }: Record<string | symbol, unknown> = {}): object {
  return error === undefined ? meta : { ...meta, err: error };
}
