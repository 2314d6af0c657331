import type { Db } from '../../platform/database.ts';
import { describeProgramme } from './describe.ts';
import { loadProgramme } from './rows.ts';
import { type ProgrammeTotals, readProgrammeTotals } from './rows-totals.ts';
import type { Programme } from './rules.ts';

/** A programme with its rules in words, and what it comes to. */
export interface ProgrammeView {
  readonly definition: Programme;
  /** Which rules these are: 1 for the first, one more with each change. */
  readonly rulesVersion: number;
  readonly rules: readonly string[];
  readonly totals: ProgrammeTotals;
}

/** The programme of this id as it is at `now`. */
export async function showProgramme(db: Db, programmeId: number, now: Date): Promise<ProgrammeView> {
  const { definition, rulesVersion } = await loadProgramme(db, programmeId);
  return {
    definition,
    rulesVersion,
    rules: rulesInWords(definition),
    totals: await readProgrammeTotals(db, programmeId, now),
  };
}

/** The rules in words, a topic a line. */
export const rulesInWords = (definition: Programme): string[] =>
  describeProgramme(definition).map(([topic, words]) => `${topic}: ${words}`);
