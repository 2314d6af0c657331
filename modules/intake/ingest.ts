import { isOwnType, type ListenedTypes, refuseNearMiss } from './rules/event-types.ts';
import type { Fact, Refusal } from './rules/facts.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { isDataFault, sqlStateOf } from '../../platform/database-faults.ts';
import { databaseRefusalOf } from './database-refusal.ts';
import type { EventAnswer, IntakeDeps } from './answers.ts';
import { learnNames, rememberNames } from './learned-names.ts';
import { listenedTypes } from './rows-listened.ts';
import { takeIn } from './take-facts.ts';
import { type EventInput, isRefusal, readEvent } from './read-event.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';

export type { EventAnswer, IntakeDeps } from './answers.ts';
export type { EventInput } from './read-event.ts';

/** Events decided on and written in one transaction: 500 x 0.1 ms are 50 ms under the members' locks. */
const batchSizeMax = 500;
/** Tries of a batch that another transaction got in the way of. */
const attemptsMax = 6;

/**
 * Takes events in their order: stores each one with its points, orders, profile changes, enrolments and signals, and
 * answers each one. A batch is one transaction; an event that is refused changes nothing and stops no other.
 */
export async function ingestEvents(
  deps: IntakeDeps,
  programmeId: number,
  inputs: readonly EventInput[],
): Promise<EventAnswer[]> {
  return ingestFor(deps, await loadProgramme(deps.database, programmeId), inputs);
}

/** The same for a caller who has the programme at hand. */
export async function ingestFor(
  deps: IntakeDeps,
  programme: StoredProgramme,
  inputs: readonly EventInput[],
): Promise<EventAnswer[]> {
  const answers: EventAnswer[] = [];
  for (let from = 0; from < inputs.length; from += batchSizeMax) {
    const batch = inputs.slice(from, from + batchSizeMax);
    const form = { currency: programme.definition.currency, now: deps.clock.now() };
    const forms = batch.map((input) => readEvent(input, form));
    const listened = await listenedOf(deps.database, programme, forms);
    const reads = forms.map((read) => (isRefusal(read) ? read : (refuseNearMiss(read.type, listened) ?? read)));
    const facts = reads.filter((read): read is Fact => !isRefusal(read));
    const taken = (await takeFacts(deps, programme, facts)).values();
    for (const [index, read] of reads.entries()) {
      const id = idOf(batch[index]);
      if (isRefusal(read)) answers.push({ kind: 'refused', id, ...read });
      else answers.push(noteUnheard(taken.next().value as EventAnswer, read, listened));
    }
  }
  return answers;
}

/** The types of a shop's own that something listens to; they are looked for only when a batch has one. */
async function listenedOf(
  database: Database,
  { id, definition: { tasks = [], events = [] } }: StoredProgramme,
  reads: readonly (Fact | Refusal)[],
): Promise<ListenedTypes> {
  const isAsked = reads.some((read) => !isRefusal(read) && isOwnType(read.type));
  const heard = isAsked ? await listenedTypes(database, id) : new Set<string>();
  for (const { eventType } of tasks) heard.add(eventType);
  return { heard, declared: new Set([...heard, ...events]) };
}

/** Says so of an event that is kept and brings nothing. */
function noteUnheard(answer: EventAnswer, { type }: Fact, { heard }: ListenedTypes): EventAnswer {
  if (answer.kind !== 'accepted' || !isOwnType(type) || heard.has(type)) return answer;
  const note = `no task of the programme and no campaign asks for ${type}: it is kept and brings nothing`;
  return { ...answer, result: { ...answer.result, note } };
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
  const form = { currency: programme.definition.currency, now: deps.clock.now() };
  const reads = inputs.map((input) => readEvent(input, form));
  const facts = reads.filter((read): read is Fact => !isRefusal(read));
  const taken = (await takeIn(tx, deps, programme, facts)).values();
  return reads.map((read, index) =>
    isRefusal(read) ? { kind: 'refused', id: idOf(inputs[index]), ...read } : (taken.next().value as EventAnswer),
  );
}

async function takeInOneTransaction(
  deps: IntakeDeps,
  programme: StoredProgramme,
  facts: readonly Fact[],
): Promise<EventAnswer[]> {
  const { answers, names } = await inTransaction(deps.database, async (tx) => {
    const taken = await takeIn(tx, deps, programme, facts);
    const accepted = facts.filter((_, place) => taken[place]?.kind === 'accepted');
    // Last: whoever learns the same name at the same moment waits for this transaction, and holds nothing that it needs.
    const of = { database: deps.database, programmeId: programme.id, now: deps.clock.now() };
    return { answers: taken, names: await learnNames(tx, of, accepted) };
  });
  rememberNames(deps.database, programme.id, names);
  return answers;
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
