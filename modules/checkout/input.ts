import * as z from 'zod';
import { PerennialError } from '../../platform/errors.ts';
import { explainIssues } from '../../platform/explain-issue.ts';
import { fieldName } from '../../platform/yaml-file.ts';
import { amountMinorMax } from '../../values/money.ts';
import { isPlainId } from '../../values/unseen.ts';

const id = (lengthMax: number) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .refine(isPlainId, { message: 'has a blank, or a character that nobody sees' })
    .describe(`an id of at most ${lengthMax} characters without blanks`);

const amountMinor = z.int().min(0).max(amountMinorMax).describe('minor units of the programme currency');
const pointsMax = 1_000_000_000_000;

export const quoteInput = z.strictObject({
  memberId: id(100),
  amountMinor: amountMinor.describe('the goods before coupon and points, in minor units'),
  currency: z.string().optional(),
  coupon: z.string().min(1).max(40).optional(),
  points: z.int().min(0).max(pointsMax).optional().describe('points the member wants to use'),
});
export type QuoteInput = z.input<typeof quoteInput>;

export const redemptionInput = z.strictObject({
  memberId: id(100),
  points: z.int().min(1).max(pointsMax),
  orderId: id(100).optional(),
  amountMinor: amountMinor
    .optional()
    .describe('the goods after coupon and before points, in minor units: with it the largest share is checked'),
  capture: z.boolean().optional().describe('true uses the points at once, false holds them'),
  expiresInSeconds: z.int().min(60).max(2_592_000).optional().describe('how long a hold lasts'),
});
export type RedemptionInput = z.input<typeof redemptionInput>;

export const captureInput = z.strictObject({ points: z.int().min(1).max(pointsMax).optional() });
export type CaptureInput = z.input<typeof captureInput>;

export const refundInput = z.strictObject({
  points: z.int().min(1).max(pointsMax).optional(),
  reason: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'it has control characters'),
});
export type RefundInput = z.input<typeof refundInput>;

/** An input as its schema reads it; throws REQUEST_INVALID with the first field at fault. */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const [first] = explainIssues(read.error.issues, schema, input);
  const field = fieldName(first?.path ?? []);
  const code = field === 'amountMinor' ? 'AMOUNT_INVALID' : field === 'reason' ? 'REASON_REQUIRED' : 'REQUEST_INVALID';
  throw new PerennialError(code, `${field} ${first?.problem ?? 'is not valid'}.`, {
    field,
    ...(first === undefined ? {} : { fix: `${first.fix}.` }),
  });
}
