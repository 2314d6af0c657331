import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import packageFile from '../../package.json' with { type: 'json' };
import { packageRoot } from '../../platform/package-root.ts';
import { type LifecycleCode, lifecycleCodes } from '../../workflows/lifecycles/codes.ts';
import { lifecycles } from '../../workflows/lifecycles/index.ts';
import { recordStory, type StoryRecord } from './record.ts';
import { scenariosOf } from './scenarios/index.ts';

export const currentVersion = packageFile.version;

const folderOf = (code: LifecycleCode) => join(packageRoot(), 'workflows', 'lifecycles', code, 'records');

/** Where the record of a version lies. */
export const pathOf = (code: LifecycleCode, version: string) => join(folderOf(code), `${version}.json`);

/** Versions of a lifecycle that are on record. */
export function versionsOf(code: LifecycleCode): string[] {
  if (!existsSync(folderOf(code))) return [];
  return readdirSync(folderOf(code)).map((file) => file.replace(/\.json$/, ''));
}

/** The record of a version; undefined when there is none. */
export function readRecord(code: LifecycleCode, version: string): StoryRecord | undefined {
  const path = pathOf(code, version);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as StoryRecord) : undefined;
}

/** Records what every story of this version asks for. */
export async function writeRecords(): Promise<string[]> {
  const paths: string[] = [];
  for (const code of lifecycleCodes) {
    const path = pathOf(code, currentVersion);
    const record = await recordStory(lifecycles[code].story, scenariosOf[code], readRecord(code, currentVersion));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${textOf(record)}\n`);
    paths.push(path);
  }
  return paths;
}

/** One line for the facts of each hash, and one for each thing that is asked for. */
function textOf({ facts, scenarios }: StoryRecord): string {
  const lines = Object.entries(facts).map(([hash, of]) => `    ${JSON.stringify(hash)}: ${JSON.stringify(of)}`);
  const asked = JSON.stringify(scenarios, null, 2).replaceAll('\n', '\n  ');
  return `{\n  "facts": {\n${lines.join(',\n')}\n  },\n  "scenarios": ${asked}\n}`;
}
