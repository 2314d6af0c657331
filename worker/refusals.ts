import { grpcCode, grpcCodeOf, grpcProblemOf } from '../platform/grpc-code.ts';
import type { RelayDeps } from './relay-task.ts';

/** The first time that a refused row is tried again. */
const retryFirstMs = 1_000;
/** Between later times at most: a row that never goes costs nothing, and one that goes after a mend goes soon. */
const retryMaxMs = 15 * 60_000;
/** Of what was said, as it is stored. */
const errorMax = 500;

/** What a server said to one row, as it is stored beside it. */
export interface Refusal {
  readonly error: string;
  readonly retryMs: number;
}

/** Codes with which a server, or what lies before it, says that it can do nothing for anybody now. */
const awayCodes: readonly number[] = [
  grpcCode.cancelled,
  grpcCode.deadlineExceeded,
  grpcCode.permissionDenied,
  grpcCode.unavailable,
  grpcCode.unauthenticated,
];
/** Of those that mean "too much", the ones that are about this call and not about how many there are. */
const tooLarge = /larger than max|size|limit exceeded.*(payload|blob|history)|too large/i;

/** True when the error is about the server as a whole, and says nothing about the row that met it. */
export function isServerAway(error: unknown): boolean {
  const code = grpcCodeOf(error);
  if (code === grpcCode.resourceExhausted) return !tooLarge.test(grpcProblemOf(error));
  return code !== undefined && awayCodes.includes(code);
}

/** One row that was refused. */
export interface Refused {
  /** The relay's task that carried it. */
  readonly task: string;
  readonly error: unknown;
  /** Times that it was refused before. */
  readonly attempts: number;
  /** What it is, for the log. */
  readonly about: object;
  /** What became of it, in a sentence. */
  readonly says: string;
  /** Keeps beside the row what was said, and when it is tried again. */
  note(refusal: Refusal): unknown;
}

/** Notes that a row was refused, counts it and tells of it in the log. */
export async function takeRefusal(
  { metrics, logger }: Pick<RelayDeps, 'metrics' | 'logger'>,
  { task, error, attempts: before, about, says, note }: Refused,
): Promise<void> {
  const attempts = before + 1;
  const refusal = {
    error: grpcProblemOf(error).slice(0, errorMax),
    retryMs: Math.min(retryMaxMs, retryFirstMs * 2 ** Math.min(30, attempts - 1)),
  };
  await note(refusal);
  metrics.relayRefusals.inc({ task });
  logger.error({ ...about, attempts, ...refusal }, says);
}
