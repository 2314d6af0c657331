import { holds } from '../../conditions/tree.ts';
import { answerConditions } from '../../modules/journeys/conditions.ts';
import type { AnswerConditions } from '../../modules/messaging/sending/conditions-port.ts';

/** A condition that can't be asked any more, for a segment that is gone, must not keep the mails of others waiting. */
const holdsOrNot: typeof holds = (...condition) => {
  try {
    return holds(...condition);
  } catch {
    return false;
  }
};

/** The same of journeys' messages, for those who reserve and send them. */
export const answerMessages: AnswerConditions = async (db, asking, asked) => {
  const answers = await answerConditions(
    db,
    asking,
    asked.map(({ memberId, condition: { holds: tree, known, zone } }) => ({
      memberId,
      conditions: [tree],
      known,
      zone,
    })),
    holdsOrNot,
  );
  return answers.map(([isTrue]) => isTrue === true);
};
