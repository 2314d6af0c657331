import type { Database, Db } from '../../platform/database.ts';
import { transact } from '../../platform/transact.ts';
import { readEntered } from '../../workflows/lifecycles/journey/position.ts';
import { storedPlan } from '../campaigns/journey-definition.ts';
import { watchOtherExits } from '../journeys/exits.ts';
import { loadProgramme } from '../programme/rows.ts';
import { type Edited, readEdited } from './edited.ts';
import {
  type EditCount,
  enrolmentsOfOthers,
  lockEnrolments,
  noteEdit,
  retext,
  type RunningEdit,
  takeAlong,
  takeEdit,
} from './rows-edits.ts';

/** Enrolments that an edit comes to in one transaction, behind the gate of their campaign: one cohort's. */
export const editedAtOnceMax = 500;

interface EditDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

/**
 * Brings an edit to a page of those inside, in one transaction: each stays, goes on in the new version where it stands, or begins it
 * anew. The next page begins behind it, whoever takes that. Answers how many it came to; undefined when no edit is left.
 */
export async function runEditPage({ database, clock }: EditDeps, limit = editedAtOnceMax): Promise<number | undefined> {
  return transact(database, async (tx) => {
    const edit = await takeEdit(tx);
    if (edit === undefined) return undefined;
    const { policy, afterId } = edit;
    const now = clock.now();
    const page = { ...edit, afterId, limit };
    if (policy === 'new') {
      await noteEdit(tx, edit.id, { afterId: undefined, count: none, now });
      return 0;
    }
    await lockEnrolments(tx, page);
    const enrolments = await enrolmentsOfOthers(tx, page);
    const edited = await readEdited(tx, { ...edit, policy, now: now.getTime() }, enrolments);
    await takeThem(tx, edit, edited, now);
    const last = enrolments.length < limit ? undefined : enrolments.at(-1)?.id;
    await noteEdit(tx, edit.id, { afterId: last, count: countOf(edited), now });
    return enrolments.length;
  });
}

const none: EditCount = { moved: 0, stayed: 0, restarted: 0 };

function countOf(edited: readonly Edited[]): EditCount {
  const of = (kind: Edited['kind']) => edited.filter((one) => one.kind === kind).length;
  return { moved: of('moves'), stayed: of('stays'), restarted: of('restarts') };
}

async function takeThem(tx: Db, edit: RunningEdit, edited: readonly Edited[], now: Date): Promise<void> {
  const taken = edited.flatMap((one) => ('taken' in one ? [one.taken] : []));
  if (taken.length === 0) return;
  await takeAlong(tx, edit, taken, now);
  const ids = taken.map(({ id }) => id);
  await retext(tx, ids, edit.versionId);
  const programme = await loadProgramme(tx, edit.programmeId);
  const inputs = await tx.enrolment.findMany({
    where: { id: { in: ids.map(BigInt) } },
    select: { id: true, input: true },
  });
  const inside = inputs.map(({ id, input }) => ({ id, input: { ...readEntered(input as never) } }));
  await watchOtherExits(tx, { plan: storedPlan(edit), programme }, inside, now);
}
