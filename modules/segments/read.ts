import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Block } from '../../conditions/choice.ts';
import { conditionSchema } from '../../conditions/tree.ts';
import { parseSent } from '../../platform/parse-data.ts';
import { FileError, type ParsedYaml, readYamlFile, refusedAs } from '../../platform/yaml-file.ts';
import { counted } from '../../values/plural.ts';
import { type SegmentFile, segmentFileSchema } from './schema.ts';
import { segmentSubjects } from './subjects.ts';

/** A segment as it is written, not held against a programme yet. */
export type WrittenSegment = ParsedYaml<SegmentFile>;

/** Files of a folder that are applied together, at most. */
const filesMax = 200;

/** The segment of a file, or those of all YAML files in a folder; throws a FileError with everything wrong in any of them. */
export async function readSegmentFiles(path: string): Promise<WrittenSegment[]> {
  const files = await filesAt(path);
  const problems: FileError[] = [];
  const written: WrittenSegment[] = [];
  for (const file of files) {
    try {
      written.push(await readYamlFile(file, segmentFileSchema));
    } catch (error) {
      if (!(error instanceof FileError) || files.length === 1) throw error;
      problems.push(error);
    }
  }
  if (problems.length > 0) throw new FileError(problems.flatMap((each) => each.problems));
  return written;
}

async function filesAt(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const whole = (problem: string, fix: string) => new FileError([{ file: path, field: '', problem, fix }]);
  if (names.length === 0) throw whole('the folder has no YAML file in it', 'name the folder of the segments');
  if (names.length > filesMax)
    throw whole(`the folder has ${counted(names.length, 'file', 'files')}`, `apply at most ${filesMax} at a time`);
  return names.map((name) => join(path, name));
}

/** The segment that a call has sent, as data or as the text of a file; it may leave its code out. Throws SEGMENT_INVALID. */
export async function parseSentSegment(sent: unknown, code: string): Promise<WrittenSegment> {
  return refusedAs('SEGMENT_INVALID', () => {
    const parsed = parseSent(sent, 'segment', segmentFileSchema, (fields) => ({ segment: code, ...fields }));
    if (parsed.value.segment === code) return parsed;
    throw new FileError([parsed.problemAt(['segment'], `is not "${code}", as its address says`, 'leave it out')]);
  });
}

const whoSchema = z.strictObject({ who: conditionSchema(segmentSubjects) });

/** The condition that a call has sent by itself, to be looked at and not stored. Throws SEGMENT_INVALID. */
export async function parseSentCondition(sent: unknown): Promise<ParsedYaml<{ who: Block }>> {
  return refusedAs('SEGMENT_INVALID', () => parseSent(sent, 'segment', whoSchema, ({ who }) => ({ who })));
}
