import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { memberMark, readQuote } from '../checkout/quote-token.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { CheckoutContext, DecisionContext, KnownRedemption, Plan } from './rules/context.ts';
import type { Fact } from './rules/facts.ts';

/** What is read of redemptions, by the names that intake_redemptions uses. */
interface WantedRedemptions {
  readonly ids: readonly string[];
  readonly orders: readonly string[];
  readonly members: readonly string[];
}

/** An order that is only placed has none where the programme's points can't be used. */
function wantedRedemptions(facts: readonly Fact[], { definition }: StoredProgramme): WantedRedemptions {
  const ids = new Set<string>();
  const orders = new Set<string>();
  const members = new Set<string>();
  for (const fact of facts) {
    if ('redemptionId' in fact && fact.redemptionId !== undefined) ids.add(fact.redemptionId);
    if (fact.type === 'order.placed' && definition.redemption === undefined) continue;
    if ('orderId' in fact && fact.orderId !== undefined) orders.add(fact.orderId);
    else if (fact.type === 'order.returned') members.add(fact.memberId);
  }
  return { ids: [...ids], orders: [...orders], members: [...members] };
}

const redemptionsAnswer = z.object({ rows: z.string() });

/** What the checkout knows of a batch's orders; undefined when nothing of the batch has to do with it. */
export async function readCheckout(
  tx: Db,
  programme: StoredProgramme,
  facts: readonly Fact[],
  now: Date,
): Promise<CheckoutContext | undefined> {
  const quotes = new Map<string, { terms: ReturnType<typeof readQuote>; member: string }>();
  for (const fact of facts) {
    if (!('quoteId' in fact) || fact.quoteId === undefined) continue;
    quotes.set(fact.id, { terms: readQuote(fact.quoteId), member: memberMark(fact.memberId) });
  }
  const wanted = wantedRedemptions(facts, programme);
  const asks = wanted.ids.length + wanted.orders.length + wanted.members.length > 0;
  if (!asks && quotes.size === 0) return undefined;
  return {
    programmeId: programme.id,
    quotes,
    redemptions: asks ? await readKnown(tx, programme.id, wanted, now) : new Map(),
  };
}

async function readKnown(
  tx: Db,
  programmeId: number,
  wanted: WantedRedemptions,
  now: Date,
): Promise<Map<string, KnownRedemption>> {
  const query = tx.$queryRaw`
    SELECT intake_redemptions(${programmeId}::int, ${JSON.stringify(wanted)}::jsonb, ${now}::timestamptz)::text AS rows`;
  const { rows } = await readOnlyRow(redemptionsAnswer, query);
  // Our own SQL function's names.
  const known = JSON.parse(rows) as KnownRedemption[];
  return new Map(known.map((each) => [each.id, each]));
}

/**
 * Facts in parts that are decided on one after the other: an order that names a redemption is the first of its member's in a part, so
 * that what its member could use before is what is there.
 */
export function checkoutParts(facts: readonly Fact[]): Fact[][] {
  const parts: Fact[][] = [];
  let members = new Set<string>();
  for (const fact of facts) {
    const begins = 'redemptionId' in fact && fact.redemptionId !== undefined && members.has(fact.memberId);
    const part = parts.at(-1);
    if (part === undefined || begins) {
      parts.push([fact]);
      members = new Set();
    } else part.push(fact);
    members.add(fact.memberId);
  }
  return parts;
}

/** Captures what the batch's orders are paid with, ahead of the batch's own points. */
export async function writeCaptures(
  tx: Db,
  programmeId: number,
  { plan: { checkout }, members, now }: Pick<DecisionContext, 'plan' | 'members' | 'now'>,
): Promise<void> {
  if (checkout.captures.length === 0) return;
  const known = [...members.values()].filter(({ was }) => was !== null).map(({ id }) => id);
  await tx.$executeRaw`
    SELECT intake_capture_points(${programmeId}::int, ${JSON.stringify(checkout.captures)}::jsonb, ${known}::text[]::bigint[],
      ${now}::timestamptz)`;
}

/** Brings redemptions after their orders, once the batch has posted what comes back, and opens cases. */
export async function writeRedemptionMoves(
  tx: Db,
  programmeId: number,
  { checkout: { moves, cases } }: Plan,
  now: Date,
): Promise<void> {
  if (moves.length + cases.length === 0) return;
  await tx.$executeRaw`
    SELECT intake_change_redemptions(${programmeId}::int, ${JSON.stringify(moves)}::jsonb, ${JSON.stringify(cases)}::jsonb,
      ${now}::timestamptz)`;
}
