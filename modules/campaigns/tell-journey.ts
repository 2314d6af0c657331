import type { JsonObject } from '../../values/json.ts';
import { type SaidLine, sayPlan, sayPlanAsText } from '../../workflows/lifecycles/journey/say.ts';
import type { SaidIn } from '../../workflows/lifecycles/journey/saying.ts';
import { storedPlan } from './journey-definition.ts';

interface StoredJourney {
  readonly settings: JsonObject;
}

/** A stored journey in sentences, line by line: how members come in, what happens, what one gets at most. */
export const tellJourney = (journey: StoredJourney, locale: SaidIn = 'en'): string =>
  sayPlanAsText(storedPlan(journey), locale).trimEnd();

/** The same line by line, with the names of its steps and paths. */
export const sayJourney = (journey: StoredJourney, locale: SaidIn = 'en'): readonly SaidLine[] =>
  sayPlan(storedPlan(journey), locale);

/** How members come into a stored journey, in one sentence. */
export const tellEntry = (journey: StoredJourney, locale: SaidIn = 'en'): string =>
  sayPlan(storedPlan(journey), locale)[1]?.text ?? '';
