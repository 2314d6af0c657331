import { describe, it } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { compareWithModel } from '../support/ledger-commands.ts';

describe('the ledger does what the model says', () => {
  it('in any story of earns, spends, holds, refunds, clawbacks, corrections, repeats and passing days', async () => {
    const { database } = await freshDatabase();
    await compareWithModel(database, { runs: 60, length: 40 });
  });
});
