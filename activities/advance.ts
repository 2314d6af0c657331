import { noteSleep } from '../modules/enrolments/rows-cohorts.ts';
import { type OverEnrolment, readOver } from '../modules/enrolments/rows-over.ts';
import { markDelivered } from '../modules/enrolments/rows-signals.ts';
import { storyProgramOf } from '../modules/enrolments/story-program.ts';
import { leaveUnread, noteWaits, unreadSignals } from '../modules/enrolments/rows-unread.ts';
import { readStep } from '../platform/clock.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { AdvanceInput, PerformInput, PerformResult } from '../workflows/contract.ts';
import { type Advance, advance } from '../workflows/engine/advance.ts';
import type { EventSignal } from '../workflows/engine/protocol.ts';
import type { Work } from '../workflows/engine/cohort.ts';
import type { StoryProgram } from '../workflows/engine/run-stories.ts';
import type { Story } from '../workflows/engine/story.ts';
import { perform, type PerformDeps } from './perform.ts';

export interface AdvanceDeps extends PerformDeps {
  readonly metrics: Metrics;
  /** The story a cohort runs; that of its campaign when absent. */
  readonly storyOf?: (input: AdvanceInput) => Story<unknown>;
}

/** Far below the 10 s that a local activity may take: what is left goes on in the next call. */
const advanceMsMax = 4_000;

/** Runs the stories of a page of a cohort, performs what they ask for, and notes how long the cohort may sleep then. */
export async function advanceCohort(deps: AdvanceDeps, input: AdvanceInput): Promise<Advance> {
  const { clock } = deps;
  const { enrolments, signals, isWhole, othersDueAt } = input;
  const startedAt = performance.now();
  const calledAt = new Date(performance.timeOrigin + startedAt);
  const { over, count } = await readOver(deps.database, input);
  const isOver = new Set(over.map(({ enrolmentId }) => enrolmentId));
  countOver(deps.metrics, input, over, count);
  const there = enrolments.filter(({ enrolmentId }) => !isOver.has(enrolmentId));
  const outbox = outboxOf(deps, input, there);
  const came = await advance(
    await programOf(deps, input),
    {
      enrolments: there,
      signals: signals.filter(({ enrolmentId }) => !isOver.has(enrolmentId)),
      unread: await outbox.read(),
      isWhole,
    },
    {
      now: async () => {
        await readStep(clock);
        return clock.now().getTime();
      },
      perform: async (work, last) => (await performCounted(deps, performInput(input, work, last))).replies,
      // Written down first and then read: what came in between was judged by what was written down before, and is read here.
      rest: async (waits) => ((await noteWaits(deps.database, input.cohortId, waits)) ? outbox.read() : []),
      isEnough: () => performance.now() - startedAt > advanceMsMax,
    },
  );
  const ended = came.changes.flatMap((change) => ('isOver' in change ? [change.enrolmentId] : []));
  await leaveUnread(deps.database, input.cohortId, [...isOver, ...ended], clock.now());
  const dueAt = Math.min(came.dueAt ?? Infinity, othersDueAt ?? Infinity);
  if (clock.kind() === 'stepped') {
    const until = dueAt === Infinity ? undefined : dueAt;
    await noteSleep(deps.database, { cohortId: input.cohortId, until, calledAt });
  }
  return { ...came, ...(isOver.size === 0 ? {} : { gone: [...isOver] }) };
}

async function programOf({ database, storyOf }: AdvanceDeps, input: AdvanceInput): Promise<StoryProgram> {
  if (storyOf === undefined) return storyProgramOf(database, input);
  const { settings, exitOn } = input;
  return { story: storyOf(input), settings, exitOn };
}

/**
 * The events in the outbox for the enrolments of a page: those that nobody waited for when they came, and others that the relay is
 * about to bring. What a workflow has seen is known to its history, and marked here.
 */
function outboxOf({ database, clock }: AdvanceDeps, input: AdvanceInput, there: AdvanceInput['enrolments']) {
  const seen = new Set(input.seen);
  const enrolmentIds = there.map(({ enrolmentId }) => enrolmentId);
  let { read } = input;
  return {
    read: async (): Promise<EventSignal[]> => {
      const unread = await unreadSignals(database, enrolmentIds);
      const isKnown = ({ enrolmentId, id }: EventSignal) => seen.has(`${enrolmentId} ${id}`);
      const known = unread.filter(({ signal, givenUp }) => givenUp || isKnown(signal)).map(({ signal }) => signal.id);
      const { cohortId } = input;
      const taken = [...read, ...known].map((id) => ({ id, cohortId }));
      await markDelivered(database, taken, clock.now());
      read = [];
      const gone = new Set(known);
      return unread.map(({ signal }) => signal).filter(({ id }) => !gone.has(id));
    },
  };
}

/** Those of a page by how they ended; of the others only exits go unheard. */
function countOver(
  metrics: Metrics,
  { enrolments }: AdvanceInput,
  over: readonly OverEnrolment[],
  count: number,
): void {
  const inPage = new Set(enrolments.map(({ enrolmentId }) => enrolmentId));
  const heard = over.filter(({ enrolmentId }) => inPage.has(enrolmentId));
  const endings = heard.flatMap(({ status }) => (status === 'moved' ? [] : [status]));
  for (const status of endings) metrics.enrolmentsEnded.inc({ status });
  const others =
    count -
    heard.length -
    over.filter(({ status, enrolmentId }) => status === 'moved' && !inPage.has(enrolmentId)).length;
  if (others > 0) metrics.enrolmentsEnded.inc({ status: 'exited' }, others);
}

function performInput(
  { programmeId, campaignId, campaignVersionId, cohortId, lifecycle, settings }: AdvanceInput,
  { steps, endings, blocks }: Work,
  last: boolean,
): PerformInput {
  // Stories ask for what steps.ts has, and those of journeys for what asks.ts has: their contexts let them ask for nothing else.
  return {
    ...{ programmeId, campaignId, campaignVersionId, cohortId, endings, blocks, last, lifecycle, settings },
    steps: steps as PerformInput['steps'],
  };
}

/** `perform`, counted and timed; an enrolment that is blocked is in the log, too. */
export async function performCounted(deps: AdvanceDeps, input: PerformInput): Promise<PerformResult> {
  const { metrics, logger } = deps;
  const startedAt = performance.now();
  const result = await perform(deps, input);
  metrics.performSeconds.observe((performance.now() - startedAt) / 1_000);
  metrics.performSteps.observe(input.steps.length);
  input.steps.forEach(({ step }, place) => {
    const reply = result.replies[place];
    if (reply === undefined) return;
    metrics.steps.inc({ kind: step.kind, outcome: reply.kind === 'done' ? reply.outcome.kind : reply.kind });
  });
  for (const { status } of input.endings) metrics.enrolmentsEnded.inc({ status });
  for (const { enrolmentId, blocked } of input.blocks ?? []) {
    metrics.enrolmentsBlocked.inc({ change: blocked ? 'blocked' : 'released' });
    if (blocked === undefined) continue;
    const fix = 'It goes on by itself with a version of the code that fits, or after `perennial campaign retry`.';
    logger.warn({ enrolment: enrolmentId, reason: blocked.reason, fix }, 'an enrolment is blocked');
  }
  return result;
}
