import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import { cohortSizeMax, type EndingRecord, type EnrolmentState } from '../../workflows/engine/protocol.ts';
import { groupBy } from '../../platform/group-by.ts';
import { carriedBytesMax, tooLargeToCarry } from '../../workflows/engine/carried-bytes.ts';
import { carriedBytes, type CarriedEnrolment } from '../../workflows/engine/carried-cohort.ts';
import { carryReady } from '../../workflows/engine/carry.ts';
import { rebuildEnrolment } from '../../workflows/engine/rebuild.ts';
import type { StoryProgram } from '../../workflows/engine/run-stories.ts';
import { seenByAll, seenMax } from '../../workflows/engine/seen-signals.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { BlankCohort } from './rows-cohorts.ts';
import { type WrittenSignal, signalsOf } from './rows-signals.ts';
import { recordEndings } from './rows-steps.ts';
import { storyProgramOf } from './story-program.ts';

/** Enrolments of a cohort taken at first; from there as many at a time as have so many events and steps, and so many bytes. */
const enrolmentsAtFirst = 20;
const enrolmentsAtOnceMax = 250;
const rowsAtOnce = 2_500;
const bytesAtOnce = carriedBytesMax;
/** Delivered signals a rebuilt enrolment knows again: 500 of a cohort know as many as a cohort remembers. */
const deliveredKnownMax = seenMax / cohortSizeMax;

/** What a cohort starts from, as much as fits into one payload, and the enrolments that are left for others. */
export interface FittingToStart {
  readonly enrolments: readonly CarriedEnrolment[];
  readonly seen: readonly string[];
  readonly left: readonly string[];
}

/**
 * A cohort's enrolments where they start: at the first line of their story, or, rebuilt, where their events and steps have
 * brought them by `now`. Stories that have come to their end, and whose workflow was lost before it could say so, are ended
 * here; so are those whose record no cohort could carry.
 */
export async function fittingToStart(
  db: Db,
  { program, states, rebuilt }: BlankCohort & { readonly rebuilt: boolean },
  now: Date,
): Promise<FittingToStart> {
  const { cohortId } = program;
  const stories = await storyProgramOf(db, program);
  const fitting: EnrolmentState[] = [];
  const enrolments: CarriedEnrolment[] = [];
  let bytes = 0;
  let atOnce = enrolmentsAtFirst;
  for (let from = 0; from < states.length;) {
    const until = from + atOnce;
    const page = states.slice(from, until);
    const { active, endings, rows } = rebuilt ? await rebuildPage(db, stories, page, now) : unchanged(page);
    const carried = active.map((state) => sized(state));
    atOnce = nextPage(page.length, rows, carried);
    await recordEndings(db, cohortId, [...endings, ...carried.flatMap((each) => outgrown(each, now))]);
    for (const [place, { state, enrolment, bytes: size, tooLarge }] of carried.entries()) {
      if (tooLarge !== undefined) continue;
      bytes += size;
      if (bytes > carriedBytesMax && fitting.length > 0) {
        const left = [...active.slice(place), ...states.slice(until)];
        return { enrolments, seen: seenByAll(fitting), left: left.map(({ enrolmentId }) => enrolmentId) };
      }
      fitting.push(state);
      enrolments.push(enrolment);
    }
    from = until;
  }
  return { enrolments, seen: seenByAll(fitting), left: [] };
}

/** How many are to be taken next, after so many: a streak of years has a thousand events, a gift a handful. */
function nextPage(taken: number, rows: number, carried: readonly ReturnType<typeof sized>[]): number {
  const bytes = carried.reduce((sum, each) => sum + each.bytes, 0);
  const fitting = taken * Math.min(rowsAtOnce / Math.max(1, rows), bytesAtOnce / Math.max(1, bytes));
  return Math.max(1, Math.min(enrolmentsAtOnceMax, Math.floor(fitting)));
}

/** An enrolment as a cohort starts with it, how large that is, and why it is too large where it is. */
function sized(state: EnrolmentState) {
  const enrolment = carryReady(state);
  const bytes = carriedBytes(enrolment);
  return { state, enrolment, bytes, tooLarge: tooLargeToCarry(bytes) };
}

function outgrown({ state, tooLarge }: ReturnType<typeof sized>, now: Date): EndingRecord[] {
  const { enrolmentId } = state;
  return tooLarge === undefined ? [] : [{ enrolmentId, status: 'failed', reason: tooLarge, at: now.getTime() }];
}

async function rebuildPage(db: Db, stories: StoryProgram, page: readonly EnrolmentState[], now: Date) {
  const enrolmentIds = page.map(({ enrolmentId }) => enrolmentId);
  const [came, done] = await Promise.all([signalsOf(db, enrolmentIds), stepsOf(db, enrolmentIds)]);
  const signals = groupBy(came, ({ signal }) => signal.enrolmentId);
  const steps = groupBy(done, ({ enrolmentId }) => enrolmentId);
  const endings: EndingRecord[] = [];
  const active: EnrolmentState[] = [];
  for (const state of page) {
    const heard = signals.get(state.enrolmentId) ?? [];
    const past = { signals: heard, steps: since(state, steps.get(state.enrolmentId) ?? []) };
    const after = await rebuildEnrolment(stories, state, past, now.getTime());
    if (after.kind === 'ended') endings.push(after.ending);
    else active.push(expecting(after.state, heard));
  }
  return { active, endings, rows: came.length + done.length };
}

const unchanged = (page: readonly EnrolmentState[]): Awaited<ReturnType<typeof rebuildPage>> => ({
  ...{ active: [...page], endings: [], rows: 0 },
});

/**
 * What the relay has yet to deliver and the story has taken already, and what the relay delivered last and may deliver again, is
 * known, to be dropped. Events in the outbox that the story has left unread stay there, to be read when it is next run.
 */
function expecting(state: EnrolmentState, came: readonly WrittenSignal[]): EnrolmentState {
  const latest = came.length - deliveredKnownMax;
  const inOutbox = new Map<string, string>();
  for (const { signal, isDelivered } of came) {
    if (!isDelivered && signal.kind === 'event') inOutbox.set(signal.event.id, signal.id);
  }
  const unread = new Set(state.pendingEvents.flatMap(({ id }) => inOutbox.get(id) ?? []));
  const known = came.filter(({ isDelivered }, place) => !isDelivered || place >= latest).map(({ signal }) => signal.id);
  return {
    ...state,
    pendingEvents: state.pendingEvents.filter(({ id }) => !inOutbox.has(id)),
    seen: known.filter((id) => !unread.has(id)),
  };
}

/** The steps from where the enrolment goes on: those of chapters before an edit are no part of its story any more. */
export function since<Step extends { readonly key: string }>(
  { chapter }: EnrolmentState,
  steps: readonly Step[],
): Step[] {
  if (chapter === 1) return [...steps];
  return steps.filter(({ key }) => Number(/\/c([0-9]+)\.[0-9]+$/.exec(key)?.[1] ?? 1) >= chapter);
}

const stepRow = z.object({
  enrolmentId: z.string(),
  key: z.string(),
  outcome: vouchedFor<Outcome>(),
  at: z.date(),
});

export async function stepsOf(db: Db, enrolmentIds: readonly string[]) {
  const rows = await readRows(
    stepRow,
    db.$queryRaw`
      SELECT enrolment_id::text AS "enrolmentId", key, outcome, story_at AS at FROM step
      WHERE enrolment_id = ANY (${enrolmentIds as string[]}::text[]::bigint[])`,
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
