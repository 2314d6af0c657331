/** What a code means to each side: the HTTP status, whether another try may succeed, the exit code of the command line. */
export interface ErrorKind {
  readonly status: number;
  readonly retryable: boolean;
  readonly exitCode: ExitCode;
}

/** 0 ok, 1 failure, 2 usage, 3 not found, 4 conflict, 5 validation. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5;

const invalid: ErrorKind = { status: 422, retryable: false, exitCode: 5 };
const notFound: ErrorKind = { status: 404, retryable: false, exitCode: 3 };
const conflict: ErrorKind = { status: 409, retryable: false, exitCode: 4 };
const usage: ErrorKind = { status: 400, retryable: false, exitCode: 2 };
const unavailable: ErrorKind = { status: 503, retryable: true, exitCode: 1 };
const broken: ErrorKind = { status: 500, retryable: false, exitCode: 1 };

/** Every code the project refuses or fails with. A code never changes its meaning. */
export const errorKinds = {
  USAGE: usage,
  ENV_INVALID: { status: 500, retryable: false, exitCode: 2 },

  FILE_NOT_FOUND: notFound,
  PROGRAMME_NOT_FOUND: notFound,
  MEMBER_NOT_FOUND: notFound,
  CAMPAIGN_NOT_FOUND: notFound,
  MESSAGE_NOT_FOUND: notFound,
  COUPON_NOT_FOUND: notFound,
  REVIEW_NOT_FOUND: notFound,
  ORDER_NOT_FOUND: notFound,
  TXN_NOT_FOUND: notFound,

  FILE_INVALID: invalid,
  PROGRAMME_INVALID: invalid,
  CAMPAIGN_INVALID: invalid,
  TEMPLATE_INVALID: invalid,
  EVENT_INVALID: invalid,
  IMPORT_INVALID: invalid,
  REQUEST_INVALID: invalid,
  POINTS_INSUFFICIENT: { status: 409, retryable: false, exitCode: 4 },

  EVENT_CONFLICT: conflict,
  IDEMPOTENCY_CONFLICT: conflict,
  CAMPAIGN_STATUS: conflict,
  COUPON_STATUS: conflict,
  REVIEW_STATUS: conflict,
  STACK_RUNNING: conflict,

  DATABASE_UNAVAILABLE: unavailable,
  TEMPORAL_UNAVAILABLE: unavailable,
  SMTP_UNAVAILABLE: unavailable,
  STACK_NOT_RUNNING: { status: 503, retryable: false, exitCode: 1 },

  CLOCK_REFUSED: conflict,
  LEDGER_BROKEN: broken,
  INTERNAL: broken,
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;

export interface ErrorDetail {
  /** The field, option or variable at fault. */
  readonly field?: string;
  /** What the reader can do about it. */
  readonly fix?: string;
  readonly cause?: unknown;
}

/** A refusal or failure with a code, the field at fault and the fix. */
export class PerennialError extends Error {
  override readonly name = 'PerennialError';
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly fix: string | undefined;

  constructor(code: ErrorCode, message: string, { field, fix, cause }: ErrorDetail = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.field = field;
    this.fix = fix;
  }

  get kind(): ErrorKind {
    return errorKinds[this.code];
  }
}

/** An error in one or two lines for a person: what happened, and the fix when it is known. */
export function describeError(error: unknown): string {
  if (error instanceof PerennialError) return error.fix ? `${error.message}\n${error.fix}` : error.message;
  return error instanceof Error ? error.message : String(error);
}
