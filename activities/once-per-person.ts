import {
  type Claim,
  claimBenefits,
  type EarlierClaim,
  earlierClaims,
  releaseBenefits,
} from '../modules/members/rows-benefit-claims.ts';
import type { Db } from '../platform/database.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import { refused } from './refused.ts';
import type { RequestOf, StepContext } from './step-context.ts';

type Gift = RequestOf<'grant' | 'coupon'>;

const identityNames: Readonly<Record<string, string>> = {
  email: 'e-mail address',
  phone: 'phone number',
  device: 'device',
};

function alreadyClaimed(earlier: EarlierClaim | undefined): Outcome {
  const reason =
    earlier === undefined
      ? 'this person has had it before, with this or another account'
      : `the same ${earlier.kinds.map((kind) => identityNames[kind] ?? kind).join(' and ')} as member ${earlier.other}, who has had it`;
  return refused('ALREADY_CLAIMED', reason);
}

/**
 * Gives what `give` gives, each benefit that is once per person only to a person's first account; a claim whose gift is
 * refused for another reason is given back.
 */
export async function oncePerPerson<Request extends Gift>(
  tx: Db,
  { programmeId, now }: StepContext,
  requests: readonly Request[],
  give: (entitled: readonly Request[]) => Promise<Outcome[]>,
): Promise<Outcome[]> {
  const claims = new Map<Request, Claim>();
  for (const request of requests) {
    if (request.step.oncePerPerson === undefined) continue;
    claims.set(request, { memberId: request.memberId, benefit: request.step.oncePerPerson });
  }
  const first = await claimBenefits(tx, programmeId, [...claims.values()], now);
  const denied = new Set([...claims.keys()].filter((_, index) => first[index] !== true));

  const had = await earlierClaims(
    tx,
    programmeId,
    [...denied].flatMap((request) => claims.get(request) ?? []),
  );
  const entitled = requests.filter((request) => !denied.has(request));
  const given = await give(entitled);
  const outcomeOf = new Map(entitled.map((request, index) => [request, given[index]]));

  const lost = entitled.filter((request) => outcomeOf.get(request)?.kind !== 'applied');
  await releaseBenefits(
    tx,
    programmeId,
    lost.flatMap((request) => claims.get(request) ?? []),
  );
  return requests.map((request) => {
    const outcome = denied.has(request)
      ? alreadyClaimed(had.find((earlier) => sameClaim(earlier, claims.get(request))))
      : outcomeOf.get(request);
    if (outcome === undefined) throw new Error(`step ${request.key} came to no outcome`);
    return outcome;
  });
}

function sameClaim(earlier: Claim, claim: Claim | undefined): boolean {
  return earlier.memberId === claim?.memberId && earlier.benefit === claim.benefit;
}
