import type { CarriedEnrolment, EnrolmentChange } from './carried-cohort.ts';
import type { WaitingEnrolment } from './cohort.ts';
import { headOf, readHead } from './head.ts';
import type { EnrolmentState, RecordedResult } from './protocol.ts';

/** An enrolment as a workflow carries it that is to go on at once. */
export function carryReady(state: EnrolmentState): CarriedEnrolment {
  return carry({ state, dueAt: 0, wakeAt: 0, where: { kind: 'ready' } });
}

/** An enrolment that waits as a workflow carries it. */
export function carry(waiting: WaitingEnrolment): CarriedEnrolment {
  const { state, dueAt, wakeAt } = waiting;
  return {
    enrolmentId: state.enrolmentId,
    ...(dueAt === Infinity ? {} : { dueAt: Math.max(0, dueAt) }),
    ...(wakeAt === Infinity ? {} : { wakeAt: Math.max(0, wakeAt) }),
    head: headOf(waiting),
    results: textsOf(state.results),
  };
}

/** What has become of an enrolment, with the results that are new. */
export function changeOf(before: EnrolmentState, after: WaitingEnrolment): EnrolmentChange {
  const { state } = after;
  const areMore = state.chapter === before.chapter;
  const results = areMore ? state.results.slice(before.results.length) : state.results;
  return { ...carry({ ...after, state: { ...state, results } }), areMore };
}

const textsOf = (results: readonly RecordedResult[]) => results.map((result) => JSON.stringify(result)).join(',');

/** An enrolment as its story's code reads it. */
export function readCarried({ enrolmentId, head, results }: CarriedEnrolment): EnrolmentState {
  const recorded = JSON.parse(`[${results}]`) as RecordedResult[];
  return { ...readHead(head), enrolmentId, results: recorded, seen: [] };
}
