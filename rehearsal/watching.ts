import { later } from '../conditions/days.ts';
import { readDuration } from '../conditions/words.ts';
import type { Instant } from '../values/instant.ts';
import type { Watched } from '../workflows/lifecycles/journey/asks.ts';
import { watchEvents } from '../workflows/lifecycles/journey/patterns.ts';
import { follows } from '../workflows/lifecycles/journey/life.ts';
import type { Enrolment, Watch } from './enrolment.ts';
import type { Stage } from './stage.ts';

/** Looks after what a story waits for, now that something may have changed; tells it what has come true. */
export function look(stage: Stage, enrolment: Enrolment, lookAt: (at: Instant) => void): void {
  for (const watch of [enrolment.exits, enrolment.watch]) {
    if (watch === undefined) continue;
    for (const place of metBy(stage, enrolment, watch, lookAt)) {
      watch.told.add(place);
      tell(stage, enrolment, watchEvents.met, { watch: watch.name, place });
    }
  }
  followEnd(stage, enrolment);
}

/** The end of a wait that names a time or a date follows the member. */
function followEnd(stage: Stage, enrolment: Enrolment): void {
  const { watch } = enrolment;
  if (watch?.end === undefined || !follows(watch.end)) return;
  const until = stage.endOf(enrolment.person, watch.end, enrolment.plan.file.zone);
  if (until === watch.until) return;
  watch.until = until;
  enrolment.say(
    `${watch.name.split('@')[0] ?? ''}: now until ${until === undefined ? 'nobody knows' : stage.show(until, enrolment.person)}`,
  );
  tell(stage, enrolment, watchEvents.moved, { watch: watch.name });
}

function tell(stage: Stage, enrolment: Enrolment, type: string, data: { watch: string; place?: number }): void {
  enrolment.hear({ id: `${type}-${enrolment.id}-${stage.nextId()}`, type, at: stage.now, data });
}

/** The places of states that hold, or have held for long enough, and were not told yet. */
export function metBy(
  stage: Stage,
  enrolment: Enrolment,
  watch: Watch,
  lookAt: (at: Instant) => void,
): readonly number[] {
  return watch.states.flatMap((state, place) => {
    if (state === null || watch.told.has(place)) return [];
    const since = heldSince(stage, enrolment, watch, state, place);
    if (since === undefined) return [];
    const due = state.for === undefined ? since : later(since, readDuration(state.for), stage.setting.catalogue.zone);
    if (due <= stage.now) return [place];
    lookAt(due);
    return [];
  });
}

/** Since when a state has held; a change of before the wait is none. */
function heldSince(
  stage: Stage,
  { person, zone }: Enrolment,
  { holdsSince, known }: Watch,
  state: Watched,
  place: number,
): Instant | undefined {
  if ('when' in state) {
    if (!stage.holds(person, state.when, zone, known)) holdsSince.delete(place);
    else if (!holdsSince.has(place)) holdsSince.set(place, stage.now);
    return holdsSince.get(place);
  }
  const code = 'enters' in state ? state.enters : state.leaves;
  const { isIn, since } = stage.membership(person, code);
  return isIn === 'enters' in state && since > state.since ? since : undefined;
}
