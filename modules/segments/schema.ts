import * as z from 'zod';
import { conditionSchema } from '../../conditions/tree.ts';
import { codeWord } from '../../conditions/words.ts';
import { segmentSubjects } from './subjects.ts';

/** A segment as its file writes it. */
export const segmentFileSchema = z.strictObject({
  segment: codeWord.describe('its code'),
  name: z.string().trim().min(1).max(80).describe('what people read'),
  about: z.string().trim().min(1).max(500).optional().describe('what it is for'),
  who: conditionSchema(segmentSubjects).describe('a condition'),
});

export type SegmentFile = z.output<typeof segmentFileSchema>;
