import { z } from 'zod';
import type { Block } from '../../conditions/choice.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import type { Prisma } from '../../prisma/generated/client.ts';

/** A segment as it is stored. */
export interface StoredSegment {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly about: string | null;
  /** One more with each change. */
  readonly revision: number;
  /** The condition. */
  readonly who: Block;
  readonly createdAt: Date;
  readonly changedAt: Date;
  /** Since when its comings and goings are kept; null while nobody waits for them. */
  readonly watchedAt: Date | null;
}

/** Segments that a programme has at most: all of them are read to check one. */
export const segmentsMax = 500;

const segmentRow = z.object({
  ...{ id: z.int(), code: z.string(), name: z.string(), about: z.string().nullable(), revision: z.int() },
  who: vouchedFor<Block>(),
  ...{ createdAt: z.date(), changedAt: z.date(), watchedAt: z.date().nullable() },
});

/** All segments of a programme, by code. */
export async function readSegments(db: Db, programmeId: number): Promise<StoredSegment[]> {
  return readRows(
    segmentRow,
    db.$queryRaw`
      SELECT id, code, name, about, revision, condition AS who, created_at AS "createdAt", changed_at AS "changedAt", watched_at AS "watchedAt"
      FROM segment WHERE programme_id = ${programmeId}::smallint ORDER BY code LIMIT ${segmentsMax}::int`,
  );
}

/** The segment of this code; throws SEGMENT_NOT_FOUND. */
export function requireSegment(segments: readonly StoredSegment[], code: string): StoredSegment {
  const found = segments.find((one) => one.code === code);
  if (found) return found;
  throw new PerennialError('SEGMENT_NOT_FOUND', `No segment is called "${code}".`, {
    field: 'code',
    fix: 'See `perennial segment list` for those there are.',
  });
}

/** Lets one at a time change the segments of a programme, until the transaction ends: one may name another. */
export async function lockSegments(tx: Db, programmeId: number): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`segments ${programmeId}`}, 0))`;
}

/** What of a segment is stored. */
export interface SegmentContent {
  readonly code: string;
  readonly name: string;
  readonly about: string | null;
  readonly who: Block;
}

export async function saveSegment(
  tx: Db,
  programmeId: number,
  { code, name, about, who }: SegmentContent,
  now: Date,
): Promise<void> {
  const condition = who as Prisma.InputJsonObject;
  await tx.segment.upsert({
    where: { programmeId_code: { programmeId, code } },
    create: { programmeId, code, name, about, condition, createdAt: now, changedAt: now },
    update: { name, about, condition, changedAt: now, revision: { increment: 1 } },
  });
}

export async function removeSegment(tx: Db, id: number): Promise<void> {
  await tx.segment.delete({ where: { id } });
}
