import type { Db } from '../platform/database.ts';
import type { StepRequest } from '../workflows/engine/protocol.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import type { Step } from '../workflows/steps.ts';
import { answerQuestions } from './ask.ts';
import { clawBackRewards } from './clawback.ts';
import { issueCoupons } from './coupon.ts';
import { noteConditions, refuseForReturned } from './gift-conditions.ts';
import { grantPoints } from './grant.ts';
import { journeyPerformers } from './journey/performers.ts';
import { reserveWithGifts } from './message.ts';
import { ownStepKinds, performOwn } from './own-steps.ts';
import { changeReferrals } from './referral.ts';
import { openReviews } from './review.ts';
import type { RequestOf, StepContext } from './step-context.ts';

type Performers = {
  readonly [Kind in Step['kind']]: (
    tx: Db,
    context: StepContext,
    requests: readonly RequestOf<Kind>[],
  ) => Promise<Outcome[]>;
};

type Performer = (tx: Db, context: StepContext, requests: readonly StepRequest<Step>[]) => Promise<readonly Outcome[]>;

/** How each kind of step is performed; all of one kind at once, the kinds in this order: a message or question sees the points. */
const performers: Performers = {
  // Before the points: intake locks orders before balances, too.
  referral: changeReferrals,
  grant: grantPoints,
  clawback: clawBackRewards,
  coupon: issueCoupons,
  review: openReviews,
  ask: answerQuestions,
  message: reserveWithGifts,
};
/** Effects before answers; kinds from outside come between: what they do is seen, too. */
function inOrderOf(all: object): { readonly effects: [string, Performer][]; readonly answers: [string, Performer][] } {
  const inOrder = Object.entries(all) as [string, Performer][];
  const isAnswer = ([kind]: [string, Performer]) => kind === 'ask' || kind === 'message';
  return { effects: inOrder.filter((each) => !isAnswer(each)), answers: inOrder.filter(isAnswer) };
}

const ofLifecycles = inOrderOf(performers);
const ofJourneys = inOrderOf(journeyPerformers);
const ownEffect = (kind: string): [string, Performer] => [
  kind,
  (tx, context, requests) => performOwn(tx, context, kind, requests),
];

/** Performs steps that nothing stands in the way of and says what came of each, in their order. */
export async function outcomesOf(
  tx: Db,
  context: StepContext,
  requests: readonly StepRequest<Step>[],
): Promise<Outcome[]> {
  const returned = await refuseForReturned(tx, context, requests);
  const outcomes = requests.map((request) => returned.get(request));
  const { effects, answers } = context.journey === undefined ? ofLifecycles : ofJourneys;
  for (const [kind, perform] of [...effects, ...ownStepKinds().map(ownEffect), ...answers]) {
    const { places, picked } = pick(requests, kind, (request) => !returned.has(request));
    if (picked.length === 0) continue;
    const came = await perform(tx, context, picked);
    places.forEach((place, index) => (outcomes[place] = came[index]));
  }
  await noteConditions(tx, context, requests, outcomes);
  return outcomes.map((outcome, place) => outcome ?? skippedAfterPause(requests[place]));
}

function skippedAfterPause(request: StepRequest<Step> | undefined): Outcome {
  if (request?.skipReason === undefined) throw new TypeError(`no step is of the kind "${request?.step.kind}"`);
  return { kind: 'skipped', reason: request.skipReason };
}

/** The steps of one kind, with their places; those a pause made pointless, and those already decided, are left out. */
function pick(requests: readonly StepRequest<Step>[], kind: string, isOpen: (request: StepRequest<Step>) => boolean) {
  const places: number[] = [];
  const picked: StepRequest<Step>[] = [];
  requests.forEach((request, place) => {
    if (request.skipReason !== undefined || request.step.kind !== kind || !isOpen(request)) return;
    places.push(place);
    const { forMemberId } = request.step;
    picked.push(forMemberId === undefined ? request : { ...request, memberId: forMemberId });
  });
  return { places, picked };
}
