import { z } from '@hono/zod-openapi';
import { instant, whole } from './basics.ts';

const signed = z.int().min(-1_000_000_000_000).max(1_000_000_000_000);
const count = z.int().min(0);

export const pointsTotalsSchema = z
  .object({
    earned: whole.describe('By orders, tasks and campaigns.'),
    corrected: signed.describe('By hand; negative where more was taken than given.'),
    redeemed: signed.describe('Used, without what was given back.'),
    takenBack: whole.describe('For returns.'),
    expired: whole.describe('Expired, lapsed or forfeited.'),
    writtenOff: signed.describe('Owed and let off.'),
    available: whole,
    pending: whole,
    held: whole,
    debt: whole,
    transactions: count.describe('How many are added up.'),
  })
  .describe(
    'earned + corrected + writtenOff - redeemed - takenBack - expired is available + pending + held - debt, always.',
  )
  .openapi('PointsTotals');

const daySchema = z
  .object({
    date: z.string().meta({ format: 'date' }).describe('Of the programme.'),
    issued: whole,
    issuedByOrders: whole.describe('Of it, for orders.'),
    redeemed: signed.describe('Without what was given back.'),
    takenBack: whole.describe('For returns.'),
    expired: whole,
  })
  .openapi('DayOfPoints');

export const overviewSchema = z
  .object({
    from: instant.describe('The first instant that is counted: the beginning of a day.'),
    to: instant.describe('Now: the last day is not over.'),
    members: z.object({ total: count, joined: count.describe('In these days.') }),
    points: z.object({
      outstanding: whole.describe('Available, pending and held.'),
      available: whole,
      pending: whole,
      held: whole,
      debt: whole.describe('Owed by members.'),
      estimated: z.boolean().describe('Of a very large programme these are estimates, right within a few per cent.'),
    }),
    days: z.array(daySchema).describe('Oldest first.'),
    expiring: z
      .object({ points: whole, members: count, until: instant.describe('Before then.') })
      .describe('In as many days to come.'),
    messages: z
      .object({ sent: count, waiting: count, bounced: count, notSent: count.describe('Each with its reason.') })
      .describe('Asked for in these days.'),
    reviews: z.object({ open: count, oldestAt: instant.nullable().describe('When the oldest was opened.') }),
    webhooks: z.object({ disabled: count, waiting: count.describe('Deliveries.') }),
  })
  .openapi('Overview');
