import { bookStep, inMinorUnits } from '../../modules/journeys/budget.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import type { Db } from '../../platform/database.ts';
import { currencyDigits } from '../../values/money.ts';
import type { StepRequest } from '../../workflows/engine/protocol.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import type { Cost } from '../../workflows/lifecycles/journey/kind.ts';
import { giftsOf } from '../promised-gifts.ts';
import { refused } from '../refused.ts';
import type { RequestOf, StepContext } from '../step-context.ts';

type Giving = RequestOf<'grant' | 'coupon' | 'message'>;
type Perform<Request> = (tx: Db, context: StepContext, requests: readonly Request[]) => Promise<Outcome[]>;

/**
 * Books what steps give against the budget of their journey. Where it has not enough left for one, everything is undone and done again
 * without that step, which is refused: what is given and what is booked are the same at any time.
 */
export function withinBudget<Request extends Giving>(perform: Perform<Request>): Perform<Request> {
  return async (tx, context, requests) => {
    const { journey } = context;
    if (journey?.budget === undefined) return perform(tx, context, requests);
    const lacking = new Map<Request, Outcome>();
    for (;;) {
      const asked = requests.filter((request) => !lacking.has(request));
      await tx.$executeRaw`SAVEPOINT within_budget`;
      const outcomes = await perform(tx, context, asked);
      const lacks = await book(tx, context, journey, given(asked, outcomes));
      if (lacks.size === 0) {
        await tx.$executeRaw`RELEASE SAVEPOINT within_budget`;
        const outcomeOf = new Map(asked.map((request, place) => [request, outcomes[place]]));
        return requests.map((request) => {
          const outcome = lacking.get(request) ?? outcomeOf.get(request);
          if (outcome === undefined) throw new Error(`step ${request.key} came to no outcome`);
          return outcome;
        });
      }
      await tx.$executeRaw`ROLLBACK TO SAVEPOINT within_budget`;
      for (const [request, outcome] of lacks) lacking.set(request, outcome);
    }
  };
}

const reasons: Readonly<Record<keyof Cost, string>> = {
  points: 'the budget has no points left',
  coupons: 'the budget has no coupons left',
  messages: 'the budget has no messages left',
  worth: 'the budget has no worth left',
};

const given = <Request>(requests: readonly Request[], outcomes: readonly Outcome[]): Request[] =>
  requests.filter((_, place) => outcomes[place]?.kind === 'applied');

async function book<Request extends Giving>(
  tx: Db,
  { programmeId, campaignId, now }: StepContext,
  journey: JourneyFile,
  requests: readonly Request[],
): Promise<ReadonlyMap<Request, Outcome>> {
  const lacks = new Map<Request, Outcome>();
  if (requests.length === 0) return lacks;
  const digits = currencyDigits((await loadProgramme(tx, programmeId)).definition.currency) ?? 2;
  const { budget } = journey;
  for (const request of requests) {
    const cost = inMinorUnits(costOf(request, journey), digits);
    const of = await bookStep(tx, campaignId, { budget, digits, now }, BigInt(request.enrolmentId), cost);
    if (of !== undefined) lacks.set(request, refused('BUDGET_SPENT', reasons[of]));
  }
  return lacks;
}

const nothing: Cost = { points: 0, coupons: 0, messages: 0, worth: 0 };

/** What a step gives, worth in major units. */
function costOf(request: StepRequest & Giving, { coupons }: JourneyFile): Cost {
  const { step } = request;
  const worthOf = (code: string | undefined) => coupons?.[code ?? '']?.worth ?? 0;
  if (step.kind === 'grant') return { ...nothing, points: step.points };
  if (step.kind === 'coupon') return { ...nothing, coupons: 1, worth: worthOf(step.offerCode) };
  return giftsOf(request as RequestOf<'message'>).reduce<Cost>(
    (sum, gift) =>
      gift.kind === 'points'
        ? { ...sum, points: sum.points + gift.points }
        : { ...sum, coupons: sum.coupons + 1, worth: sum.worth + worthOf(gift.offerCode) },
    { ...nothing, messages: 1 },
  );
}
