import { shippedKinds } from '../../workflows/lifecycles/journey/kinds/index.ts';
import { journeyLanguage } from '../../workflows/lifecycles/journey/language.ts';
import { withJourneySubjects } from '../../workflows/lifecycles/journey/subjects.ts';
import { segmentSubjects } from '../segments/subjects.ts';

/** The language of journeys with the kinds of steps and the conditions that the product ships. */
export const shippedLanguage = journeyLanguage(shippedKinds, withJourneySubjects(segmentSubjects));
