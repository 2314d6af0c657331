import { isGrpcServiceError, ServiceError } from '@temporalio/client';

/** The status codes of gRPC that callers here tell apart. */
export const grpcCode = {
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  unavailable: 14,
  unauthenticated: 16,
};

/** The gRPC status code with which a Temporal server refused a call; undefined for any other error. */
export function grpcCodeOf(error: unknown): number | undefined {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) ? cause.code : undefined;
}

/** What the server said, without what the client puts round it. */
export function grpcProblemOf(error: unknown): string {
  const cause = error instanceof ServiceError ? error.cause : error;
  if (isGrpcServiceError(cause) && cause.details) return cause.details;
  return error instanceof Error ? error.message : String(error);
}
