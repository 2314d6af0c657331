import type { Db } from '../../platform/database.ts';
import { groupBy } from '../../platform/group-by.ts';
import type { JsonObject } from '../../values/json.ts';
import type { EnrolmentState } from '../../workflows/engine/protocol.ts';
import { rebuildEnrolment } from '../../workflows/engine/rebuild.ts';
import type { StoryProgram } from '../../workflows/engine/run-stories.ts';
import { begunAgain, fateOf, keepingFor, stepOf } from '../../workflows/lifecycles/journey/edits.ts';
import { answerTypes } from '../../workflows/lifecycles/journey/heard.ts';
import type { Plan } from '../../workflows/lifecycles/journey/plan.ts';
import { storedPlan } from '../campaigns/journey-definition.ts';
import { readJourneyProgram } from '../campaigns/journey-program.ts';
import { since, stepsOf } from './rebuild.ts';
import { beginningOf, type GoesOnFrom } from './rows-cohorts.ts';
import { type EditedEnrolment, readVersions, type Taken } from './rows-edits.ts';
import { signalsOf, type WrittenSignal } from './rows-signals.ts';

/** What becomes of one enrolment when a version goes live. */
export type Edited = { readonly id: string; readonly version: number; readonly at: string } & (
  | { readonly kind: 'moves' | 'restarts'; readonly taken: Taken }
  /** It has come to steps that the new version does not have. */
  | { readonly kind: 'stays'; readonly gone: readonly string[] }
  /** Its story has come to its end, and its cohort is about to say so. */
  | { readonly kind: 'ends' }
);

/** Stories gone through again at a time, with what came for them and what they did. */
const rebuiltAtOnce = 250;

export interface EditAsked {
  readonly programmeId: number;
  readonly policy: 'move' | 'restart';
  /** The journey of the new version. */
  readonly settings: JsonObject;
  readonly now: number;
}

/**
 * What becomes of enrolments of a journey when a new version goes live by a policy, in their order. Where each stands is found from what
 * is on record of it: what came for it and what it has done.
 */
export async function readEdited(
  db: Db,
  { programmeId, policy, settings, now }: EditAsked,
  enrolments: readonly EditedEnrolment[],
): Promise<Edited[]> {
  const versions = await readVersions(db, [...new Set(enrolments.map(({ versionId }) => versionId))]);
  const after = storedPlan({ settings });
  const programs = new Map<number, Program>();
  for (const [id, one] of versions) {
    const before = storedPlan(one);
    const kept = keepingFor(before, after);
    programs.set(id, {
      ...{ before, after, policy, version: one.version },
      stories: await readJourneyProgram(db, programmeId, one.settings, kept),
    });
  }
  const edited: Edited[] = [];
  for (let from = 0; from < enrolments.length; from += rebuiltAtOnce) {
    const page = enrolments.slice(from, from + rebuiltAtOnce);
    edited.push(...(await editedPage(db, page, programs, now)));
  }
  return edited;
}

interface Program {
  readonly before: Plan;
  readonly after: Plan;
  readonly policy: 'move' | 'restart';
  readonly version: number;
  readonly stories: StoryProgram;
}

async function editedPage(
  db: Db,
  page: readonly EditedEnrolment[],
  programs: ReadonlyMap<number, Program>,
  now: number,
): Promise<Edited[]> {
  const ids = page.map(({ id }) => id);
  const [came, done] = await Promise.all([signalsOf(db, ids), stepsOf(db, ids)]);
  const signals = groupBy(came, ({ signal }) => signal.enrolmentId);
  const steps = groupBy(done, ({ enrolmentId }) => enrolmentId);
  const edited: Edited[] = [];
  for (const enrolment of page) {
    const program = programs.get(enrolment.versionId);
    if (program === undefined) throw new Error(`there is no campaign version ${enrolment.versionId}`);
    const heard = signals.get(enrolment.id) ?? [];
    edited.push(await editedOne(enrolment, program, { heard, steps: steps.get(enrolment.id) ?? [] }, now));
  }
  return edited;
}

type DoneSteps = Awaited<ReturnType<typeof stepsOf>>;

async function editedOne(
  enrolment: EditedEnrolment,
  program: Program,
  { heard, steps }: { readonly heard: readonly WrittenSignal[]; readonly steps: DoneSteps },
  now: number,
): Promise<Edited> {
  const { id, cohortId, from } = enrolment;
  const { before, after, policy, version, stories } = program;
  const beginning = beginningOf(enrolment);
  const says = policy === 'move' ? ('moves' as const) : ('restarts' as const);
  // Its story has not begun: it begins in the new version.
  if (cohortId === null && from === null) {
    const at = after.steps[0]?.name ?? '';
    return { id, version, at, kind: says, taken: { id, from: null, spent: [] } };
  }
  const past = { signals: heard, steps: since(beginning, steps) };
  const rebuilt = await rebuildEnrolment(stories, beginning, past, now);
  if (rebuilt.kind === 'ended') return { id, version, at: '', kind: 'ends' };
  const { state } = rebuilt;
  if (policy === 'restart') {
    const anew = goingOn(state, begunAgain(state), now, { isHeld: false });
    const spent = spentOf(state, heard, (type) => !answerTypes.includes(type));
    return { id, version, at: stepOf(state, before), kind: says, taken: { id, from: anew, spent } };
  }
  const fate = fateOf(state, before, after);
  const { at } = fate;
  if (fate.kind === 'stays') return { id, version, at, kind: 'stays', gone: fate.gone };
  const moved = goingOn(state, fate.input, now, { isHeld: true });
  return { id, version, at, kind: says, taken: { id, from: moved, spent: spentOf(state, heard, () => true) } };
}

/**
 * In a chapter of its own, so that what it asks for now has another key than what it has asked for. Its clock has come to now: an end
 * of a wait that was over by then is come to now.
 */
function goingOn(
  { chapter, held, askAt }: EnrolmentState,
  input: JsonObject,
  now: number,
  { isHeld }: { readonly isHeld: boolean },
): GoesOnFrom {
  return {
    ...{ chapter: chapter + 1, startedAt: now, input },
    ...(isHeld && held ? { held } : {}),
    ...(isHeld && askAt !== undefined ? { askAt } : {}),
  };
}

/** Signals that the story has taken: all that came but for what it has left unread. */
function spentOf(
  { pendingEvents }: EnrolmentState,
  heard: readonly WrittenSignal[],
  isSpent: (type: string) => boolean,
): string[] {
  const unread = new Set(pendingEvents.map(({ id }) => id));
  return heard.flatMap(({ signal }) => {
    const stays = signal.kind === 'event' && (unread.has(signal.event.id) || !isSpent(signal.event.type));
    return stays ? [] : [signal.id];
  });
}
