import { conflict, invalid, notFound } from './kinds.ts';

/** What goes wrong with named conditions about members. */
export const segments = {
  SEGMENT_NOT_FOUND: notFound(
    'There is no such segment in this programme.',
    'Correct its code; `perennial segment list` shows all.',
  ),
  SEGMENT_INVALID: invalid(
    'The condition of a segment breaks a rule.',
    'Correct what the error lists, with its lines, and apply the file again.',
  ),
  SEGMENT_IN_USE: conflict('Another segment or a campaign uses the segment.', 'Change what uses it first.'),
};
