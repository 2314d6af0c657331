import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { packageRoot } from '../../platform/package-root.ts';

type Yaml = Readonly<Record<string, unknown>>;

const text = () => readFileSync(join(packageRoot(), 'docs/guides/journeys.md'), 'utf8');

/** The examples of the guide to journeys, in its order. */
export const guideExamples = (): string[] =>
  [...text().matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, source = '']) => source);

/** What the guide has a programme declare. */
export const guideProgramme = (): Yaml =>
  parse(guideExamples().find((source) => source.startsWith('events:')) ?? '') as Yaml;

/** A part of a journey stands for the guide's first one with this part in it. */
export function wholeJourney(source: string): string {
  if (source.startsWith('campaign:')) return source;
  const first = parse(guideExamples()[0] ?? '') as Yaml;
  return stringify({ ...first, ...(parse(source) as Yaml) });
}

/** Every journey in the guide, whole. */
export const guideJourneys = (): string[] =>
  guideExamples()
    .filter((source) => !source.startsWith('events:'))
    .map(wholeJourney);
