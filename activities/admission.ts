import type { Instant } from '../values/instant.ts';
import type { StepReply, StepRequest } from '../workflows/engine/protocol.ts';
import type { StepBlocker } from '../modules/enrolments/rows-steps.ts';

/**
 * The reply to a step that is not to be performed, or undefined when it is. In this order: what was performed stays so;
 * an enrolment that is over gets nothing more; an exit rule that an event has met counts before the story hears of it; a
 * pause holds; a story that is ahead of the clock waits.
 */
export function admissionReply(
  request: Pick<StepRequest, 'at'>,
  blocker: StepBlocker | undefined,
  campaignStatus: string | null,
  horizonAt: Instant,
  endReason = 'the campaign has ended',
): StepReply | undefined {
  if (blocker?.outcome) {
    return { kind: 'done', outcome: blocker.outcome, at: blocker.storyAt?.getTime() ?? request.at };
  }
  const over = blocker && overReply(blocker);
  if (over) return over;
  if (campaignStatus === null || campaignStatus === 'ended') {
    return { kind: 'ended', status: 'cancelled', reason: endReason };
  }
  if (campaignStatus !== 'live') return { kind: 'held' };
  if (request.at > horizonAt) return { kind: 'retry', at: request.at };
  return undefined;
}

function overReply(blocker: StepBlocker): StepReply | undefined {
  if (blocker.status === null) return { kind: 'failed', reason: 'there is no such enrolment' };
  if (blocker.status !== 'active') {
    return { kind: 'ended', status: blocker.status, reason: blocker.reason ?? blocker.status };
  }
  if (!blocker.inCohort) return { kind: 'ended', status: 'cancelled', reason: 'another cohort carries this enrolment' };
  if (blocker.exitReason !== null) return { kind: 'ended', status: 'exited', reason: blocker.exitReason };
  if (blocker.memberStatus !== 'ACTIVE') {
    return {
      kind: 'ended',
      status: 'exited',
      reason: `the membership is ${(blocker.memberStatus ?? 'gone').toLowerCase()}`,
    };
  }
  return undefined;
}
