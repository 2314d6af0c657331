import type { Catalogue } from '../../conditions/catalogue.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { contentHash } from '../../platform/canonical-json.ts';
import { refuseIfChanged } from '../../platform/revision.ts';
import { FileError, type FileProblem } from '../../platform/yaml-file.ts';
import { type Difference, differences } from '../../values/diff.ts';
import type { JsonObject } from '../../values/json.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { type Known, readKnown, withTagsInUse } from './catalogue.ts';
import type { WrittenSegment } from './read.ts';
import { lockSegments, saveSegment, type SegmentContent, segmentsMax, type StoredSegment } from './rows.ts';
import { checkWho, tagsIn } from './rules-check.ts';
import { segmentSubjects } from './subjects.ts';
import { refillWatched } from './watch.ts';

/** What the use cases that change segments need. */
export interface SegmentDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

export interface SegmentAskedBy {
  readonly actor: string;
  readonly dryRun?: boolean;
  /** The revision that was read: a segment that has another one by now is left alone. */
  readonly revision?: string | undefined;
  readonly requestId?: string;
}

/** What applying a segment changed, or would change. */
export interface AppliedSegment {
  readonly segment: string;
  readonly change: 'created' | 'changed' | 'unchanged';
  readonly revision: number;
  readonly changes: readonly Difference[];
}

/** Checks segments together, each with the others, and stores all of them or none. */
export async function applySegments(
  { database, clock }: SegmentDeps,
  programme: StoredProgramme,
  written: readonly WrittenSegment[],
  { dryRun = false, ...asked }: SegmentAskedBy,
): Promise<AppliedSegment[]> {
  return inTransaction(database, (tx) => applySegmentsIn(tx, programme, written, { ...asked, now: clock.now() }), {
    dryRun,
  });
}

/** The same in the transaction of who needs them. */
export async function applySegmentsIn(
  tx: Db,
  programme: StoredProgramme,
  written: readonly WrittenSegment[],
  { actor, revision, requestId, now }: Omit<SegmentAskedBy, 'dryRun' | 'requestId'> & Asked,
): Promise<AppliedSegment[]> {
  await lockSegments(tx, programme.id);
  const tags = written.flatMap(({ value }) => tagsIn(value.who, segmentSubjects));
  const known = await withTagsInUse(tx, programme.id, await readKnown(tx, programme), tags);
  refuseProblems(problemsOf(written, known));
  const applied: AppliedSegment[] = [];
  for (const { value } of written) {
    const before = known.segments.find(({ code }) => code === value.segment);
    // One that is not there has been changed 0 times: who makes a new one does not write over another's.
    refuseIfChanged('The segment', String(before?.revision ?? 0), revision);
    const change = { actor, requestId, at: now };
    applied.push(await applyOne(tx, programme.id, { before, after: contentOf(value) }, change));
  }
  if (applied.some(({ change }) => change === 'changed')) await refillWatched(tx, programme, now);
  return applied;
}

interface Asked {
  readonly now: Date;
  readonly requestId?: string | undefined;
}

interface Change {
  readonly actor: string;
  readonly requestId: string | undefined;
  readonly at: Date;
}

const contentOf = ({ segment, name, about, who }: WrittenSegment['value']): SegmentContent => ({
  ...{ code: segment, name, about: about ?? null, who },
});

async function applyOne(
  tx: Db,
  programmeId: number,
  { before, after }: { readonly before: StoredSegment | undefined; readonly after: SegmentContent },
  { actor, requestId = null, at }: Omit<Change, 'requestId'> & { readonly requestId?: string | null | undefined },
): Promise<AppliedSegment> {
  const [stood, stands] = [before && written(before), written(after)];
  const segment = after.code;
  if (before && stood && contentHash(stood) === contentHash(stands))
    return { segment, change: 'unchanged', revision: before.revision, changes: [] };
  await saveSegment(tx, programmeId, after, at);
  const changes = differences(stood, stands);
  const audited = { programmeId, at, actor, action: 'segment.apply', target: `segment:${segment}`, requestId };
  await tx.auditEvent.create({ data: { ...audited, after: { changes } } });
  return { segment, change: before ? 'changed' : 'created', revision: (before?.revision ?? 0) + 1, changes };
}

/** What of a segment is compared: its condition came as JSON, and is. */
const written = ({ code, name, about, who }: SegmentContent): JsonObject => ({
  code,
  name,
  about,
  who: who as JsonObject,
});

/** Everything that is wrong with segments that are applied together: they may name each other, and what is stored. */
export function problemsOf(written: readonly WrittenSegment[], { catalogue, segments }: Known): FileProblem[] {
  const conditions = new Map(segments.map(({ code, who }) => [code, who]));
  for (const { value } of written) conditions.set(value.segment, value.who);
  const all: Catalogue = { ...catalogue, segments: [...conditions.keys()] };
  const problems: FileProblem[] = [];
  const codes = new Set<string>();
  for (const { value, problemAt } of written) {
    const tell = (path: readonly PropertyKey[], problem: string, fix: string) =>
      void problems.push(problemAt(path, problem, fix));
    if (codes.has(value.segment))
      tell(['segment'], `is "${value.segment}" a second time`, 'give every file its own code');
    codes.add(value.segment);
    checkWho({ code: value.segment, who: value.who }, tell, {
      ...{ catalogue: all, segments: conditions, subjects: segmentSubjects },
    });
  }
  if (conditions.size > segmentsMax)
    throw new PerennialError('SEGMENT_INVALID', `There would be ${conditions.size} segments.`, {
      field: 'segment',
      fix: `Delete those that nobody uses: a programme has at most ${segmentsMax}.`,
    });
  return problems;
}

function refuseProblems(problems: readonly FileProblem[]): void {
  if (problems.length > 0) throw new FileError(problems, 'SEGMENT_INVALID');
}
