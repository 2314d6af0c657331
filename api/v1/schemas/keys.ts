import { z } from '@hono/zod-openapi';
import { instant, instantInput, pageOf, publicId } from './basics.ts';

export const scopeSchema = z
  .enum(['read', 'write', 'launch', 'finance', 'admin'])
  .describe('What a key may do; none implies another.')
  .openapi('Scope');

export const keyLimitsSchema = z
  .strictObject({
    read: z.int().min(1).max(1_000_000).describe('Reads a minute.').optional(),
    write: z.int().min(1).max(1_000_000).describe('Writes a minute.').optional(),
    events: z.int().min(1).max(10_000_000).describe('Events a minute.').optional(),
  })
  .describe('What differs from the usual limits.')
  .openapi('KeyLimits');

export const keyInputSchema = z
  .strictObject({
    name: z.string().min(1).max(100).describe('Whose it is: one key for each person and each system.'),
    scopes: z.array(scopeSchema).min(1),
    expiresAt: instantInput.nullable().describe('When it ends; null never.').optional(),
    limits: keyLimitsSchema.optional(),
  })
  .openapi('KeyInput');

export const keySchema = z
  .object({
    id: publicId('key').describe('Id of the key. Opaque.'),
    name: z.string().describe('Whose it is.'),
    prefix: z.string().describe('How it begins.'),
    scopes: z.array(scopeSchema),
    limits: keyLimitsSchema.optional(),
    secret: z.string().regex(/^prn_/).describe('Shown once.').optional(),
    createdAt: instant.describe('When.'),
    createdBy: z.string().describe('Who made it: a key, or a person at the command line.').optional(),
    lastUsedAt: instant.nullable().describe('To the minute.'),
    expiresAt: instant.nullable().describe('When.'),
    revokedAt: instant.nullable().describe('When.'),
  })
  .openapi('Key');

export const keyPageSchema = pageOf(keySchema, 'KeyPage');

export const secretInputSchema = z
  .strictObject({
    overlapSeconds: z.int().min(0).max(604_800).default(86400).describe('How long the old one signs too.').optional(),
  })
  .openapi('SecretInput');
