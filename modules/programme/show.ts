import { contentHash } from '../../platform/canonical-json.ts';
import type { Db } from '../../platform/database.ts';
import { describeProgramme } from './describe.ts';
import { loadProgramme } from './rows.ts';
import { type ProgrammeTotals, readProgrammeTotals } from './rows-totals.ts';
import type { Programme } from './rules.ts';

/** A programme with its rules in words, and what it comes to. */
export interface ProgrammeView {
  readonly definition: Programme;
  /** How often its rules were changed; the first ones are 1. */
  readonly rulesVersion: number;
  readonly revision: string;
  readonly rules: readonly string[];
  readonly totals: ProgrammeTotals;
}

/** What changes with the rules, and with nothing else. */
export const revisionOf = (definition: Programme): string => contentHash(definition).slice(0, 16);

/** The programme of this id as it is at `now`. */
export async function showProgramme(db: Db, programmeId: number, now: Date): Promise<ProgrammeView> {
  const { definition } = await loadProgramme(db, programmeId);
  const target = `programme:${definition.code}`;
  const changes = await db.auditEvent.count({ where: { programmeId, target, action: 'programme.apply' } });
  return {
    definition,
    rulesVersion: Math.max(1, changes),
    revision: revisionOf(definition),
    rules: rulesInWords(definition),
    totals: await readProgrammeTotals(db, programmeId, now),
  };
}

/** The rules in words, a topic a line. */
export const rulesInWords = (definition: Programme): string[] =>
  describeProgramme(definition).map(([topic, words]) => `${topic}: ${words}`);
