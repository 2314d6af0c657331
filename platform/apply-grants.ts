import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { packageRoot } from './package-root.ts';

/** Makes the server's roles as prisma/roles.sql has them; the connection must be an administrator's. */
export async function createRoles(client: pg.Client): Promise<void> {
  await client.query(readFileSync(join(packageRoot(), 'prisma', 'roles.sql'), 'utf8'));
}

/** Gives the roles what prisma/grants.sql says, all or nothing; false where the server has no such roles. */
export async function applyGrants(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regrole('perennial_app') IS NOT NULL AND to_regrole('perennial_read') IS NOT NULL AS there`,
  );
  if (rows[0]?.there !== true) return false;
  await client.query('BEGIN; SET LOCAL search_path = public');
  try {
    await client.query(readFileSync(join(packageRoot(), 'prisma', 'grants.sql'), 'utf8'));
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  return true;
}
