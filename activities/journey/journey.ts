import { isJourney, journeyFileOf } from '../../modules/campaigns/journey-definition.ts';
import type { PerformInput } from '../../workflows/contract.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';

/** The journey whose steps are performed; undefined of the other lifecycles, whose steps say all themselves. */
export function journeyOf({ lifecycle = '', settings }: PerformInput): JourneyFile | undefined {
  return isJourney({ lifecycle }) && settings !== undefined ? journeyFileOf({ settings }) : undefined;
}
