import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { freshDatabase } from '../support/database.ts';
import { transcriptOf } from '../support/sql-transcript.ts';

const folder = 'modules/ledger/examples';
const setup = readFileSync(join(folder, 'setup.sql'), 'utf8');
const examples = readdirSync(folder).filter((name) => name.endsWith('.sql') && name !== 'setup.sql');
/** Writes the outputs instead of comparing them: read what changed before you commit it. */
const updates = process.env.UPDATE_EXAMPLES === '1';

describe('the examples of the ledger', () => {
  it.each(examples)('come out as it is written beside them: %s', async (name) => {
    const { url, database } = await freshDatabase({ poolSizeMax: 2 });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(`SET timezone = 'UTC'; SET datestyle = 'ISO'; ${setup}`);
      const came = await transcriptOf(client, readFileSync(join(folder, name), 'utf8'));
      const file = join(folder, name.replace(/sql$/, 'out'));
      if (updates) writeFileSync(file, came);
      expect(came).toBe(readFileSync(file, 'utf8'));
    } finally {
      await client.end();
    }
    // An example that breaks the ledger says so: only the one that shows how a change is found.
    const altered = (await verifyInvariants(database)).map(({ invariant }) => invariant);
    expect(altered).toEqual(name === 'seal.sql' ? ['amounts-are-postings'] : []);
  });

  it('show every operation of the ledger', () => {
    const said = examples.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
    const functions = readdirSync('prisma/functions/ledger').map((name) => name.replace(/\.sql$/, ''));
    const operations = functions.filter((name) =>
      /(?<!post)_batch$|_due$|_due_holds$|^seal_next$|^check_seals$/.test(name),
    );
    expect(operations.length).toBeGreaterThan(15);
    expect(operations.filter((name) => !['members_due'].includes(name) && !said.includes(`ledger.${name}(`))).toEqual(
      [],
    );
  });
});
