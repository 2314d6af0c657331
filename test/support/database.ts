import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../platform/database.ts';

export interface FreshDatabase {
  readonly url: string;
  readonly database: Database;
}

const opened: (FreshDatabase & { readonly name: string })[] = [];

/** A migrated, empty database of this test file's own. It is dropped after the file, and kept when a test in it failed. */
export function freshDatabase({ poolSizeMax = 10 } = {}): Promise<FreshDatabase> {
  return createDatabase('perennial_template', poolSizeMax);
}

/** The same without a table in it. */
export function emptyDatabase({ poolSizeMax = 10 } = {}): Promise<FreshDatabase> {
  return createDatabase('template0', poolSizeMax);
}

async function createDatabase(template: string, poolSizeMax: number): Promise<FreshDatabase> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  const fresh = { name, url: url.href, database: openDatabase(url.href, { poolSizeMax }) };
  opened.push(fresh);
  return fresh;
}

/** Called by setup.ts after every test file. */
export async function closeDatabases({ keep }: { keep: boolean }): Promise<void> {
  for (const { name, database } of opened.splice(0)) {
    await database.$disconnect();
    if (!keep) await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
