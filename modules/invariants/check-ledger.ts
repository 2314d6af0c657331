import { z } from 'zod';
import type { Database, Db } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import { inFlightHasEnded, sealLedger } from '../ledger/seal.ts';
import { type Block, isSealed, type SealCheck, verifySeal } from '../ledger/verify-seal.ts';
import { type Checked, pagesOf } from './pages.ts';
import { type Fault, mayNote, noteCheck, type Noted, readNotes, type StandingFault } from './rows-verification.ts';
import { sealFacts } from './seal-facts.ts';
import { type FactBlocks, type FactCheck, verifyFacts } from './verify-facts.ts';
import { inPage, pageSizes, verifyInvariants, type Violation } from './verify.ts';

export interface CheckOptions {
  /** Everything, not only what came since the last check. */
  readonly full?: boolean | undefined;
  /** Of all programmes when not said. */
  readonly programmeId?: number | undefined;
  /** Seal what was posted since the last seal, if the chains are in order. */
  readonly seal?: boolean | undefined;
  /** The head of the chain as it was noted elsewhere. */
  readonly head?: string | undefined;
}

/** What a check of the ledger came to. */
export interface LedgerCheck extends Chains {
  readonly ok: boolean;
  /** The check that found all in order and from which this one went on; null when it checked everything. */
  readonly since: Date | null;
  readonly violations: readonly Violation[];
  /** Found by earlier checks and not by this one; a full check of all programmes that finds nothing ends them. */
  readonly standing: readonly StandingFault[];
}

/**
 * Checks the ledger from where the last check found all in order, or all of it, and notes how far it came.
 *
 * What was checked and sealed before is not read again: who changes it behind the ledger's back is found by a full check, but for
 * a balance that no longer fits the totals, which shows at once.
 */
export async function checkLedger(database: Database, options: CheckOptions = {}): Promise<LedgerCheck> {
  const { last, standing } = await readNotes(database);
  const since = options.full === true ? undefined : last?.checked;
  const settled = await settledIds(database);
  const violations = await verifyInvariants(database, options.programmeId, since);
  const altered = standing.some(({ fault }) => fault.of !== 'invariant');
  const chains = await checkChains(database, {
    ...options,
    full: since === undefined,
    last,
    seal: options.seal && !altered,
  });
  const faults = faultsOf(violations, chains);
  const isNew = (fault: Fault) => !standing.some((known) => keyOf(known.fault) === keyOf(fault));
  const isWhole = options.programmeId === undefined;
  if (await mayNote(database)) {
    const full = since === undefined;
    if (faults.some(isNew)) await noteCheck(database, { full, faults: faults.filter(isNew), noted: null });
    if (faults.length === 0 && isWhole)
      await noteCheck(database, { full, faults: [], noted: await howFar(database, { since, settled, chains }) });
  }
  const ended = since === undefined && isWhole && faults.length === 0;
  const found = new Set(faults.map(keyOf));
  return {
    ...{ ...chains, violations, since: since === undefined || last === null ? null : last.at },
    ok: faults.length === 0 && (ended || standing.length === 0) && chains.headFound !== false,
    standing: ended ? [] : standing.filter(({ fault }) => !found.has(keyOf(fault))),
  };
}

interface Chains {
  readonly seal: SealCheck;
  /** Coupons, versions of campaigns, steps and the audit trail, as they were sealed. */
  readonly facts: FactCheck;
  /** Transactions sealed by this run. */
  readonly sealed: number;
  /** Whether the head given is still in the chain; null when none was given. */
  readonly headFound: boolean | null;
}

interface ChainOptions extends Pick<CheckOptions, 'seal' | 'head'> {
  readonly full: boolean;
  readonly last: Noted | null;
}

async function checkChains(database: Database, { full, last, seal, head }: ChainOptions): Promise<Chains> {
  const before = await verifySeal(database, { full, known: last?.seal ?? undefined });
  const factsBefore = await verifyFacts(database, { full, known: last?.facts });
  const headFound = head === undefined ? null : await isSealed(database, head);
  // Over an altered journal a new block would only lend it credit.
  if (!seal || !before.ok || !factsBefore.ok || headFound === false)
    return { seal: before, facts: factsBefore, sealed: 0, headFound };
  const { sealed } = await sealLedger(database);
  await sealFacts(database);
  return {
    seal: await verifySeal(database, { known: before.newest ?? undefined }),
    facts: await verifyFacts(database, { known: factsBefore.newest }),
    ...{ sealed, headFound },
  };
}

function faultsOf(violations: readonly Violation[], { seal, facts }: Chains): Fault[] {
  return [
    ...violations.map((violation) => ({ of: 'invariant', ...violation }) as const),
    ...(seal.ok ? [] : [{ of: 'seal', ...seal.firstAltered } as const]),
    ...(facts.ok ? [] : [{ of: 'facts', ...facts.firstAltered } as const]),
  ];
}

function keyOf(fault: Fault): string {
  if (fault.of === 'invariant') return fault.detail;
  const { of, seal, what } = fault;
  return fault.of === 'seal'
    ? `${of} ${seal} ${what} ${fault.txnId}`
    : `${of} ${fault.kind} ${seal} ${what} ${fault.id}`;
}

interface Ids {
  readonly txn: bigint;
  readonly coupon: bigint;
  readonly couponMove: bigint;
}

const idsRow = z.object({ txn: z.bigint(), coupon: z.bigint(), couponMove: z.bigint() });

/** The ids below which nothing can appear any more: all that were given out when their transactions have ended, or else those that are sealed. */
async function settledIds(database: Database): Promise<Ids> {
  const sealed = database.$queryRaw`
    SELECT coalesce((SELECT max(last_txn) FROM ledger.seal), 0) AS txn,
      coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'coupon'), 0) AS coupon,
      coalesce((SELECT max(last_id) FROM ledger.fact_seal WHERE kind = 'coupon-move'), 0) AS "couponMove"`;
  const drawn = database.$queryRaw`
    SELECT coalesce(pg_sequence_last_value('ledger.txn_id_seq'), 0) AS txn,
      coalesce(pg_sequence_last_value('ledger.coupon_id_seq'), 0) AS coupon,
      coalesce(pg_sequence_last_value('ledger.coupon_move_id_seq'), 0) AS "couponMove"`;
  const all = await readOnlyRow(idsRow, drawn);
  return (await inFlightHasEnded(database)) ? all : readOnlyRow(idsRow, sealed);
}

/** What this check has seen and is sealed: from there the next goes on. */
async function howFar(
  database: Database,
  { since, settled, chains }: { readonly since: Checked | undefined; readonly settled: Ids; readonly chains: Chains },
): Promise<Noted> {
  const seal = chains.seal.ok ? chains.seal.newest : null;
  const facts: FactBlocks = chains.facts.ok ? chains.facts.newest : {};
  const through = (id: bigint, block: Block | null | undefined) => {
    const last = BigInt(block?.lastId ?? 0);
    return id < last ? id : last;
  };
  const txn = through(settled.txn, seal);
  const checked: Checked = {
    ...{
      txn,
      coupon: through(settled.coupon, facts.coupon),
      couponMove: through(settled.couponMove, facts['coupon-move']),
    },
    totals: { throughTxn: txn, points: await pointsOutside(database, since, txn) },
  };
  return { checked, seal, facts };
}

const pointsRow = z.object({ programmeId: z.int(), points: z.string() });

/** What lies outside members' hands up to a transaction, by programme, going on from what was noted. */
async function pointsOutside(
  database: Database,
  since: Checked | undefined,
  through: bigint,
): Promise<Record<string, string>> {
  const points: Record<string, string> = { ...since?.totals.points };
  const run = <T>(work: (db: Db) => Promise<T>) => inPage(database, work);
  for (const page of await pagesOf(run, 'transaction', { sizes: pageSizes, after: since?.txn ?? 0n })) {
    const end = page.through === null || page.through > through ? through : page.through;
    const rows = await run((db) =>
      readRows(
        pointsRow,
        db.$queryRaw`
          SELECT programme_id::int AS "programmeId", sum(amount)::text AS points FROM ledger.posting
          WHERE member_id IS NULL AND txn_id > ${page.after} AND txn_id <= ${end} GROUP BY programme_id`,
      ),
    );
    for (const row of rows) points[row.programmeId] = String(BigInt(points[row.programmeId] ?? 0) + BigInt(row.points));
    if (end === through) break;
  }
  return points;
}
