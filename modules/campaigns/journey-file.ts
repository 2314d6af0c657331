import { FileError, type FileProblem, parseYaml } from '../../platform/yaml-file.ts';
import { checkJourney } from '../../workflows/lifecycles/journey/check.ts';
import { journeyFileSchema } from '../../workflows/lifecycles/journey/file.ts';
import type { Known } from '../../workflows/lifecycles/journey/findings.ts';
import { type Plan, planOf } from '../../workflows/lifecycles/journey/plan.ts';
import { shippedLanguage } from '../journeys/language.ts';

export const shippedJourneySchema = journeyFileSchema(shippedLanguage);

/** A journey that can be told, and what its author had better look at. */
export interface ReadJourney {
  readonly plan: Plan;
  readonly advice: readonly FileProblem[];
}

/** Reads a journey's YAML and holds it against what it may name; throws a FileError with everything wrong in it, line by line. */
export function readJourney(
  source: string,
  file: string,
  known: Known | ((journey: Plan['file']) => Known),
): ReadJourney {
  const { value, problemAt } = parseYaml(source, file, shippedJourneySchema);
  const plan = planOf(value, shippedLanguage);
  const findings = checkJourney(plan, typeof known === 'function' ? known(value) : known);
  const told = (isAdvice: boolean) =>
    findings
      .filter((finding) => (finding.isAdvice ?? false) === isAdvice)
      .map(({ path, problem, fix }) => problemAt(path, problem, fix));
  const errors = told(false);
  if (errors.length > 0) throw new FileError(errors);
  return { plan, advice: told(true) };
}
