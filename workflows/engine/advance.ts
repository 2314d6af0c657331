import type { Instant } from '../../values/instant.ts';
import type { CarriedEnrolment, EnrolmentChange, Page } from './carried-cohort.ts';
import { Cohort, type WaitingEnrolment, type Work } from './cohort.ts';
import type { EnrolmentState, RecordedResult, StepReply, Whereabouts } from './protocol.ts';
import type { StoryProgram } from './run-stories.ts';

/** What the one who runs stories asks of the world. */
export interface AdvancePorts {
  /** The programme clock, asked again in each round. */
  now(): Promise<Instant>;
  /** Performs the steps, and records what has ended or is blocked; `last` when nobody is left in the cohort. */
  perform(work: Work, last: boolean): Promise<readonly StepReply[]>;
  /** True when enough has been done at one go: what is left goes on in the next. */
  isEnough(): boolean;
}

export interface Advance {
  /** The instant it has come to. */
  readonly now: Instant;
  readonly changes: readonly EnrolmentChange[];
  /** When the first of these is due; absent when only signals can go on. */
  readonly dueAt?: Instant;
}

/** Of the 2 MB that an activity's result may have. */
const recordedBytesMax = 512 * 1024;

/**
 * Runs the stories of a page as far as they go now, performs what they ask for, and answers with what has become of them. Safe
 * to repeat: steps that were performed before answer as they did then.
 */
export async function advance(
  program: StoryProgram,
  page: Page & { readonly isWhole: boolean },
  ports: AdvancePorts,
): Promise<Advance> {
  const states = page.enrolments.map(readCarried);
  const cohort = new Cohort(program, states);
  let now = await ports.now();
  cohort.deliver(page.signals, now);
  let bytes = 0;
  for (;;) {
    const work = await cohort.advance(now);
    const last = page.isWhole && cohort.size === 0;
    if (work.steps.length + work.endings.length + work.blocks.length === 0 && !last) break;
    const replies = await ports.perform(work, last);
    if (last) break;
    cohort.answer(replies);
    bytes += JSON.stringify(replies).length;
    now = await ports.now();
    // Who has ended by a reply is recorded first: the next call would know nothing of it.
    if (cohort.canBeMoved && (bytes > recordedBytesMax || ports.isEnough())) break;
  }
  if (page.isWhole && cohort.size === 0) return { now, changes: states.map(over) };
  const waiting = new Map(cohort.waiting().map((each) => [each.state.enrolmentId, each]));
  const changes = states.map((before) => {
    const after = waiting.get(before.enrolmentId);
    return after ? changeOf(before, after) : over(before);
  });
  const dueAt = firstOf([...waiting.values()].map((each) => each.dueAt));
  return { now, changes, ...(dueAt === Infinity ? {} : { dueAt: Math.max(0, dueAt) }) };
}

const over = ({ enrolmentId }: EnrolmentState): EnrolmentChange => ({ enrolmentId, isOver: true });

function firstOf(instants: readonly Instant[]): Instant {
  return instants.reduce((first, instant) => Math.min(first, instant), Infinity);
}

/** An enrolment as a workflow carries it that is to go on at once. */
export function carryReady(state: EnrolmentState): CarriedEnrolment {
  return carry({ state, dueAt: 0, wakeAt: 0, where: { kind: 'ready' } });
}

/** An enrolment that waits as a workflow carries it. */
export function carry({ state, dueAt, wakeAt, where }: WaitingEnrolment): CarriedEnrolment {
  return {
    enrolmentId: state.enrolmentId,
    ...(dueAt === Infinity ? {} : { dueAt: Math.max(0, dueAt) }),
    ...(wakeAt === Infinity ? {} : { wakeAt: Math.max(0, wakeAt) }),
    head: headOf(state, where),
    results: textsOf(state.results),
  };
}

function changeOf(before: EnrolmentState, after: WaitingEnrolment): EnrolmentChange {
  const { state } = after;
  const areMore = state.chapter === before.chapter;
  const results = areMore ? state.results.slice(before.results.length) : state.results;
  return { ...carry({ ...after, state: { ...state, results } }), areMore };
}

/** All but the results; the workflow itself drops what it has seen. */
function headOf(state: EnrolmentState, where: Whereabouts): string {
  // Absent fields are left out of the text.
  return JSON.stringify({ ...state, enrolmentId: undefined, results: undefined, seen: undefined, where });
}

const textsOf = (results: readonly RecordedResult[]) => results.map((result) => JSON.stringify(result)).join(',');

function readCarried({ enrolmentId, head, results }: CarriedEnrolment): EnrolmentState {
  const state = JSON.parse(head) as Omit<EnrolmentState, 'enrolmentId' | 'results' | 'seen'>;
  return { ...state, enrolmentId, results: JSON.parse(`[${results}]`) as RecordedResult[], seen: [] };
}
