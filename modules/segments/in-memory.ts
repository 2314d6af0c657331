import type { Block } from '../../conditions/choice.ts';
import type { Facts, MemberFacts } from '../../conditions/facts.ts';
import { holds } from '../../conditions/tree.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { Known } from './catalogue.ts';
import { requireSegment } from './rows.ts';
import { segmentSubjects } from './subjects.ts';

/** A member as conditions are asked in memory, on the programme's calendar. */
export function factsOf(
  member: MemberFacts,
  { programme, known, now }: { readonly programme: StoredProgramme; readonly known: Known; readonly now: Date },
): Facts {
  const facts: Facts = {
    ...{ member, catalogue: known.catalogue, now: now.getTime(), zone: programme.definition.zone },
    since: () => undefined,
    value: () => undefined,
    outcome: () => undefined,
    inSegment: (code) => meets(requireSegment(known.segments, code).who, facts),
  };
  return facts;
}

/** What a condition inside a journey is asked by, beside the member: whose calendar counts, and what only the journey knows. */
export type Asker = Pick<Facts, 'zone' | 'since' | 'value' | 'outcome'>;

/** The same facts as a journey asks them; its segments are asked on the programme's calendar all the same. */
export const asJourney = (facts: Facts, asker: Asker): Facts => ({ ...facts, ...asker });

/** True when the member meets a condition; only who has an active membership is in a segment. */
export function isIn(who: Block, facts: Facts): boolean {
  return facts.member.status === 'ACTIVE' && meets(who, facts);
}

const meets = (who: Block, facts: Facts): boolean => holds(who, facts, segmentSubjects);
