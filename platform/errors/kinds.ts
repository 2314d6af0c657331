/** 0 ok, 1 failure, 2 usage, 3 not found, 4 conflict, 5 validation. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5;

/** What a code means to each side. */
export interface ErrorKind {
  /** The HTTP status it is answered with. */
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 429 | 500 | 503;
  /** The exit code of the command line. */
  readonly exitCode: ExitCode;
  /** True when the same call may succeed later, with nothing changed. */
  readonly retry: boolean;
  /** What it says, in one sentence. */
  readonly meaning: string;
  /** What to do about it, in one sentence; where an error is raised with a fix of its own, that one is nearer. */
  readonly fix: string;
}

const kind =
  (status: ErrorKind['status'], exitCode: ExitCode, retry = false) =>
  (meaning: string, fix: string): ErrorKind => ({ status, exitCode, retry, meaning, fix });

export const usage = kind(400, 2);
export const malformed = kind(400, 5);
export const unsigned = kind(401, 5);
export const forbidden = kind(403, 5);
export const notFound = kind(404, 3);
export const notAllowed = kind(405, 2);
export const conflict = kind(409, 4);
/** Somebody else is at it: the same call again will get an answer. */
export const inProgress = kind(409, 4, true);
export const changed = kind(412, 4);
export const tooLarge = kind(413, 5);
export const otherForm = kind(415, 5);
export const invalid = kind(422, 5);
/** Too many calls for now. */
export const tooMany = kind(429, 1, true);
/** This process was started with something wrong or missing. */
export const misconfigured = kind(500, 2);
/** A fault of this software. */
export const broken = kind(500, 1, true);
/** A server that this one needs does not answer. */
export const unavailable = kind(503, 1, true);
/** A server that this one needs was never started. */
export const notStarted = kind(503, 1);
