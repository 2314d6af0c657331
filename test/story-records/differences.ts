import type { JsonObject } from '../../values/json.ts';
import type { Story } from '../../workflows/engine/story.ts';
import { patchesOf, recordWay, type StoryRecord, type Way } from './record.ts';
import type { Scenarios } from './scenario.ts';

/** Whose record it is. */
export interface Recorded {
  readonly lifecycle: string;
  readonly version: string;
  readonly record: StoryRecord;
}

/** How today's story differs from what a version asked for, each with what to do; empty when members on it can go on. */
export async function differencesFrom(
  { lifecycle, version, record }: Recorded,
  story: Story<unknown>,
  scenarios: Scenarios,
): Promise<string[]> {
  const found: string[] = [];
  const facts: Record<string, JsonObject> = { ...record.facts };
  for (const [name, ways] of Object.entries(record.scenarios)) {
    const where = `In the scenario "${name}" of ${lifecycle}`;
    const scenario = scenarios[name];
    if (!scenario) {
      found.push(`${where}: it is on record for version ${version} and there no more. Keep recorded scenarios.`);
      continue;
    }
    for (const way of ways) {
      // Members of that version answer the patches they met with yes and those that came later with no.
      const change = changeOf(way, await recordWay(story, scenario, patchesOf(way), facts), facts);
      if (change !== undefined) found.push(`${where}, ${change}.\n${advice(version)}`);
    }
  }
  return found;
}

/** Scenarios whose way of today is not on record. */
export async function unrecorded(
  { lifecycle, record }: Recorded,
  story: Story<unknown>,
  scenarios: Scenarios,
): Promise<string[]> {
  const found: string[] = [];
  for (const [name, scenario] of Object.entries(scenarios)) {
    const today = JSON.stringify(await recordWay(story, scenario, 'all', {}));
    if ((record.scenarios[name] ?? []).some((way) => JSON.stringify(way) === today)) continue;
    found.push(
      `What ${lifecycle} asks for in the scenario "${name}" is not on record. Once members under way keep theirs, record it: npm run histories -- --stories.`,
    );
  }
  return found;
}

const advice = (version: string) =>
  `Members who began with version ${version} would be blocked, or be given something else. What to do, one of:
- put the change behind context.patched('...'): those under way keep the way they began, newcomers go the new one;
- give the changed story a lifecycle code of its own, and leave this one as it is;
- only before version ${version} is released: npm run histories -- --stories.
How: docs/guides/changing-a-story.md`;

/** `figures#2 1a2b3c4d` -> figures, 1a2b3c4d. */
function read(line: string): { readonly what: string; readonly name: string; readonly hash: string } {
  const [, name = line, hash = ''] = /^(.*)#\d+(?: (\w+))?$/.exec(line) ?? [];
  const noun = name === line ? 'the line' : name.startsWith('wait:') ? 'the wait' : 'the step';
  return { what: `${noun} "${name}"`, name, hash };
}

/** The first change, in words; undefined when there is none. Occurrences move with what stands before them and do not count. */
function changeOf(was: Way, is: Way, facts: Readonly<Record<string, JsonObject>>): string | undefined {
  if (JSON.stringify(was) === JSON.stringify(is)) return undefined;
  const [olds, news] = [was.map(read), is.map(read)];
  const same = (left: number, right: number) =>
    olds[left]?.name === news[right]?.name && olds[left]?.hash === news[right]?.hash;
  const place = Math.max(
    0,
    Array.from({ length: Math.max(olds.length, news.length) }, (_, index) => index).findIndex((at) => !same(at, at)),
  );
  const [old, now] = [olds[place], news[place]];
  const at = `place ${place + 1}`;
  if (!now) return `${old?.what} at ${at} was removed: nothing comes there any more`;
  if (!old) return `${now.what} was added at ${at}, behind the end of the record`;
  if (old.name === now.name) {
    return `${old.what} at ${at} asks for something else: ${factsChanged(facts[old.hash], facts[now.hash])}`;
  }
  const other = swappedWith(olds, news, place);
  if (other !== undefined) return `${old.what} at ${at} and ${now.what} at place ${other + 1} were swapped`;
  if (same(place, place + 1)) return `${now.what} was added at ${place === 0 ? 'the front' : at}, before ${old.what}`;
  if (same(place + 1, place)) return `${old.what} at ${at} was removed: ${now.what} comes there now`;
  return `${old.what} at ${at} was replaced by ${now.what}`;
}

type Line = ReturnType<typeof read>;

/** Where the two that differ first stand in each other's place; undefined when they do not. */
function swappedWith(olds: readonly Line[], news: readonly Line[], place: number): number | undefined {
  const [old, now] = [olds[place], news[place]];
  for (let other = place + 1; other < Math.min(olds.length, news.length); other++) {
    if (olds[other]?.name === now?.name && news[other]?.name === old?.name) return other;
    // Beyond a chapter's end nothing is swapped.
    if (olds[other]?.name === 'chapter') return undefined;
  }
  return undefined;
}

function factsChanged(was: JsonObject = {}, is: JsonObject = {}): string {
  const say = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const changed = names.filter((name) => say(was[name]) !== say(is[name]));
  return changed.map((name) => `${name} was ${say(was[name])} and is ${say(is[name])}`).join(', ');
}
