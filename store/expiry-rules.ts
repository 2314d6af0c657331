import type { ExpiryPolicy } from '../domain/programme.ts';
import type { Db } from './database.ts';

/** When points of a programme expire, and in which zone its days end. */
export interface ExpiryRules {
  readonly expiry: ExpiryPolicy;
  readonly zone: string;
}

/** The expiry rules of a programme as they are now. */
export async function readExpiryRules(db: Db, programmeId: number): Promise<ExpiryRules> {
  const [row] = await db.$queryRaw<ExpiryRules[]>`
    SELECT definition -> 'expiry' AS expiry, zone FROM programme WHERE id = ${programmeId}::smallint`;
  if (row === undefined) throw new Error(`there is no programme ${programmeId}`);
  return row;
}
