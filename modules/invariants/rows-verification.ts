import { z } from 'zod';
import type { Database, Db } from '../../platform/database.ts';
import { readOnlyRow, readRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { AlteredRow, Block } from '../ledger/verify-seal.ts';
import type { Checked } from './pages.ts';
import type { AlteredFact, FactBlocks } from './verify-facts.ts';
import type { Violation } from './verify.ts';

/** Something a check found. */
export type Fault =
  | ({ readonly of: 'invariant' } & Violation)
  | ({ readonly of: 'seal' } & AlteredRow)
  | ({ readonly of: 'facts' } & AlteredFact);

/** A fault, and when it was first found. */
export interface StandingFault {
  readonly foundAt: Date;
  readonly fault: Fault;
}

/** How far a check came that found all in order. */
export interface Noted {
  readonly checked: Checked;
  /** Null when nothing was sealed yet: then the next check begins anew. */
  readonly seal: Block | null;
  readonly facts: FactBlocks;
}

/** Checks whose faults are listed; a ledger with more has been broken for longer than a list helps. */
const notesMax = 100;

/** As it is stored: numbers as texts. */
interface StoredNote extends Pick<Noted, 'seal' | 'facts'> {
  readonly txn: string;
  readonly coupon: string;
  readonly couponMove: string;
  readonly points: Readonly<Record<string, string>>;
}

const noteRow = z.object({ at: z.date(), checked: vouchedFor<StoredNote>() });
const faultRow = z.object({ at: z.date(), faults: vouchedFor<Fault[]>() });

export interface Notes {
  /** The last check that found all in order, of what was sealed. */
  readonly last: (Noted & { readonly at: Date }) | null;
  /** What was found since the last full check that found nothing. */
  readonly standing: readonly StandingFault[];
}

/** What earlier checks noted. */
export async function readNotes(db: Db): Promise<Notes> {
  const last = await readRow(
    noteRow,
    db.$queryRaw`SELECT at, checked FROM ledger.verification WHERE checked ->> 'seal' IS NOT NULL ORDER BY id DESC LIMIT 1`,
  );
  const found = await readRows(
    faultRow,
    db.$queryRaw`
      SELECT at, faults FROM ledger.verification
      WHERE checked IS NULL
        AND id > coalesce((SELECT max(id) FROM ledger.verification WHERE is_full AND checked IS NOT NULL), 0)
      ORDER BY id LIMIT ${notesMax}`,
  );
  const standing = found.flatMap(({ at, faults }) => faults.map((fault) => ({ foundAt: at, fault })));
  return { last: last === undefined ? null : { ...fromStored(last.checked), at: last.at }, standing };
}

function fromStored({ txn, coupon, couponMove, points, seal, facts }: StoredNote): Noted {
  const throughTxn = BigInt(txn);
  const checked = {
    txn: throughTxn,
    coupon: BigInt(coupon),
    couponMove: BigInt(couponMove),
    totals: { throughTxn, points },
  };
  return { checked, seal, facts };
}

/** Notes what a check found, or how far it came without finding anything. */
export async function noteCheck(
  database: Database,
  { full, faults, noted }: { readonly full: boolean; readonly faults: readonly Fault[]; readonly noted: Noted | null },
): Promise<void> {
  const checked = noted === null ? null : JSON.stringify(toStored(noted));
  await database.$executeRaw`
    INSERT INTO ledger.verification (is_full, faults, checked) VALUES (${full}, ${JSON.stringify(faults)}::jsonb, ${checked}::jsonb)`;
}

const toStored = ({ checked, seal, facts }: Noted): StoredNote => ({
  ...{ txn: String(checked.txn), coupon: String(checked.coupon), couponMove: String(checked.couponMove) },
  ...{ points: checked.totals.points, seal, facts },
});

/** Whether this role, on this server, may note anything: one that only looks checks all the same. */
export async function mayNote(db: Db): Promise<boolean> {
  const query = db.$queryRaw`
    SELECT current_setting('transaction_read_only') = 'off' AND has_table_privilege('ledger.verification', 'INSERT')
      AND has_sequence_privilege('ledger.verification_id_seq', 'USAGE') AS may`;
  return (await readOnlyRow(z.object({ may: z.boolean() }), query)).may;
}
