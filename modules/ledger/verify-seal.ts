import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRow } from '../../platform/rows.ts';

/** Blocks a statement checks: 50 x 1,000 transactions are about 2 s. */
export const checkSealsMax = 50;

/** True when a block with this hash, in hex, is in the chain. */
export async function isSealed(db: Db, head: string): Promise<boolean> {
  return (await db.ledgerSeal.count({ where: { hash: Buffer.from(head, 'hex') } })) > 0;
}

/** A block of a chain, as it is told apart from one that was put in its place. */
export interface Block {
  readonly seq: string;
  /** In hex. */
  readonly hash: string;
  /** Of what was sealed. */
  readonly lastId: string;
}

/** Where a check begins: behind a block that an earlier one found in order. */
export interface CheckFrom {
  /** The chain still has to contain it. */
  readonly known?: Block | undefined;
  /** From the first block all the same. */
  readonly full?: boolean;
}

export type SealCheck =
  | {
      readonly ok: true;
      readonly seals: number;
      readonly transactions: number;
      /** Posted since the last seal. */
      readonly unsealed: number;
      /** Hash of the newest block. Kept outside the database it also shows when blocks at the end were removed. */
      readonly head: string | null;
      /** The newest block whose rows were compared with it. */
      readonly newest: Block | null;
    }
  | { readonly ok: false; readonly firstAltered: AlteredRow };

/** What can be wrong with a block, or with a row in it. */
export type Alteration = 'altered' | 'missing' | 'added' | 'seal altered' | 'seal missing';

/** The first thing found that is not as it was sealed. */
export interface AlteredRow {
  readonly seal: number;
  readonly what: Alteration;
  /** Null when the seal itself is at fault. */
  readonly txnId: string | null;
}

const blockRow = z.object({ seq: z.string(), hash: z.string(), lastId: z.string() }) satisfies z.ZodType<Block>;

const chainRow = z.object({
  seals: z.bigint(),
  transactions: z.bigint(),
  unsealed: z.bigint(),
  head: z.string().nullable(),
});

/** Recomputes the chain, from its first block or behind a known one, and names the first row that is not as it was sealed. */
export async function verifySeal(db: Db, { known, full = known === undefined }: CheckFrom = {}): Promise<SealCheck> {
  const block = (which: string | null) =>
    readRow(
      blockRow,
      db.$queryRaw`
        SELECT s.seq::text, encode(s.hash, 'hex') AS hash, s.last_txn::text AS "lastId" FROM ledger.seal s
        WHERE ${which}::bigint IS NULL OR s.seq = ${which}::bigint ORDER BY s.seq DESC LIMIT 1`,
    );
  const newest = await block(null);
  const altered =
    (known && knownAlteration(known, await block(known.seq))) ??
    (await firstAlteration(full ? undefined : known, (from) =>
      readOnlyRow(
        alterationRow,
        db.$queryRaw`SELECT seq, what, txn_id AS id, next_seq FROM ledger.check_seals(${from}::bigint, ${checkSealsMax}::int)`,
      ),
    ));
  if (altered !== null) {
    return { ok: false, firstAltered: { seal: altered.seal, what: altered.what, txnId: altered.id } };
  }
  const all = await readOnlyRow(
    chainRow,
    db.$queryRaw`
      SELECT count(*) AS seals, coalesce(sum(count), 0)::bigint AS transactions,
        (SELECT count(*) FROM ledger.txn WHERE id > coalesce((SELECT max(last_txn) FROM ledger.seal), 0)) AS unsealed,
        (SELECT encode(hash, 'hex') FROM ledger.seal ORDER BY seq DESC LIMIT 1) AS head
      FROM ledger.seal`,
  );
  return {
    ok: true,
    seals: Number(all.seals),
    transactions: Number(all.transactions),
    unsealed: Number(all.unsealed),
    head: all.head,
    newest: newest ?? null,
  };
}

/** The first thing in a chain that is not as it was sealed. */
export interface ChainAlteration {
  readonly seal: number;
  readonly what: Alteration;
  readonly id: string | null;
}

/** Whether a block that was in order is gone, or another one stands in its place. */
export function knownAlteration({ seq, hash }: Block, now: Block | undefined): ChainAlteration | null {
  if (now?.hash === hash) return null;
  return { seal: Number(seq), what: now === undefined ? 'seal missing' : 'seal altered', id: null };
}

/** What a statement that checks some blocks answers. */
export const alterationRow = z.object({
  seq: z.bigint().nullable(),
  what: z.enum(['altered', 'missing', 'added', 'seal altered', 'seal missing']).nullable(),
  id: z.bigint().nullable(),
  next_seq: z.bigint().nullable(),
});

/** What `check` finds, some blocks a statement, behind the block given or from the first one on. */
export async function firstAlteration(
  behind: Block | undefined,
  check: (from: bigint) => Promise<z.infer<typeof alterationRow>>,
): Promise<ChainAlteration | null> {
  for (let next: bigint | null = BigInt(behind?.seq ?? 0) + 1n; next !== null;) {
    const { seq, what, id, next_seq }: z.infer<typeof alterationRow> = await check(next);
    if (what !== null) return { seal: Number(seq), what, id: id === null ? null : String(id) };
    next = next_seq;
  }
  return null;
}
