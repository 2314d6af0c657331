import type { Facts } from '../../conditions/facts.ts';
import { holds } from '../../conditions/tree.ts';
import { loadProgramme } from '../programme/rows.ts';
import { readKnown } from '../segments/catalogue.ts';
import { asJourney, type Asker, factsOf } from '../segments/in-memory.ts';
import { factsMax, readFacts } from '../segments/rows-facts.ts';
import { segmentSubjects } from '../segments/subjects.ts';
import type { Db } from '../../platform/database.ts';
import type { Known, Tree } from '../../workflows/lifecycles/journey/asks.ts';
import { withJourneySubjects } from '../../workflows/lifecycles/journey/subjects.ts';
import { zoneMeant } from './zone.ts';

/** Conditions of a journey about one member. */
export interface AskedConditions {
  readonly memberId: string;
  readonly conditions: readonly Tree[];
  readonly known: Known;
  /** Whose clock counts: `member`, `programme`, or a zone. */
  readonly zone: string;
}

const subjects = withJourneySubjects(segmentSubjects);

/** Whether conditions hold now, in the order in which they are asked: one reading of facts for all members together. */
export async function answerConditions(
  db: Db,
  { programmeId, now }: { readonly programmeId: number; readonly now: Date },
  asked: readonly AskedConditions[],
  hold: typeof holds = holds,
): Promise<boolean[][]> {
  const asking = asked.filter(({ conditions }) => conditions.length > 0);
  if (asking.length === 0) return asked.map(() => []);
  const factsOfMember = await readAll(db, programmeId, [...new Set(asking.map(({ memberId }) => memberId))], now);
  return asked.map(({ memberId, conditions, known, zone }) => {
    const facts = factsOfMember(memberId);
    if (facts === undefined) return conditions.map(() => false);
    const here = asJourney(facts, askerOf(known, zoneMeant(zone, facts.zone, facts.member.zone)));
    return conditions.map((tree) => hold(tree, here, subjects));
  });
}

const askerOf = ({ values, outcomes, since }: Known, zone: string): Asker => ({
  zone,
  value: (reference) => values[reference] ?? undefined,
  outcome: (step) => outcomes[step],
  since: (name) => since[name],
});

/** Facts on the programme's calendar, by member. */
async function readAll(
  db: Db,
  programmeId: number,
  memberIds: readonly string[],
  now: Date,
): Promise<(memberId: string) => Facts | undefined> {
  const programme = await loadProgramme(db, programmeId);
  const known = await readKnown(db, programme);
  const all = new Map<string, Facts>();
  for (let from = 0; from < memberIds.length; from += factsMax) {
    const page = memberIds.slice(from, from + factsMax).map(BigInt);
    for (const [id, member] of await readFacts(db, programme, page, now)) {
      all.set(String(id), factsOf(member, { programme, known, now }));
    }
  }
  return (memberId) => all.get(memberId);
}
