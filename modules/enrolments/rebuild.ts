import type { Db } from '../../platform/database.ts';
import type { CohortInput } from '../../workflows/contract.ts';
import { cohortSizeMax, type EndingRecord, type EnrolmentState } from '../../workflows/engine/protocol.ts';
import { rebuildLife } from '../../workflows/engine/rebuild.ts';
import type { StoryProgram } from '../../workflows/engine/run-stories.ts';
import { seenMax } from '../../workflows/engine/seen-signals.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import { lifecycles } from '../../workflows/lifecycles/index.ts';
import { type PastWakeUp, signalsOf } from './rows-signals.ts';
import { recordEndings } from './rows-steps.ts';

/** Lives rebuilt at a time: a streak of years has a thousand events. */
const livesAtOnceMax = 20;
/** Delivered wake-ups a rebuilt life knows again: 500 lives of a cohort know as many as a cohort remembers. */
const deliveredKnownMax = seenMax / cohortSizeMax;

/**
 * A cohort's input with every life at the place where its events and steps have brought it by `now`. Stories that have come to
 * their end, and whose workflow was lost before it could say so, are ended here.
 */
export async function rebuildInput(tx: Db, blank: CohortInput, now: Date): Promise<CohortInput> {
  const { lifecycle, settings, exitOn, cohortId } = blank;
  const play: StoryProgram = { story: lifecycles[lifecycle].story, settings, exitOn };
  const lives: EnrolmentState[] = [];
  for (let from = 0; from < blank.lives.length; from += livesAtOnceMax) {
    const page = blank.lives.slice(from, from + livesAtOnceMax);
    const enrolmentIds = page.map(({ enrolmentId }) => enrolmentId);
    const wakeUps = groupBy(await signalsOf(tx, enrolmentIds), ({ wake }) => wake.enrolmentId);
    const steps = groupBy(await stepsOf(tx, enrolmentIds), ({ enrolmentId }) => enrolmentId);
    const endings: EndingRecord[] = [];
    for (const enrolment of page) {
      const came = wakeUps.get(enrolment.enrolmentId) ?? [];
      const past = { wakes: came, steps: steps.get(enrolment.enrolmentId) ?? [] };
      const rebuilt = await rebuildLife(play, enrolment, past, now.getTime());
      if (rebuilt.kind === 'ended') endings.push(rebuilt.ending);
      else lives.push(expecting(rebuilt.life, came));
    }
    await recordEndings(tx, cohortId, endings);
  }
  return { ...blank, lives };
}

/** What the relay has yet to deliver is in the life already, and what it delivered last may come again: both are dropped then. */
function expecting(enrolment: EnrolmentState, came: readonly PastWakeUp[]): EnrolmentState {
  const latest = came.length - deliveredKnownMax;
  return {
    ...enrolment,
    seen: came.filter(({ isDelivered }, place) => !isDelivered || place >= latest).map(({ wake }) => wake.id),
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

async function stepsOf(db: Db, enrolmentIds: readonly string[]) {
  const rows = await db.$queryRaw<{ enrolmentId: string; key: string; outcome: Outcome; at: Date }[]>`
    SELECT enrolment_id::text AS "enrolmentId", key, outcome, story_at AS at FROM step
    WHERE enrolment_id = ANY (${enrolmentIds as string[]}::text[]::bigint[])`;
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
