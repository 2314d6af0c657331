import type { Db } from '../../platform/database.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { erasedNames } from './erased-names.ts';
import type { EventAnswer, IntakeDeps } from './answers.ts';
import { readCheckInContext, writeCheckIns } from './rows-check-ins.ts';
import { buildContext, readContextRows, wantedFor } from './rows-context.ts';
import { type KeptEvent, parkEvents, type SettledEvent, settleParked, unparkEvents } from './rows-parked.ts';
import { type WrittenPlan, writePlan } from './rows-plan.ts';
import { checkoutParts, readCheckout, writeCaptures, writeRedemptionMoves } from './rows-redemptions.ts';
import type { DecisionContext } from './rules/context.ts';
import type { Decision } from './rules/decision.ts';
import { eventConflict } from './rules/decide.ts';
import type { Fact } from './rules/facts.ts';
import { type Decided, decideAll, type ParkedFact } from './rules/parking.ts';

export interface TakeOptions {
  /** True for imports: an order makes its member known. */
  readonly createsMembers?: boolean;
  /** False for imports of the past: nobody enters a campaign by them. */
  readonly enrols?: boolean;
  /** Adds to what was decided before it is written; the verdicts are in the order of the facts. */
  readonly complete?: (context: DecisionContext, verdicts: Decided['verdicts']) => void;
}

/** Takes facts in the transaction of `tx`, and what waited for the members who join with them. */
export async function takeIn(
  tx: Db,
  deps: Omit<IntakeDeps, 'database'>,
  programme: StoredProgramme,
  facts: readonly Fact[],
  options: TakeOptions = {},
): Promise<EventAnswer[]> {
  const answers: EventAnswer[] = [];
  for (const part of checkoutParts(facts)) answers.push(...(await takePart(tx, deps, programme, part, options)));
  return answers;
}

async function takePart(
  tx: Db,
  deps: Omit<IntakeDeps, 'database'>,
  programme: StoredProgramme,
  told: readonly Fact[],
  { createsMembers = false, enrols = true, complete }: TakeOptions,
): Promise<EventAnswer[]> {
  const { clock } = deps;
  const joiners = told.flatMap(({ type, memberId }) => (type === 'member.joined' ? [memberId] : []));
  const parked = await unparkEvents(tx, programme.id, joiners);
  const asked = [...told, ...parked.map(({ fact }) => fact)];

  const read = await readContextRows(tx, programme.id, wantedFor(asked, programme.definition));
  // What is told of an account that was merged counts for the one it became; its content stays what it was.
  const heirs = new Map((read.aliases ?? []).map(({ name, memberId }) => [name, memberId]));
  const ofHeir = (fact: Fact): Fact => ({ ...fact, memberId: heirs.get(fact.memberId) ?? fact.memberId });
  const facts = heirs.size === 0 ? told : told.map(ofHeir);
  const all = heirs.size === 0 ? asked : asked.map(ofHeir);
  const rows = heirs.size === 0 ? read : await readContextRows(tx, programme.id, wantedFor(all, programme.definition));
  const checkIn = await readCheckInContext(tx, programme.id, facts);
  const now = clock.now();
  const checkout = await readCheckout(tx, programme, all, now);
  const known = new Set(rows.members.map(({ externalId }) => externalId));
  const unknown = [...new Set(all.map(({ memberId }) => memberId))].filter((name) => !known.has(name));
  const erased = unknown.length === 0 ? undefined : await erasedNames(tx, programme.id, unknown);
  const context = {
    ...buildContext(programme, { now, createsMembers, rows }),
    ...(checkIn ? { checkIn } : {}),
    ...(checkout ? { checkout } : {}),
    ...(erased ? { erased } : {}),
  };
  const { verdicts, takenUp } = decideAll(context, facts, parked);
  complete?.(context, verdicts);
  await writeCaptures(tx, programme.id, context);
  const written =
    context.plan.events.length === 0
      ? { eventIds: [], enrolled: new Map() }
      : await writePlan(tx, context.plan, { programmeId: programme.id, now, enrols });
  await writeRedemptionMoves(tx, programme.id, context.plan, now);
  await writeCheckIns(tx, programme.id, context.plan.checkIns, written.eventIds);
  await settleParked(tx, programme.id, takenUp.map(settledOf), now);

  const early = facts.filter((_, place) => verdicts[place]?.kind === 'waits');
  const kept = await parkEvents(tx, programme.id, early, now);
  return facts.map((fact, place) => {
    const verdict = verdicts[place];
    if (verdict === undefined) throw new Error(`event ${fact.id} was not decided on`);
    return verdict.kind === 'waits' ? parkedAnswer(fact, kept.get(fact.id)) : answerOf(fact.id, verdict, written);
  });
}

/** One that can't be taken though its member is known now is put before a person: it was acknowledged. */
function settledOf({ id, verdict }: { id: ParkedFact['id']; verdict: Decision }): SettledEvent {
  if (verdict.kind !== 'refused') return { id, status: 'taken' };
  return { id, status: 'review', reason: `${verdict.field} ${verdict.message}` };
}

function parkedAnswer({ id, memberId, contentHash }: Fact, kept: KeptEvent | undefined): EventAnswer {
  if (kept === undefined) throw new Error(`event ${id} was not kept`);
  if (kept.contentHash !== contentHash) return { id, ...eventConflict(id) };
  return { kind: 'parked', id, memberId, status: kept.status, untilAt: kept.untilAt };
}

function answerOf(id: string, verdict: Decision, { eventIds, enrolled }: WrittenPlan): EventAnswer {
  if (verdict.kind === 'refused') return { id, ...verdict };
  const { result } = verdict;
  const taken = { id, result, ...(typeof result.points === 'number' ? { points: result.points } : {}) };
  const rowId = verdict.place === null ? null : (eventIds[verdict.place] ?? null);
  if (verdict.kind === 'duplicate') return { kind: 'duplicate', ...taken, eventRowId: verdict.rowId ?? rowId };
  if (rowId === null) throw new Error(`event ${id} was written without an id`);
  return { kind: 'accepted', ...taken, eventRowId: rowId, enrolled: enrolled.get(rowId) ?? [] };
}
