import type { Db } from '../../platform/database.ts';
import type { StepRequest } from '../../workflows/engine/protocol.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import { reserveWithGifts } from '../message.ts';
import { openReviews } from '../review.ts';
import type { RequestOf, StepContext } from '../step-context.ts';
import { answerJourney } from './answer.ts';
import { withinBudget } from './budget.ts';
import { enterJourneys } from './enter.ts';
import { couponsOfJourney, grantOfJourney } from './gifts.ts';
import { setAttributes, tagMembers, untagMembers } from './members.ts';
import { holdPoints, releasePoints, spendPoints } from './stakes.ts';
import type { JourneyStep } from './translate.ts';
import { callWebhooks } from './webhook.ts';

/** A request for a step of a journey of one kind. */
export type JourneyRequest<Kind extends JourneyStep['kind']> = StepRequest & {
  readonly step: Extract<JourneyStep, { kind: Kind }>;
};

type Shared = 'grant' | 'coupon' | 'review' | 'message';
type Perform<Request> = (tx: Db, context: StepContext, requests: readonly Request[]) => Promise<Outcome[]>;

type Performers = { readonly [Kind in Shared]: Perform<RequestOf<Kind>> } & {
  readonly [Kind in Exclude<JourneyStep['kind'], Shared>]: Perform<JourneyRequest<Kind>>;
};

/** How each kind of step that a journey asks for is performed: what a question or message sees of the member is done before. */
export const journeyPerformers: Performers = {
  // Before the points: intake locks members before balances, too.
  tag: tagMembers,
  untag: untagMembers,
  set: setAttributes,
  enter: enterJourneys,
  grant: withinBudget(grantOfJourney),
  coupon: withinBudget(couponsOfJourney),
  hold: holdPoints,
  spend: spendPoints,
  release: releasePoints,
  review: openReviews,
  webhook: callWebhooks,
  ask: answerJourney,
  message: withinBudget(reserveWithGifts),
};
