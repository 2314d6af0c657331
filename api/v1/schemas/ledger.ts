import { z } from '@hono/zod-openapi';
import { totalsBy } from '../../../modules/programme/ledger-totals.ts';
import { signedWhole, whole } from './basics.ts';

export const totalsBySchema = z.enum(totalsBy);

export const ledgerTotalsSchema = z
  .object({
    by: totalsBySchema.describe('source, day or month.'),
    data: z.array(
      z.object({
        key: z.string().describe("The source, or the day or month of the programme's zone."),
        issued: whole.describe('Points.'),
        redeemed: signedWhole.describe('Less what was given back.'),
        expired: whole.describe('Expired, lapsed or forfeited.'),
        clawedBack: signedWhole.describe('Less what was written off of it.'),
        adjusted: signedWhole.describe('Points.'),
      }),
    ),
    outstanding: signedWhole.describe('Available, pending and held, less debt: now, whatever the period.'),
    liabilityMinor: whole
      .describe('What that is worth at the checkout, before breakage. In minor units of the currency.')
      .optional(),
  })
  .openapi('LedgerTotals');
