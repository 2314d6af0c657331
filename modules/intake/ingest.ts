import type { Fact, Refusal } from './rules/facts.ts';
import { decidedEventType } from './rules/reviews.ts';
import { decide } from './rules/decide.ts';
import type { Decision } from './rules/decision.ts';
import type { JsonObject } from '../../values/json.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { isDataFault, sqlStateOf } from '../../platform/database-faults.ts';
import { databaseRefusalOf } from './database-refusal.ts';
import { readCheckInContext, writeCheckIns } from './rows-check-ins.ts';
import { buildContext, readContextRows, wantedFor } from './rows-context.ts';
import { type NewEnrolment, type WrittenPlan, writePlan } from './rows-plan.ts';
import { type EventInput, isRefusal, readEvent } from './read-event.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';

export type { EventInput } from './read-event.ts';

export interface IntakeDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
  /** Keys the hashes that tell one person under two accounts; the same for ever. */
  readonly identityKey?: string;
}

/** What became of an event. A duplicate answers what came of it the first time. */
export type EventAnswer =
  | (TakenEvent & {
      readonly kind: 'accepted';
      readonly eventRowId: string;
      readonly enrolled: readonly NewEnrolment[];
    })
  | (TakenEvent & { readonly kind: 'duplicate'; readonly eventRowId: string | null })
  | ({ readonly kind: 'refused'; readonly id: string } & Refusal);

interface TakenEvent {
  readonly id: string;
  /** Points it brought; negative when a return took them back. */
  readonly points?: number;
  readonly result: JsonObject;
}

/** Events decided on and written in one transaction: 500 x 0.1 ms are 50 ms under the members' locks. */
const batchSizeMax = 500;
/** Tries of a batch that another transaction got in the way of. */
const attemptsMax = 6;
const identityKeyDefault = 'perennial';

/**
 * Takes events in their order: stores each one with its points, orders, profile changes, enrolments and signals, and
 * answers each one. A batch is one transaction; an event that is refused changes nothing and stops no other.
 */
export async function ingestEvents(
  deps: IntakeDeps,
  programmeId: number,
  inputs: readonly EventInput[],
): Promise<EventAnswer[]> {
  const programme = await loadProgramme(deps.database, programmeId);
  const answers: EventAnswer[] = [];
  for (let from = 0; from < inputs.length; from += batchSizeMax) {
    const batch = inputs.slice(from, from + batchSizeMax);
    const reads = batch.map((input) => refuseReserved(readEvent(input, programme.definition.currency)));
    const facts = reads.filter((read): read is Fact => !isRefusal(read));
    const taken = (await takeFacts(deps, programme, facts)).values();
    for (const [index, read] of reads.entries()) {
      const id = idOf(batch[index]);
      answers.push(isRefusal(read) ? { kind: 'refused', id, ...read } : (taken.next().value as EventAnswer));
    }
  }
  return answers;
}

/** A decision is not something a sender can report: it is made once, by a person whose name is kept. */
function refuseReserved(read: Fact | Refusal): Fact | Refusal {
  if (isRefusal(read) || String(read.type) !== decidedEventType) return read;
  return {
    code: 'EVENT_INVALID',
    field: 'type',
    message: `"${decidedEventType}" is written by the decision itself`,
    fix: 'decide the case: perennial review approve, or reject',
  };
}

/** Takes facts of one batch; one that the database refuses is found by halving, and the others go on. */
async function takeFacts(deps: IntakeDeps, programme: StoredProgramme, facts: readonly Fact[]): Promise<EventAnswer[]> {
  const [first] = facts;
  if (first === undefined) return [];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await takeInOneTransaction(deps, programme, facts);
    } catch (error) {
      if (isLockConflict(error) && attempt < attemptsMax) continue;
      // Without a state of PostgreSQL it is not the data, but this code or the connection.
      if (sqlStateOf(error) === undefined || !isDataFault(error)) throw error;
      if (facts.length === 1) return [refusedByDatabase(first, error)];
      const half = Math.ceil(facts.length / 2);
      return [
        ...(await takeFacts(deps, programme, facts.slice(0, half))),
        ...(await takeFacts(deps, programme, facts.slice(half))),
      ];
    }
  }
}

/**
 * Takes a few events as a part of the transaction of `tx`, after what it has done so far. An event that another transaction
 * gets in the way of fails it (`isInTheWay`); then the whole of it is to be tried again.
 */
export async function ingestIn(
  tx: Db,
  deps: Omit<IntakeDeps, 'database'>,
  programmeId: number,
  inputs: readonly EventInput[],
): Promise<EventAnswer[]> {
  const programme = await loadProgramme(tx, programmeId);
  const reads = inputs.map((input) => readEvent(input, programme.definition.currency));
  const facts = reads.filter((read): read is Fact => !isRefusal(read));
  const taken = (await takeIn(tx, deps, programme, facts)).values();
  return reads.map((read, index) =>
    isRefusal(read) ? { kind: 'refused', id: idOf(inputs[index]), ...read } : (taken.next().value as EventAnswer),
  );
}

function takeInOneTransaction(
  deps: IntakeDeps,
  programme: StoredProgramme,
  facts: readonly Fact[],
): Promise<EventAnswer[]> {
  return inTransaction(deps.database, (tx) => takeIn(tx, deps, programme, facts));
}

async function takeIn(
  tx: Db,
  { clock, identityKey = identityKeyDefault }: Omit<IntakeDeps, 'database'>,
  programme: StoredProgramme,
  facts: readonly Fact[],
): Promise<EventAnswer[]> {
  const rows = await readContextRows(tx, programme.id, wantedFor(facts, programme.definition));
  const checkIn = await readCheckInContext(tx, programme.id, facts);
  const now = clock.now();
  const context = { ...buildContext(programme, { now, createsMembers: false, rows }), ...(checkIn ? { checkIn } : {}) };
  const verdicts = facts.map((fact) => decide(context, fact));
  const written =
    context.plan.events.length === 0
      ? { eventIds: [], enrolled: new Map() }
      : await writePlan(tx, context.plan, { programmeId: programme.id, now, enrols: true, identityKey });
  await writeCheckIns(tx, programme.id, context.plan.checkIns, written.eventIds);
  return verdicts.map((verdict, index) => answerOf((facts[index] as Fact).id, verdict, written));
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

function idOf(input: unknown): string {
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : undefined;
  return typeof id === 'string' ? id : '';
}

/** Another transaction took the same id, or changed a figure, or crossed our locks: what was read is read again. */
export function isLockConflict(error: unknown): boolean {
  return ['40P01', '40001', '23505', 'PI001'].includes(sqlStateOf(error) ?? '');
}

function refusedByDatabase({ id }: Fact, error: unknown): EventAnswer {
  return {
    kind: 'refused',
    id,
    code: 'LEDGER_REFUSED',
    field: 'data',
    message: databaseRefusalOf(error),
    fix: 'correct what it names, then send it again',
  };
}
