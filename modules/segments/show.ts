import { say } from '../../conditions/tree.ts';
import type { Block } from '../../conditions/choice.ts';
import type { Db } from '../../platform/database.ts';
import { FileError, type ParsedYaml } from '../../platform/yaml-file.ts';
import type { Locale } from '../../values/wording.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import type { Audience } from './asking.ts';
import { readKnown, withTagsInUse } from './catalogue.ts';
import type { WrittenSegment } from './read.ts';
import { requireSegment, type StoredSegment } from './rows.ts';
import { checkWho, tagsIn } from './rules-check.ts';
import { tellingOf } from './sample.ts';
import { segmentSubjects } from './subjects.ts';
import { readUsers, type SegmentUser } from './users.ts';

/** A segment as it is shown. */
export interface SegmentView extends Omit<StoredSegment, 'id'> {
  /** Its condition, read aloud. */
  readonly says: string;
  /** What a change of it touches. */
  readonly usedBy: readonly SegmentUser[];
}

/** All segments of a programme, by code. */
export async function listSegments(db: Db, programmeId: number, locale: Locale = 'en'): Promise<SegmentView[]> {
  const programme = await loadProgramme(db, programmeId);
  const known = await readKnown(db, programme);
  const telling = tellingOf({ programme, known }, locale);
  const users = await readUsers(db, programmeId, known.segments);
  return known.segments.map(({ id: _, ...segment }) => ({
    ...segment,
    says: say(segment.who, segmentSubjects, telling),
    usedBy: users.get(segment.code) ?? [],
  }));
}

/** The segment of this code; throws SEGMENT_NOT_FOUND. */
export async function showSegment(
  db: Db,
  programmeId: number,
  code: string,
  locale: Locale = 'en',
): Promise<SegmentView> {
  const all = await listSegments(db, programmeId, locale);
  requireSegment(
    all.map((one) => ({ id: 0, ...one })),
    code,
  );
  return all.find((one) => one.code === code) as SegmentView;
}

/** A segment that is not stored yet, as it would be shown. */
export async function sayWritten(
  db: Db,
  programme: StoredProgramme,
  { value: { segment: code, name, about, who } }: WrittenSegment,
  { now, revision, locale }: { readonly now: Date; readonly revision: number; readonly locale: Locale },
): Promise<SegmentView> {
  const known = await readKnown(db, programme);
  const stored = known.segments.find((one) => one.code === code);
  const { createdAt = now, watchedAt = null } = stored ?? {};
  const says = sayAudience({ programme, known, who }, locale);
  const usedBy = (await readUsers(db, programme.id, known.segments)).get(code) ?? [];
  return { code, name, about: about ?? null, who, says, revision, createdAt, changedAt: now, watchedAt, usedBy };
}

/** The condition of an audience, read aloud. */
export const sayAudience = (audience: Pick<Audience, 'programme' | 'known' | 'who'>, locale: Locale): string =>
  say(audience.who, segmentSubjects, tellingOf(audience, locale));

/** The members of a stored segment, to be counted, drawn from or paged. */
export async function audienceOf(db: Db, programmeId: number, code: string, now: Date): Promise<Audience> {
  const programme = await loadProgramme(db, programmeId);
  const known = await readKnown(db, programme);
  return { programme, known, who: requireSegment(known.segments, code).who, now };
}

/** The same of a condition that is not stored; throws SEGMENT_INVALID with everything wrong in it. */
export async function audienceOfCondition(
  db: Db,
  programmeId: number,
  { value: { who }, problemAt }: ParsedYaml<{ who: Block }>,
  now: Date,
): Promise<Audience> {
  const programme = await loadProgramme(db, programmeId);
  const tags = tagsIn(who, segmentSubjects);
  const known = await withTagsInUse(db, programmeId, await readKnown(db, programme), tags);
  const problems: FileError['problems'][number][] = [];
  const tell = (path: readonly PropertyKey[], problem: string, fix: string) =>
    void problems.push(problemAt(path, problem, fix));
  const segments = new Map(known.segments.map((one) => [one.code, one.who]));
  checkWho({ code: '', who }, tell, { catalogue: known.catalogue, segments, subjects: segmentSubjects });
  if (problems.length > 0) throw new FileError(problems, 'SEGMENT_INVALID');
  return { programme, known, who, now };
}
