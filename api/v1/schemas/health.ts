import { z } from '@hono/zod-openapi';
import { instant, publicId } from './basics.ts';

export const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded', 'failing']).describe('The worst of them.'),
    checks: z.array(
      z.object({
        name: z.string().describe('Of the check.'),
        status: z.enum(['ok', 'degraded', 'failing']).describe('ok, degraded or failing.'),
        detail: z.string().describe('What was found.'),
        fix: z.string().describe('What to do.').optional(),
      }),
    ),
  })
  .openapi('Health');

export const ledgerVerificationSchema = z
  .object({
    status: z.enum(['running', 'holds', 'broken']).describe('What was found, or that a worker is at it.'),
    at: instant.describe(
      'When it was last proved; of a broken one, when that was found; of a running one, when it was asked for.',
    ),
    violations: z.array(
      z.object({
        name: z.string().describe('Of the invariant, or of the seal.'),
        foundAt: instant.describe('When.'),
      }),
    ),
    sealedThrough: publicId('txn').nullable().describe('Id of the last sealed transaction. Opaque.'),
    head: z.string().nullable().describe('Hash of the chain; keep it elsewhere.'),
  })
  .openapi('LedgerVerification');
