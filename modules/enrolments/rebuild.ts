import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import { cohortSizeMax, type EndingRecord, type EnrolmentState } from '../../workflows/engine/protocol.ts';
import { rebuildEnrolment } from '../../workflows/engine/rebuild.ts';
import type { StoryProgram } from '../../workflows/engine/run-stories.ts';
import { seenMax } from '../../workflows/engine/seen-signals.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import { lifecycles } from '../../workflows/lifecycles/index.ts';
import type { BlankCohort } from './rows-cohorts.ts';
import { type WrittenSignal, signalsOf } from './rows-signals.ts';
import { recordEndings } from './rows-steps.ts';

/** Enrolments rebuilt at a time: a streak of years has a thousand events. */
const enrolmentsAtOnceMax = 20;
/** Delivered signals a rebuilt enrolment knows again: 500 of a cohort know as many as a cohort remembers. */
const deliveredKnownMax = seenMax / cohortSizeMax;

/**
 * A cohort's enrolments at the places where their events and steps have brought them by `now`. Stories that have come to
 * their end, and whose workflow was lost before it could say so, are ended here.
 */
export async function rebuildStates(tx: Db, { program, states }: BlankCohort, now: Date): Promise<EnrolmentState[]> {
  const { lifecycle, settings, exitOn, cohortId } = program;
  const stories: StoryProgram = { story: lifecycles[lifecycle].story, settings, exitOn };
  const rebuilt: EnrolmentState[] = [];
  for (let from = 0; from < states.length; from += enrolmentsAtOnceMax) {
    const page = states.slice(from, from + enrolmentsAtOnceMax);
    const enrolmentIds = page.map(({ enrolmentId }) => enrolmentId);
    const signals = groupBy(await signalsOf(tx, enrolmentIds), ({ signal }) => signal.enrolmentId);
    const steps = groupBy(await stepsOf(tx, enrolmentIds), ({ enrolmentId }) => enrolmentId);
    const endings: EndingRecord[] = [];
    for (const state of page) {
      const came = signals.get(state.enrolmentId) ?? [];
      const past = { signals: came, steps: steps.get(state.enrolmentId) ?? [] };
      const after = await rebuildEnrolment(stories, state, past, now.getTime());
      if (after.kind === 'ended') endings.push(after.ending);
      else rebuilt.push(expecting(after.state, came));
    }
    await recordEndings(tx, cohortId, endings);
  }
  return rebuilt;
}

/** What the relay has yet to deliver is in the state already, and what it delivered last may come again: both are dropped then. */
function expecting(state: EnrolmentState, came: readonly WrittenSignal[]): EnrolmentState {
  const latest = came.length - deliveredKnownMax;
  return {
    ...state,
    seen: came.filter(({ isDelivered }, place) => !isDelivered || place >= latest).map(({ signal }) => signal.id),
  };
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

const stepRow = z.object({
  enrolmentId: z.string(),
  key: z.string(),
  outcome: vouchedFor<Outcome>(),
  at: z.date(),
});

async function stepsOf(db: Db, enrolmentIds: readonly string[]) {
  const rows = await readRows(
    stepRow,
    db.$queryRaw`
      SELECT enrolment_id::text AS "enrolmentId", key, outcome, story_at AS at FROM step
      WHERE enrolment_id = ANY (${enrolmentIds as string[]}::text[]::bigint[])`,
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
