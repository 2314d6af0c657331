import { z } from '@hono/zod-openapi';
import { knownEncoding } from '../../../modules/imports/reading/encoding.ts';
import { formatNames, type FormatName, lineRules } from '../../../modules/imports/reading/formats.ts';
import { decimalSigns } from '../../../modules/imports/reading/rules-amounts.ts';
import { dateOrders } from '../../../modules/imports/reading/rules-dates.ts';
import { importKinds, importStatuses } from '../../../modules/imports/uploads/view.ts';
import { isZone } from '../../../values/calendar.ts';
import { instant, pageOf, problemSchema, publicId } from './basics.ts';

const count = z.int().min(0);

/** How a file is to be read, where that can't be told from it. */
export const readingInput = {
  shiftTo: z
    .string()
    .regex(/^(today|\d{4}-\d{2}-\d{2})$/, 'it is neither a date nor today')
    .optional()
    .describe('Of orders: move all dates so that the last one is on this day.'),
  format: z
    .enum(formatNames as [FormatName, ...FormatName[]])
    .optional()
    .describe('Of orders: whose export it is, where its header does not tell.'),
  encoding: z
    .string()
    .max(40)
    .refine((name) => knownEncoding(name) !== undefined, 'it is no encoding such as utf-8, gb18030 or windows-1252')
    .optional()
    .describe('How its letters are encoded.'),
  delimiter: z.enum([',', ';', 'tab', '|']).optional().describe('What stands between its cells.'),
  dates: z.enum(dateOrders).optional().describe('What 05/01/2026 means.'),
  decimal: z.enum(decimalSigns).optional().describe('Of orders: what stands before the cents.'),
  lines: z.enum(lineRules).optional().describe('Of orders: what several rows of one order are.'),
  zone: z.string().refine(isZone, 'it is not a time zone').optional().describe('IANA zone of times that name none.'),
};

/** What one column is called. */
export const columnMapInput = z
  .string()
  .regex(/^[a-z_.]+=[^=]+$/, 'it is not order_id=<column>')
  .max(200);

export const importAgainInputSchema = z
  .strictObject({
    dryRun: z.boolean().describe('Check everything, say what would change, change nothing.').optional(),
    ...readingInput,
    map: z
      .array(columnMapInput)
      .min(1)
      .max(20)
      .optional()
      .describe('Of orders: what columns are called, as `order_id=Bestellnummer`.'),
  })
  .openapi('ImportAgainInput');

const text = z.string().nullable();

export const importReadingSchema = z
  .object({
    format: z.string().describe('csv, ndjson, or whose export it is.'),
    encoding: z.string().describe('How its letters are encoded.'),
    delimiter: text.describe('What stands between its cells; null of NDJSON.'),
    dates: text.describe('What 05/01/2026 means; null where no date could be read in two ways.'),
    decimal: text.describe('Of orders: what stands before the cents.'),
    zone: z.string().describe('Of times that name none.'),
    lines: text.describe('Of orders: what several rows of one order are; null where each is an order.'),
    columns: z.record(z.string(), z.string()).describe('What the file calls each field that is read.'),
    unread: z.array(z.string()).describe('Columns that are not read.'),
    header: z.array(z.string()).describe('Its columns, in their order.'),
  })
  .openapi('ImportReading');

export const importSchema = z
  .object({
    id: publicId('imp')
      .describe('Id of the import. Opaque.')
      .openapi({ examples: ['imp_7h2k9m4q'] }),
    kind: z.enum(importKinds).describe('What is in the file.'),
    status: z.enum(importStatuses).describe('Where it stands.'),
    dryRun: z.boolean().describe('Nothing was written.'),
    fileName: z.string().describe('As it was called where it came from.').optional(),
    hasFile: z.boolean().describe('The file is kept here, and can be read once more.'),
    readAs: importReadingSchema.describe('How the file is read; absent until that is found out.').optional(),
    linesTotal: count.describe('Line ends of the file: about the rows there are.').optional(),
    createdBy: z.string().describe('Who sent it: a key.').optional(),
    counts: z
      .object({
        lines: count.describe('Rows read so far: the sum of the next four.'),
        imported: count.describe('Taken.'),
        duplicates: count.describe('Here before.'),
        rejected: count.describe('See rejects.'),
        leftOut: count.describe('Of orders: no purchase by their status.'),
        newMembers: count.describe('Members who were not known.'),
        pointsGiven: count.describe('Points that came in.'),
        lapsedPoints: count.describe('Of members: points whose end had passed, which were not brought along.'),
      })
      .describe('What became of the rows.'),
    problem: problemSchema
      .pick({ code: true, detail: true, field: true, fix: true })
      .describe('Why it failed.')
      .openapi('ImportProblem')
      .optional(),
    createdAt: instant.describe('When.'),
    finishedAt: instant.nullable().describe('When.').optional(),
  })
  .openapi('Import');

export const rejectSchema = z
  .object({
    line: z.int().min(1).describe('Of the file.'),
    field: z.string().describe('At fault.').optional(),
    value: z.string().describe('As written.').optional(),
    code: z.string().describe('Of the registry.'),
    detail: z.string().describe('What is wrong.'),
    fix: z.string().describe('What to do.').optional(),
    row: z.string().describe('The row as it stood in the file.'),
    cells: z.array(z.string()).describe('Its cells, in the order of `readAs.header`; of NDJSON the whole line.'),
  })
  .openapi('Reject', {
    examples: [
      {
        line: 311,
        field: 'amount',
        value: '12,50',
        code: 'AMOUNT_INVALID',
        detail: 'is not an amount',
        fix: 'Write 12.50.',
        row: '1311,anna-1,2026-12-08T09:05:00Z,"12,50"',
        cells: ['1311', 'anna-1', '2026-12-08T09:05:00Z', '12,50'],
      },
    ],
  });

export const importPageSchema = pageOf(importSchema, 'ImportPage');
export const rejectPageSchema = pageOf(rejectSchema, 'RejectPage');
