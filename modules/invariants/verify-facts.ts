import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRow } from '../../platform/rows.ts';
import {
  type Alteration,
  alterationRow,
  type Block,
  type ChainAlteration,
  checkSealsMax,
  firstAlteration,
  knownAlteration,
} from '../ledger/verify-seal.ts';
import { type FactKind, factKinds } from './seal-facts.ts';

/** The newest block of each kind that has any. */
export type FactBlocks = Readonly<Partial<Record<FactKind, Block>>>;

export type FactCheck =
  | { readonly ok: true; readonly facts: number; readonly unsealed: number; readonly newest: FactBlocks }
  | { readonly ok: false; readonly firstAltered: AlteredFact };

/** The first thing found that is not as it was sealed. */
export interface AlteredFact {
  /** Null when it can't be told whose blocks were removed. */
  readonly kind: FactKind | null;
  readonly seal: number;
  readonly what: Alteration;
  /** Null when the seal itself is at fault. */
  readonly id: string | null;
}

/** Where a check begins: behind blocks that an earlier one found in order. */
export interface FactsFrom {
  /** The chains still have to contain them. */
  readonly known?: FactBlocks | undefined;
  /** From the first blocks all the same. */
  readonly full?: boolean;
}

const blockRow = z.object({ seq: z.string(), hash: z.string(), lastId: z.string() }) satisfies z.ZodType<Block>;
const madeRow = z.object({ made: z.bigint(), there: z.bigint() });
const countRow = z.object({ facts: z.bigint(), unsealed: z.bigint() });

/** Recomputes the chains, whole or behind known blocks, and names the first fact that is not as it was sealed; it shows when blocks were removed, or all. */
export async function verifyFacts(db: Db, { known = {}, full = false }: FactsFrom = {}): Promise<FactCheck> {
  const { made, there } = await readOnlyRow(
    madeRow,
    db.$queryRaw`
      SELECT (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ledger.fact_seals_made) AS made, count(*) AS there
      FROM ledger.fact_seal`,
  );
  const removed = {
    ok: false,
    firstAltered: { kind: null, seal: Number(made), what: 'seal missing', id: null },
  } as const;
  if (there === 0n && made > 0n) return removed;
  const newest: Partial<Record<FactKind, Block>> = {};
  for (const kind of factKinds) {
    const last = await blockOf(db, kind, null);
    if (last !== undefined) newest[kind] = last;
    const altered = await firstAlteredOf(db, kind, { known: known[kind], full });
    if (altered !== null) {
      const { seal, what, id } = altered;
      return { ok: false, firstAltered: { kind, seal, what, id } };
    }
  }
  if (there < made) return removed;
  const { facts, unsealed } = await readOnlyRow(
    countRow,
    db.$queryRaw`
      SELECT (SELECT coalesce(sum(count), 0)::bigint FROM ledger.fact_seal) AS facts,
        (SELECT count(*) FROM ledger.coupon WHERE id > coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'coupon'), 0))
        + (SELECT count(*) FROM ledger.coupon_move WHERE id > coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'coupon-move'), 0))
        + (SELECT count(*) FROM campaign_version WHERE id > coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'campaign-version'), 0))
        + (SELECT count(*) FROM step WHERE id > coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'step'), 0))
        + (SELECT count(*) FROM audit_event WHERE id > coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'audit'), 0))
        + (SELECT count(*) FROM ledger.erased_leaf WHERE id > coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'erasure'), 0))
          AS unsealed`,
  );
  return { ok: true, facts: Number(facts), unsealed: Number(unsealed), newest };
}

async function firstAlteredOf(
  db: Db,
  kind: FactKind,
  { known, full }: { readonly known: Block | undefined; readonly full: boolean },
): Promise<ChainAlteration | null> {
  const replaced = known && knownAlteration(known, await blockOf(db, kind, known.seq));
  if (replaced) return replaced;
  return firstAlteration(full ? undefined : known, (from) =>
    readOnlyRow(
      alterationRow,
      db.$queryRaw`SELECT seq, what, fact_id AS id, next_seq FROM check_facts(${kind}, ${from}::bigint, ${checkSealsMax}::int)`,
    ),
  );
}

function blockOf(db: Db, kind: FactKind, which: string | null): Promise<Block | undefined> {
  return readRow(
    blockRow,
    db.$queryRaw`
      SELECT s.seq::text, encode(s.hash, 'hex') AS hash, s.last_id::text AS "lastId" FROM ledger.fact_seal s
      WHERE s.kind = ${kind} AND (${which}::bigint IS NULL OR s.seq = ${which}::bigint) ORDER BY s.seq DESC LIMIT 1`,
  );
}
