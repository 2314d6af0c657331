import type { Db } from '../../platform/database.ts';
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
  { plan: { file }, programme }: Journey,
  { ids, comers }: { readonly ids: ReadonlyMap<bigint, bigint>; readonly comers: readonly NewEnrolment[] },
  now: Date,
): Promise<void> {
  const over = file.runs?.then === 'leave' ? runOf(file, programme.definition.zone).until : undefined;
  if (over === undefined && exitStates(file, 0).every((state) => state === null)) return;
  const watches = comers.flatMap(({ memberId, enteredAt, input }) => {
    const enrolmentId = ids.get(memberId);
    if (enrolmentId === undefined) return [];
    return [
      {
        ...{
          enrolmentId: String(enrolmentId),
          watch: exitsWatch,
          isExit: true,
          ends: null,
          until: over ?? null,
          told: [],
        },
        ...{ states: exitStates(file, enteredAt), heldSince: {}, lookAt: over ?? null },
        known: exitsKnown(readEntered(input)),
      },
    ];
  });
  await keepWatches(tx, programme.id, now, watches);
  await lookAfterEnrolments(tx, [...ids.values()], now);
}
