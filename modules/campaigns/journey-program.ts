import type { Catalogue } from '../../conditions/catalogue.ts';
import type { Db } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import type { StoryProgram } from '../../workflows/engine/run-stories.ts';
import type { Plan } from '../../workflows/lifecycles/journey/plan.ts';
import { journeyProgram } from '../../workflows/lifecycles/journey/story.ts';
import { loadProgramme } from '../programme/rows.ts';
import { readKnown } from '../segments/catalogue.ts';
import { journeyFileOf } from './journey-definition.ts';
import { shippedLanguage } from '../journeys/language.ts';

/** How long a catalogue is taken for what it was: types of fields hardly ever change, and stories run many times a second. */
const freshMs = 2_000;

interface Read {
  readonly at: number;
  readonly catalogue: Promise<Catalogue>;
}

const latest = new WeakMap<Db, Map<number, Read>>();

/** How the stories of a stored journey are run, its events read as the programme's catalogue has their fields; with `plan`, as that reads it. */
export async function readJourneyProgram(
  db: Db,
  programmeId: number,
  settings: JsonObject,
  plan?: Plan,
): Promise<StoryProgram> {
  return journeyProgram(journeyFileOf({ settings }), shippedLanguage, await catalogueOf(db, programmeId), plan);
}

async function catalogueOf(db: Db, programmeId: number): Promise<Catalogue> {
  const known = latest.get(db) ?? new Map<number, Read>();
  latest.set(db, known);
  const now = performance.now();
  const before = known.get(programmeId);
  if (before !== undefined && now - before.at < freshMs) return before.catalogue;
  const catalogue = readCatalogue(db, programmeId);
  known.set(programmeId, { at: now, catalogue });
  // The next one asks again.
  catalogue.catch(() => known.delete(programmeId));
  return catalogue;
}

async function readCatalogue(db: Db, programmeId: number): Promise<Catalogue> {
  return (await readKnown(db, await loadProgramme(db, programmeId))).catalogue;
}
