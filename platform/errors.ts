import { currentCode } from './errors/former-codes.ts';
import type { ErrorKind } from './errors/kinds.ts';
import { type ErrorCode, errorRegistry } from './errors/registry.ts';

export { currentCode } from './errors/former-codes.ts';
export type { ErrorKind, ExitCode } from './errors/kinds.ts';
export { type ErrorCode, errorRegistry } from './errors/registry.ts';

/** One fault of several. */
export interface FieldFault {
  readonly code: ErrorCode;
  readonly field?: string;
  readonly detail: string;
  readonly fix?: string;
  /** Of a file that was sent. */
  readonly line?: number;
}

export interface ErrorDetail {
  /** The field, option or variable at fault. */
  readonly field?: string;
  /** What the reader can do about it. */
  readonly fix?: string;
  /** Id of what stands in the way. */
  readonly conflictsWith?: string;
  /** All faults, when there are several. */
  readonly faults?: readonly FieldFault[];
  readonly cause?: unknown;
}

/** A refusal or failure with a code, the field at fault and the fix. */
export class PerennialError extends Error {
  override readonly name = 'PerennialError';
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly fix: string | undefined;
  readonly conflictsWith: string | undefined;
  readonly faults: readonly FieldFault[];

  constructor(code: ErrorCode, message: string, { field, fix, conflictsWith, faults = [], cause }: ErrorDetail = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.field = field;
    this.fix = fix;
    this.conflictsWith = conflictsWith;
    this.faults = faults;
  }

  get kind(): ErrorKind {
    return errorRegistry[this.code];
  }
}

/** An error in one or two lines for a person: what happened, and the fix when it is known. */
export function describeError(error: unknown): string {
  if (error instanceof PerennialError) return error.fix ? `${error.message}\n${error.fix}` : error.message;
  return error instanceof Error ? error.message : String(error);
}

/**
 * The one door for codes that SQL functions answer: the code of today, one of those the caller knows. Anything else means that
 * the functions are of another version than this code, which is not to be passed on as if it were understood.
 */
export function codeFromSql<Code extends ErrorCode>(answered: string | null, known: readonly Code[]): Code {
  const code = currentCode(answered ?? '');
  const match = known.find((each) => each === code);
  if (match !== undefined) return match;
  throw new PerennialError(
    'INTERNAL',
    `PostgreSQL answered with the code "${answered ?? ''}", which is unknown here.`,
    {
      fix: 'Bring the database to the version of this software: `perennial migrate`.',
    },
  );
}

/** What was thrown, as an error. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
