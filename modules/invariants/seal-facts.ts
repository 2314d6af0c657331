import { z } from 'zod';
import type { Database } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { inFlightHasEnded, type Sealed } from '../ledger/seal.ts';

/** What is sealed beside the journal, each with the sequence of its ids. */
const sequences = {
  coupon: 'ledger.coupon_id_seq',
  'coupon-move': 'ledger.coupon_move_id_seq',
  'campaign-version': 'public.campaign_version_id_seq',
  step: 'public.step_id_seq',
  audit: 'public.audit_event_id_seq',
  erasure: 'ledger.erased_leaf_id_seq',
} as const;

export type FactKind = keyof typeof sequences;
export const factKinds = Object.keys(sequences) as FactKind[];

/** Blocks a call seals of a kind: 10,000 x 1,000 facts. */
const sealsMax = 10_000;

const horizonRow = z.object({ id: z.bigint() });
const sealedRow = z.object({ count: z.int() });

/** Extends the chains over the facts that were written before the call. */
export async function sealFacts(database: Database): Promise<Sealed> {
  const horizons = new Map<FactKind, bigint>();
  for (const kind of factKinds) {
    const query = database.$queryRaw`SELECT coalesce(pg_sequence_last_value(${sequences[kind]}::text::regclass), 0) AS id`;
    horizons.set(kind, (await readOnlyRow(horizonRow, query)).id);
  }
  // Whoever drew an id below these has ended then, as for the journal.
  if (!(await inFlightHasEnded(database))) return { sealed: 0 };
  let sealed = 0;
  for (const [kind, through] of horizons) {
    for (let block = 0; block < sealsMax; block += 1) {
      const query = database.$queryRaw`SELECT seal_facts(${kind}, ${through}::bigint) AS count`;
      const { count } = await readOnlyRow(sealedRow, query);
      if (count === 0) break;
      sealed += count;
    }
  }
  if (sealed > 0) {
    await database.$executeRaw`SELECT setval('ledger.fact_seals_made', count(*)) FROM ledger.fact_seal`;
  }
  return { sealed };
}
