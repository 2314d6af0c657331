import type { Db } from '../../../platform/database.ts';
import type { JourneyCondition, MessageCondition } from './rules-condition.ts';

/** A journey's condition of a message to a member. */
export interface AskedOfJourney {
  readonly memberId: string;
  readonly condition: JourneyCondition;
}

/**
 * Answers conditions that are written in the language of journeys, in their order: whether each holds at `now`. It asks everything that
 * is known of members, of which this module knows no more than messages take.
 */
export type AnswerConditions = (
  db: Db,
  asking: { readonly programmeId: number; readonly now: Date },
  asked: readonly AskedOfJourney[],
) => Promise<readonly boolean[]>;

/** Who sends must be able to ask: a message whose condition nobody can answer would go to whom it is not for. */
export const nobodyAnswers: AnswerConditions = () => {
  throw new Error('nobody answers the conditions of journeys here: `answerConditions` is not given');
};

/** A message, or a request for one, with what it depends on. */
interface Conditional {
  readonly memberId: string;
  readonly onlyIf: MessageCondition | null | undefined;
}

/** Those whose journey's condition does not hold; nothing is asked where there is none. */
export async function untrueOf<Message extends Conditional>(
  db: Db,
  answer: AnswerConditions,
  asking: { readonly programmeId: number; readonly now: Date },
  messages: readonly Message[],
): Promise<ReadonlySet<Message>> {
  const asked = messages.flatMap((message) =>
    message.onlyIf?.kind === 'journey' ? [{ message, memberId: message.memberId, condition: message.onlyIf }] : [],
  );
  if (asked.length === 0) return new Set();
  const holds = await answer(
    db,
    asking,
    asked.map(({ memberId, condition }) => ({ memberId, condition })),
  );
  return new Set(asked.flatMap(({ message }, place) => (holds[place] === true ? [] : [message])));
}
