import { Prisma } from '../../prisma/generated/client.ts';

/** `own (id, heir)` before a statement: each of these members, and the accounts that were merged into them, with whose they are now. */
export const withOwnAccounts = (ids: readonly bigint[]): Prisma.Sql => Prisma.sql`
      WITH RECURSIVE own (id, heir) AS (
        SELECT i, i FROM unnest(${[...ids]}::bigint[]) i
        UNION SELECT g.id, o.heir FROM member g JOIN own o ON g.merged_into = o.id WHERE g.merged_into IS NOT NULL)`;
