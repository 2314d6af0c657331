import type { ErrorCode } from '../platform/errors.ts';
import type { Outcome } from '../workflows/engine/story.ts';

/** The outcome of a step that a rule said no to; `reason` is for the marketer. */
export function refused(code: ErrorCode, reason: string): Outcome {
  return { kind: 'refused', code, reason };
}
