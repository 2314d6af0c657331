import { z } from 'zod';
import type { Database, Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readOnlyRow, readRow } from '../../platform/rows.ts';
import { checkLedger } from './check-ledger.ts';
import { readNotes } from './rows-verification.ts';

/** The last proof of the ledger, which is one over all programmes. */
export interface Proof {
  readonly status: 'running' | 'holds' | 'broken';
  /** When it was asked for, when it last held, or when a fault was found. */
  readonly at: Date;
  readonly violations: readonly { readonly name: string; readonly foundAt: Date }[];
  /** The last transaction that was sealed when it last held. */
  readonly sealedThroughRowId: string | null;
  /** Hash of the chain as it was then. */
  readonly head: string | null;
}

const requestRow = z.object({ askedAt: z.date(), endedAt: z.date().nullable() });

/** What the last proof found, or that one is running for this programme; throws VERIFICATION_NOT_FOUND. */
export async function readProof(db: Db, programmeId: number): Promise<Proof> {
  const request = await readRow(
    requestRow,
    db.$queryRaw`
      SELECT asked_at AS "askedAt", ended_at AS "endedAt" FROM ledger.verification_request
      WHERE programme_id = ${programmeId}::smallint`,
  );
  const { last, standing } = await readNotes(db);
  const runs = request !== undefined && request.endedAt === null;
  const at = runs ? request.askedAt : (standing.at(-1)?.foundAt ?? last?.at);
  if (at === undefined) {
    throw new PerennialError('VERIFICATION_NOT_FOUND', 'Nothing of the ledger was sealed and proved yet.');
  }
  return {
    status: runs ? 'running' : standing.length === 0 ? 'holds' : 'broken',
    at,
    // Which member or transaction is another programme's business, for the chain is over all of them.
    violations: standing.map(({ fault, foundAt }) => ({
      name: fault.of === 'invariant' ? fault.invariant : fault.of,
      foundAt,
    })),
    sealedThroughRowId: last?.seal?.lastId ?? null,
    head: last?.seal?.hash ?? null,
  };
}

/** Who asks. */
export interface AskedBy {
  readonly actor: string;
  readonly requestId?: string | undefined;
}

/** Asks that the ledger be sealed and proved; a worker does it. Where that is still to be done, there is nothing more to ask. */
export async function askVerification(db: Db, programmeId: number, { actor, requestId }: AskedBy): Promise<Proof> {
  // Real time, as all that is noted of checks.
  const asked = await db.$executeRaw`
    INSERT INTO ledger.verification_request (programme_id, asked_at) VALUES (${programmeId}::smallint, clock_timestamp())
    ON CONFLICT (programme_id) DO UPDATE SET asked_at = excluded.asked_at, ended_at = NULL
    WHERE verification_request.ended_at IS NOT NULL`;
  if (asked > 0) {
    await db.auditEvent.create({
      data: {
        ...{ programmeId, at: new Date(), actor, requestId: requestId ?? null },
        ...{ action: 'ledger.verify', target: 'ledger' },
      },
    });
  }
  return readProof(db, programmeId);
}

/** Whether anybody waits for a proof. */
export async function isVerificationAsked(db: Db): Promise<boolean> {
  const query = db.$queryRaw`SELECT EXISTS (SELECT FROM ledger.verification_request WHERE ended_at IS NULL) AS asked`;
  return (await readOnlyRow(z.object({ asked: z.boolean() }), query)).asked;
}

/** Seals and proves the ledger for all who asked before it began, and says for how many programmes. */
export async function verifyAsked(database: Database): Promise<number> {
  const { now } = await readOnlyRow(z.object({ now: z.date() }), database.$queryRaw`SELECT clock_timestamp() AS now`);
  if (!(await isVerificationAsked(database))) return 0;
  await checkLedger(database, { seal: true });
  return database.$executeRaw`
    UPDATE ledger.verification_request SET ended_at = clock_timestamp()
    WHERE ended_at IS NULL AND asked_at <= ${now}::timestamptz`;
}
