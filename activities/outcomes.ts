import type { Db } from '../store/database.ts';
import { completeProfiles, expiredPoints } from '../store/questions.ts';
import { readExpiring } from '../messaging/expiring.ts';
import { reserveMessages } from '../messaging/reserve.ts';
import type { JsonObject } from '../domain/json.ts';
import type { PerformInput, StepRequest } from '../workflows/contract.ts';
import type { Outcome, Step } from '../workflows/lifecycle.ts';
import { grantPoints } from './grants.ts';

/** Where and when steps are performed. */
export interface StepContext extends Pick<PerformInput, 'programmeId' | 'campaignId' | 'campaignVersionId'> {
  readonly now: Date;
}

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;
export type RequestOf<Kind extends Step['kind']> = StepRequest & { readonly step: StepOf<Kind> };

/** Lots an answer to a question carries at most: the journal keeps it, and 50 lots are 2 kB. */
const lotsInAnswerMax = 50;

/** Performs steps that nothing stands in the way of and says what came of each, in their order. */
export async function outcomesOf(tx: Db, context: StepContext, requests: readonly StepRequest[]): Promise<Outcome[]> {
  const outcomes = new Array<Outcome | undefined>(requests.length).fill(undefined);
  const grants = pick(requests, 'grant');
  const messages = pick(requests, 'message');
  const questions = pick(requests, 'ask');
  // Grants first: a message reserved beside them, or a question asked, sees the points.
  place(outcomes, grants.places, await grantPoints(tx, context, grants.requests));
  place(outcomes, questions.places, await answer(tx, context, questions.requests));
  place(outcomes, messages.places, await reserveMessages(tx, context, messages.requests));
  return outcomes.map((outcome, index) => outcome ?? skippedAfterPause(requests[index]));
}

function skippedAfterPause(request: StepRequest | undefined): Outcome {
  if (request?.skipReason === undefined) throw new TypeError(`no step is of the kind "${request?.step.kind}"`);
  return { kind: 'skipped', reason: request.skipReason };
}

/** The steps of one kind, with their places; those a pause made pointless are left out. */
function pick<Kind extends Step['kind']>(requests: readonly StepRequest[], kind: Kind) {
  const picked: { places: number[]; requests: RequestOf<Kind>[] } = { places: [], requests: [] };
  requests.forEach((request, index) => {
    if (request.skipReason !== undefined || request.step.kind !== kind) return;
    picked.places.push(index);
    picked.requests.push(request as RequestOf<Kind>);
  });
  return picked;
}

function place(outcomes: (Outcome | undefined)[], places: readonly number[], of: readonly Outcome[]): void {
  places.forEach((at, index) => (outcomes[at] = of[index]));
}

async function answer(tx: Db, context: StepContext, requests: readonly RequestOf<'ask'>[]): Promise<Outcome[]> {
  const windows = requests.flatMap(({ memberId, step: { question } }) =>
    question.kind === 'expiringPoints' ? [{ memberId, window: question }] : [],
  );
  const expiring = await readExpiring(tx, context.programmeId, context.now, windows);
  const pastWindows = requests.flatMap(({ memberId, step: { question } }) =>
    question.kind === 'expiredPoints' ? [{ memberId, fromAt: question.fromAt, untilAt: question.untilAt }] : [],
  );
  const expired = await expiredPoints(tx, context.programmeId, pastWindows);
  const asked = requests.filter(({ step }) => step.question.kind === 'profileComplete');
  const complete = await completeProfiles(
    tx,
    asked.map(({ memberId }) => memberId),
  );

  let pastPlace = 0;
  return requests.map(({ memberId, step: { question } }) => {
    switch (question.kind) {
      case 'profileComplete':
        return applied({ complete: complete.has(memberId) });
      case 'expiringPoints': {
        const { total, lots } = expiring(memberId, question);
        return applied({ total, lots: lots.slice(0, lotsInAnswerMax).map((lot) => ({ ...lot })) });
      }
      case 'expiredPoints':
        return applied({ total: expired[pastPlace++] ?? 0 });
      default:
        return question satisfies never;
    }
  });
}

const applied = (data: JsonObject): Outcome => ({ kind: 'applied', data });
