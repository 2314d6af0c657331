import type { Db } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import { readEntered } from '../../workflows/lifecycles/journey/position.ts';
import { exitsKnown, exitStates, exitsWatch } from '../../workflows/lifecycles/journey/story.ts';
import { runOf } from '../../workflows/lifecycles/journey/runs.ts';
import type { Journey } from './journey.ts';
import { lookAfterEnrolments } from './look-after.ts';
import type { NewEnrolment } from './rows-enrolments.ts';
import { keepWatches } from './watches.ts';

/** Looks after the exits of new enrolments that are states, and the end of a campaign whose members leave with it, until they have ended. */
export async function watchExits(
  tx: Db,
  journey: Pick<Journey, 'plan' | 'programme'>,
  { ids, comers }: { readonly ids: ReadonlyMap<bigint, bigint>; readonly comers: readonly NewEnrolment[] },
  now: Date,
): Promise<void> {
  const inside = comers.flatMap(({ memberId, input }) => {
    const id = ids.get(memberId);
    return id === undefined ? [] : [{ id, input }];
  });
  await watchAll(tx, journey, inside, now);
}

/** The same of enrolments that an edit has brought into another version: what that one's exits ask takes the place of what was looked after. */
export async function watchOtherExits(
  tx: Db,
  journey: Pick<Journey, 'plan' | 'programme'>,
  inside: readonly Inside[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM journey_watch WHERE enrolment_id = ANY (${inside.map(({ id }) => String(id))}::text[]::bigint[])`;
  await watchAll(tx, journey, inside, now);
}

/** An enrolment, and what brought its member in. */
interface Inside {
  readonly id: bigint;
  readonly input: JsonObject;
}

async function watchAll(
  tx: Db,
  { plan: { file }, programme }: Pick<Journey, 'plan' | 'programme'>,
  inside: readonly Inside[],
  now: Date,
): Promise<void> {
  const over = file.runs?.then === 'leave' ? runOf(file, programme.definition.zone).until : undefined;
  if (over === undefined && exitStates(file, 0).every((state) => state === null)) return;
  const watches = inside.map(({ id, input }) => {
    const entered = readEntered(input);
    const until = over ?? null;
    return {
      ...{ enrolmentId: String(id), watch: exitsWatch, isExit: true, ends: null, until, told: [] },
      ...{ states: exitStates(file, entered.enteredAt), heldSince: {}, lookAt: until },
      known: exitsKnown(entered),
    };
  });
  await keepWatches(tx, programme.id, now, watches);
  await lookAfterEnrolments(
    tx,
    inside.map(({ id }) => id),
    now,
  );
}
