import type { PerformInput } from '../../workflows/contract.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';

/** The journey whose steps are performed; undefined of the other lifecycles, whose steps say all themselves. */
export function journeyOf({ lifecycle, settings }: PerformInput): JourneyFile | undefined {
  // Its form has checked the settings before they were stored.
  return lifecycle === 'journey' && settings !== undefined ? (settings as unknown as JourneyFile) : undefined;
}
