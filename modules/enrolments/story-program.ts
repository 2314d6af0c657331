import type { Db } from '../../platform/database.ts';
import type { CohortProgram } from '../../workflows/contract.ts';
import type { StoryProgram } from '../../workflows/engine/run-stories.ts';
import { lifecycleOf } from '../../workflows/lifecycles/index.ts';
import { readJourneyProgram } from '../campaigns/journey-program.ts';
import { isJourney } from '../campaigns/journey-definition.ts';

type Told = Pick<CohortProgram, 'programmeId' | 'lifecycle' | 'settings' | 'exitOn'>;

/** How the stories of a cohort are run: those of its lifecycle, or its journey as the programme's catalogue reads it now. */
export async function storyProgramOf(
  db: Db,
  { programmeId, lifecycle, settings, exitOn }: Told,
): Promise<StoryProgram> {
  if (!isJourney({ lifecycle })) return { story: lifecycleOf(lifecycle).story, settings, exitOn };
  return readJourneyProgram(db, programmeId, settings);
}
