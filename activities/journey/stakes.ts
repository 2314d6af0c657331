import { heldBy } from '../../modules/journeys/stakes.ts';
import { capture, hold, release, spend } from '../../modules/ledger/redeem.ts';
import type { CaptureRequest, LedgerAnswer, LedgerRequest } from '../../modules/ledger/requests.ts';
import type { Db } from '../../platform/database.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import { refused } from '../refused.ts';
import type { StepContext } from '../step-context.ts';
import type { JourneyRequest } from './performers.ts';
import { reasonOf } from './translate.ts';

/** Points stay aside until their story takes them or is over: this long at most, which is longer than any of a journey's waits. */
const stakeDaysMax = 3_650;
const dayMs = 86_400_000;

/** Sets points aside under the key `step:<step key>`: what the enrolment neither takes nor gives back comes back when it is over. */
export async function holdPoints(
  tx: Db,
  context: StepContext,
  requests: readonly JourneyRequest<'hold'>[],
): Promise<Outcome[]> {
  const answers = await hold(
    tx,
    requests.map((request) => ({
      ...requestOf(request, context),
      points: request.step.points,
      expiresAt: new Date(context.now.getTime() + stakeDaysMax * dayMs),
    })),
  );
  return answers.map(outcomeOf);
}

/** Takes points, or those that another step has set aside. */
export async function spendPoints(
  tx: Db,
  context: StepContext,
  requests: readonly JourneyRequest<'spend'>[],
): Promise<Outcome[]> {
  const outcomes = new Map<JourneyRequest<'spend'>, Outcome>();
  const open = requests.flatMap((request) =>
    'points' in request.step ? [{ request, points: request.step.points }] : [],
  );
  const spent = await spend(
    tx,
    open.map(({ request, points }) => ({ ...requestOf(request, context), points })),
  );
  open.forEach(({ request }, place) => outcomes.set(request, outcomeOf(spent[place])));
  const held = requests.flatMap((request) => ('held' in request.step ? [{ request, held: request.step.held }] : []));
  const taken = await endStakes(tx, context, held, capture);
  held.forEach(({ request }, place) => outcomes.set(request, taken[place] ?? nothingHeld));
  return requests.map((request) => outcomes.get(request) ?? nothingHeld);
}

/** Gives points back that another step has set aside. */
export function releasePoints(
  tx: Db,
  context: StepContext,
  requests: readonly JourneyRequest<'release'>[],
): Promise<Outcome[]> {
  const held = requests.map((request) => ({ request, held: request.step.held }));
  return endStakes(tx, context, held, release);
}

const nothingHeld = refused('TRANSACTION_NOT_FOUND', 'nothing is set aside');

type EndRequest = JourneyRequest<'spend' | 'release'>;

async function endStakes(
  tx: Db,
  context: StepContext,
  asked: readonly { readonly request: EndRequest; readonly held: string }[],
  end: (tx: Db, items: readonly CaptureRequest[]) => Promise<LedgerAnswer[]>,
): Promise<Outcome[]> {
  const keys = await heldBy(
    tx,
    context.programmeId,
    asked.map(({ request: { enrolmentId }, held }) => ({ enrolmentId, step: held })),
  );
  const known = asked.flatMap(({ request }, place) => {
    const key = keys[place];
    return key === undefined ? [] : [{ request, holdKey: `step:${key}` }];
  });
  const answers = await end(
    tx,
    known.map(({ request, holdKey }) => ({ ...requestOf(request, context), holdKey })),
  );
  const outcomes = new Map(known.map(({ request }, place) => [request, ofStake(answers[place])]));
  return asked.map(({ request }) => outcomes.get(request) ?? nothingHeld);
}

/** What was taken or given back before is no longer set aside. */
function ofStake(answer: LedgerAnswer | undefined): Outcome {
  return answer?.ok === false && answer.code === 'REFERENCE_EXHAUSTED' ? nothingHeld : outcomeOf(answer);
}

function requestOf(
  { key, enrolmentId, memberId, at, step }: JourneyRequest<'hold' | 'spend' | 'release'>,
  { programmeId, campaignId, journey }: StepContext,
): LedgerRequest {
  return {
    ...{ programmeId, memberId: BigInt(memberId), key: `step:${key}`, at: new Date(at) },
    ...{ source: { type: 'enrolment', id: enrolmentId }, actor: `campaign:${campaignId}` },
    ...(journey === undefined ? {} : { reason: reasonOf(journey, step.name) }),
  };
}

function outcomeOf(answer: LedgerAnswer | undefined): Outcome {
  if (answer === undefined) throw new Error('the ledger gave no answer to a stake');
  if (!answer.ok) return refused(answer.code, answer.message);
  return { kind: 'applied', data: { points: answer.points, txnId: answer.txnId } };
}
