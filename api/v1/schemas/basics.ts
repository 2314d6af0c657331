import { z } from '@hono/zod-openapi';
import { amountMinorMax } from '../../../values/money.ts';

/** Points and minor units of money. */
export const whole = z.int().min(0).max(amountMinorMax);
export const signedWhole = z.int().min(-amountMinorMax).max(amountMinorMax);
/** An instant in an answer: RFC 3339, UTC. */
export const instant = z.string().meta({ format: 'date-time' });
/** An instant in a request: RFC 3339 with its offset. */
export const instantInput = z.iso
  .datetime({ offset: true, error: 'it is not an instant with its zone' })
  .meta({ examples: ['2026-12-08T10:03:00.000Z'] });
/** Which rules of the programme something goes by. */
export const rulesVersionSchema = z
  .int()
  .min(1)
  .describe(
    'Which rules of the programme: 1 for the first, one more with each change. It is the ETag of the programme, too.',
  );
export const localDay = z.iso.date();

/** A thing that may be missing: a reference and `null` side by side, which `nullable()` of a named schema does not write. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);

/** An opaque id of ours. */
export const publicId = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{8,40}$`), `it is no id that begins with ${prefix}_`);

/** A list of words in one query parameter: `status=issued,redeemed`. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .preprocess((text) => (typeof text === 'string' ? text.split(',') : text), z.array(item).min(1).max(20))
    .openapi({ param: { style: 'form', explode: false } });

/** Query parameters that many lists have. */
export const query = {
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Rows of a page.'),
  cursor: z.string().min(1).max(500).optional().describe('`nextCursor` of the page before, with the same filters.'),
  from: instantInput.optional().describe('Not before this instant.'),
  to: instantInput.optional().describe('Before this instant.'),
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .openapi({ type: 'boolean' })
    .describe('Check everything, say what would change, change nothing.'),
};

/** Ids of the shop's own. A name of a folder above could not stand in a path. */
const shopId = (lengthMax: number) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    // eslint-disable-next-line no-control-regex -- control characters are what it refuses
    .regex(/^(?!\.{1,2}$)[^\s\u0000-\u001f\u007f]+$/, 'it has a blank, or is . or ..');

export const memberIdSchema = shopId(100)
  .describe("The shop's own id of the member.")
  .openapi('MemberId', { examples: ['anna-1'] });
export const orderIdSchema = shopId(100)
  .describe("The shop's own id of the order.")
  .openapi('OrderId', { examples: ['1002'] });
export const eventIdSchema = shopId(120)
  .describe("The sender's id of the event: the same id is the same event, for ever.")
  .openapi('EventId', { examples: ['order-1002'] });
export const couponCodeSchema = z
  .string()
  .min(1)
  .max(40)
  .describe('A coupon code; taken in any spelling, answered as written here.')
  .openapi('CouponCode', { examples: ['7KQM-4XWP-29TD'] });
export const codeSchema = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'it is no code of small letters, digits and dashes')
  .describe('A code given by the shop: of a campaign or a tier.')
  .openapi('Code', { examples: ['welcome'] });
export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'it is no currency')
  .describe('ISO 4217; must be that of the programme.')
  .openapi('Currency', { examples: ['GBP'] });

const scalar = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);
export const attributeSchema = z
  .union([scalar, z.array(scalar).max(50)])
  .describe('Text, a number, yes or no, null, or a list of them.')
  .openapi('Attribute');
export const attributesInput = z
  .record(z.string().min(1).max(60), attributeSchema)
  .refine((fields) => Object.keys(fields).length <= 100, { message: 'has more than 100 fields' });

export const reasonSchema = z
  .string()
  .min(1)
  .max(300)
  // eslint-disable-next-line no-control-regex -- control characters are what it refuses
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'it has control characters');

export const fieldErrorSchema = z
  .object({
    code: z.string().describe('A code of the registry.'),
    field: z.string().describe('Where.').optional(),
    detail: z.string().describe('What is wrong.'),
    fix: z.string().describe('What to do.').optional(),
    line: z.int().min(1).describe('Line of a file that was sent.').optional(),
  })
  .openapi('FieldError');

export const problemSchema = z
  .object({
    type: z
      .string()
      .meta({ format: 'uri-reference' })
      .describe('Page of the code in the documentation of the installation.'),
    title: z.string().describe('What the code means, always the same sentence.'),
    status: z.int().min(400).max(599).describe('The HTTP status.'),
    detail: z.string().describe('What happened here.').optional(),
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/)
      .describe('A code of the registry; it never changes its meaning.'),
    field: z.string().describe('The field, query parameter or header at fault, with dots between.').optional(),
    fix: z.string().describe('What to do about it.').optional(),
    requestId: z.string().describe('The same as in the header Request-Id.'),
    conflictsWith: z.string().describe('Id of what stands in the way.').optional(),
    errors: z.array(fieldErrorSchema).describe('All faults of the request, when there are several.').optional(),
  })
  .openapi('Problem', {
    examples: [
      {
        type: '/docs/errors/POINTS_INSUFFICIENT',
        title: 'The member has fewer points.',
        status: 409,
        detail: '450 points are available, 500 were asked for.',
        code: 'POINTS_INSUFFICIENT',
        field: 'points',
        fix: 'Ask for at most 450.',
        requestId: 'req_5d8w2n7c',
      },
    ],
  });
export type Problem = z.input<typeof problemSchema>;

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item, name: string) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable().describe('null on the last page.') }).openapi(name);

export const balanceSchema = z
  .object({
    available: whole.describe('What could be redeemed at this moment.'),
    pending: whole.describe('Earned, and not yet available.'),
    held: whole.describe('Set aside by redemptions that are held.'),
    debt: whole.describe('Owed; the next points pay it off.'),
    version: z.int().min(0).describe('Grows with every change of these points; a later one is the truer one.'),
  })
  .openapi('Balance');
