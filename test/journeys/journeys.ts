import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Catalogue } from '../../conditions/catalogue.ts';
import type { Block } from '../../conditions/choice.ts';
import type { Tell } from '../../conditions/names.ts';
import { conditionSchema } from '../../conditions/tree.ts';
import type { MessageCap } from '../../modules/programme/rules-message-limits.ts';
import type { QuietHours } from '../../modules/programme/rules.ts';
import { readJourney, shippedJourneySchema } from '../../modules/campaigns/journey-file.ts';
import { shippedLanguage } from '../../modules/journeys/language.ts';
import { checkWho } from '../../modules/segments/rules-check.ts';
import { segmentFileSchema } from '../../modules/segments/schema.ts';
import { FileError, type FileProblem, parseYaml } from '../../platform/yaml-file.ts';
import type { Setting } from '../../rehearsal/stage.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import type { Known } from '../../workflows/lifecycles/journey/findings.ts';

/** What the shop of the plays declares: stands for its programme file until that has all of it. */
interface Declared extends Pick<
  Catalogue,
  'zone' | 'tiers' | 'attributes' | 'tags' | 'webhooks' | 'roles' | 'holidays' | 'events' | 'leapDay'
> {
  readonly quietHours: QuietHours;
  readonly messageCaps: readonly MessageCap[];
  readonly templates: Readonly<Record<string, readonly string[]>>;
}

const folder = import.meta.dirname;
const textOf = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
export const filesIn = (...path: string[]) =>
  readdirSync(join(folder, ...path))
    .filter((name) => name.endsWith('.yaml'))
    .sort();

export const language = shippedLanguage;
export const journeySchema = shippedJourneySchema;
const declared = parse(textOf('programme.yaml')) as Declared;

/** The segments of the plays by their codes. */
export const segments: ReadonlyMap<string, Block> = new Map(
  filesIn('segments').map((name) => {
    const { value } = parseYaml(textOf('segments', name), name, segmentFileSchema);
    return [value.segment, value.who] as const;
  }),
);

export const playFiles = filesIn('plays');
export const playText = (name: string) => textOf('plays', name);
/** The plays by their codes. */
export const plays: ReadonlyMap<string, JourneyFile> = new Map(
  playFiles.map((name) => {
    const { value } = parseYaml(playText(name), name, journeySchema);
    return [value.campaign, value] as const;
  }),
);

export const play = (code: string): JourneyFile => {
  const found = plays.get(code);
  if (found === undefined) throw new Error(`there is no play ${code}`);
  return found;
};

const namesOf = (file: JourneyFile) => ({
  coupons: Object.keys(file.coupons ?? {}),
  templates: declared.templates[file.campaign] ?? ['hello', 'goodbye', 'reminder'],
});

/** What may be named in the shop of the plays. */
export const catalogue: Catalogue = {
  ...{ zone: declared.zone, currency: 'GBP', currencyDigits: 2, leapDay: declared.leapDay },
  ...{ events: declared.events, attributes: declared.attributes, tags: declared.tags, tiers: declared.tiers },
  ...{ holidays: declared.holidays, webhooks: declared.webhooks, roles: declared.roles },
  segments: [...segments.keys()],
  campaigns: Object.fromEntries([...plays.values()].map((file) => [file.campaign, namesOf(file)])),
};

/** A rehearsal of that shop. */
export const setting: Setting = {
  ...{ catalogue, segments, language },
  quietHours: declared.quietHours,
  messageCaps: declared.messageCaps,
};

/** The day on which the files of the plays were written. */
export const writtenAt = Date.parse('2026-10-01T00:00:00+01:00');

export const knownWith = (file: JourneyFile): Known => ({
  catalogue: { ...catalogue, campaigns: { ...catalogue.campaigns, [file.campaign]: namesOf(file) } },
  now: writtenAt,
  journeys: new Map(plays).set(file.campaign, file),
});

export interface Told {
  readonly errors: readonly FileProblem[];
  readonly advice: readonly FileProblem[];
}

/** Everything that is told of a file, as the command line would tell it. */
export function checkText(text: string, name: string): Told {
  try {
    if (text.includes('\nsegment:')) return checkSegmentText(text, name);
    return { errors: [], advice: readJourney(text, name, knownWith).advice };
  } catch (error) {
    if (error instanceof FileError) return { errors: error.problems, advice: [] };
    throw error;
  }
}

/** A segment that is written as if it stood in a journey is told so: it is read with a journey's conditions. */
function checkSegmentText(text: string, name: string): Told {
  const schema = segmentFileSchema.extend({ who: conditionSchema(language.subjects) });
  const { value, problemAt } = parseYaml(text, name, schema);
  const errors: FileProblem[] = [];
  const tell: Tell = (path, problem, fix) => void errors.push(problemAt(path, problem, fix));
  const known = { catalogue, segments: new Map(segments).set(value.segment, value.who), subjects: language.subjects };
  checkWho({ code: value.segment, who: value.who }, tell, known);
  return { errors, advice: [] };
}
