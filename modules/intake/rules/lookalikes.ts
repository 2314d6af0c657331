import type { DecisionContext, PlannedEvent, Standing } from './context.ts';

type Draft = Pick<PlannedEvent, 'data' | 'result'>;

/**
 * Says of a registration under an e-mail address, as shops without customer numbers send them, that another member's id differs
 * from it by case alone: ids are taken as they are written. It does not say whose: events hold no personal data.
 */
export function noteLookalike(context: DecisionContext, member: Standing, draft: Draft): Draft {
  const { externalId: id } = member;
  if (!id.includes('@') || context.members.has(id)) return draft;
  const folded = id.toLowerCase();
  const isKnown =
    context.lookalikes.has(id) || context.plan.newMembers.some((other) => other.externalId.toLowerCase() === folded);
  if (!isKnown) return draft;
  return {
    ...draft,
    result: { ...draft.result, note: 'another member has this id in other capitals: the two are two members' },
  };
}
