import { z } from 'zod';
import type { Database, Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { inFlightHasEnded, type Sealed } from '../ledger/seal.ts';

/** What is sealed beside the journal, each with the sequence of its ids. */
const sequences = {
  coupon: 'ledger.coupon_id_seq',
  'coupon-move': 'ledger.coupon_move_id_seq',
  'campaign-version': 'public.campaign_version_id_seq',
  step: 'public.step_id_seq',
  audit: 'public.audit_event_id_seq',
} as const;

export type FactKind = keyof typeof sequences;
const kinds = Object.keys(sequences) as FactKind[];

/** Blocks a call seals of a kind: 10,000 x 1,000 facts. */
const sealsMax = 10_000;
/** Blocks a statement checks. */
const checkSealsMax = 50;

const horizonRow = z.object({ id: z.bigint() });
const sealedRow = z.object({ count: z.int() });

/** Extends the chains over the facts that were written before the call. */
export async function sealFacts(database: Database): Promise<Sealed> {
  const horizons = new Map<FactKind, bigint>();
  for (const kind of kinds) {
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

export type FactCheck =
  | { readonly ok: true; readonly facts: number; readonly unsealed: number }
  | { readonly ok: false; readonly firstAltered: AlteredFact };

/** The first thing found that is not as it was sealed. */
export interface AlteredFact {
  /** Null when it can't be told whose blocks were removed. */
  readonly kind: FactKind | null;
  readonly seal: number;
  readonly what: 'altered' | 'missing' | 'added' | 'seal altered' | 'seal missing';
  /** Null when the seal itself is at fault. */
  readonly id: string | null;
}

const checkRow = z.object({
  seq: z.bigint().nullable(),
  what: z.enum(['altered', 'missing', 'added', 'seal altered', 'seal missing']).nullable(),
  fact_id: z.bigint().nullable(),
  next_seq: z.bigint().nullable(),
});

const countRow = z.object({ made: z.bigint(), there: z.bigint(), facts: z.bigint(), unsealed: z.bigint() });

/** Recomputes the chains and names the first fact that is not as it was sealed; it shows when blocks were removed, or all. */
export async function verifyFacts(db: Db): Promise<FactCheck> {
  for (const kind of kinds) {
    const firstAltered = await firstAlteredOf(db, kind);
    if (firstAltered !== null) return { ok: false, firstAltered };
  }
  const { made, there, facts, unsealed } = await readOnlyRow(
    countRow,
    db.$queryRaw`
      SELECT (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ledger.fact_seals_made) AS made,
        (SELECT count(*) FROM ledger.fact_seal) AS there,
        (SELECT coalesce(sum(count), 0)::bigint FROM ledger.fact_seal) AS facts,
        (SELECT count(*) FROM ledger.coupon WHERE id > coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'coupon'), 0))
        + (SELECT count(*) FROM ledger.coupon_move WHERE id > coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'coupon-move'), 0))
        + (SELECT count(*) FROM campaign_version WHERE id > coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'campaign-version'), 0))
        + (SELECT count(*) FROM step WHERE id > coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'step'), 0))
        + (SELECT count(*) FROM audit_event WHERE id > coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'audit'), 0))
          AS unsealed`,
  );
  if (there < made)
    return { ok: false, firstAltered: { kind: null, seal: Number(made), what: 'seal missing', id: null } };
  return { ok: true, facts: Number(facts), unsealed: Number(unsealed) };
}

async function firstAlteredOf(db: Db, kind: FactKind): Promise<AlteredFact | null> {
  for (let next: bigint | null = 1n; next !== null;) {
    const { seq, what, fact_id, next_seq }: z.infer<typeof checkRow> = await readOnlyRow(
      checkRow,
      db.$queryRaw`SELECT * FROM check_facts(${kind}, ${next}::bigint, ${checkSealsMax}::int)`,
    );
    if (what !== null) return { kind, seal: Number(seq), what, id: fact_id === null ? null : String(fact_id) };
    next = next_seq;
  }
  return null;
}
