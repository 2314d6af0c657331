import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { type ErrorCode, PerennialError } from '../../../platform/errors.ts';
import { publicIdOf, requireRowId } from '../../../platform/public-ids.ts';
import { type MemberPosition, memberPosition } from '../members/counts.ts';
import { type KeptReading, keptReading } from '../reading/kept.ts';
import { addCounts, storedPosition } from '../run.ts';

export const importStatuses = ['queued', 'running', 'finished', 'failed', 'cancelled'] as const;
export type ImportStatus = (typeof importStatuses)[number];
export const importKinds = ['orders', 'members'] as const;
export type ImportKind = (typeof importKinds)[number];

/** Why an import failed. */
export interface ImportFault {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly field?: string;
  readonly fix?: string;
}

/** An import as it stands. Its lines are those imported, here before, rejected and left out. */
export interface ImportView {
  readonly id: string;
  readonly kind: ImportKind;
  readonly status: ImportStatus;
  readonly dryRun: boolean;
  readonly counts: ImportSums;
  readonly problem: ImportFault | null;
  /** How the file is read; undefined until that is found out, and of one of the command line. */
  readonly readAs?: KeptReading;
  /** Line ends of the file: about the rows there are. */
  readonly linesTotal?: number;
  readonly fileName?: string;
  /** The file is kept here, and can be read once more. */
  readonly hasFile: boolean;
  /** Who sent it; undefined of one of the command line. */
  readonly createdBy?: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export interface ImportSums {
  readonly lines: number;
  readonly imported: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Of orders: rows that tell of no purchase by their status. */
  readonly leftOut: number;
  readonly newMembers: number;
  readonly pointsGiven: number;
  /** Of members: points whose end had passed. */
  readonly lapsedPoints: number;
}

const importRow = z.object({
  id: z.int(),
  kind: z.enum(importKinds),
  status: z.enum(importStatuses),
  dryRun: z.boolean(),
  counts: z.object({ batchers: z.array(storedPosition).optional(), members: memberPosition.optional() }),
  problem: z
    .object({ code: z.string(), detail: z.string(), field: z.string().optional(), fix: z.string().optional() })
    .nullable(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
  uploadId: z.bigint().nullable(),
  actor: z.string().nullable(),
  options: z.object({
    readAs: keptReading.optional(),
    linesTotal: z.int().optional(),
    fileName: z.string().optional(),
  }),
});

/** An import as a row of the database tells of it. */
export function importViewOf(row: unknown): ImportView {
  const { id, kind, status, dryRun, counts, problem, startedAt, finishedAt, ...rest } = importRow.parse(row);
  const { batchers, members } = counts;
  const { readAs, linesTotal, fileName } = rest.options;
  return {
    ...{ id: publicIdOf('imp', id), kind, status, dryRun },
    counts: members === undefined ? sumsOfOrders(addCounts(...(batchers ?? []))) : sumsOfMembers(members),
    problem: problem as ImportFault | null,
    ...(readAs === undefined ? {} : { readAs }),
    ...(linesTotal === undefined ? {} : { linesTotal }),
    ...(fileName === undefined ? {} : { fileName }),
    ...(rest.actor === null ? {} : { createdBy: rest.actor }),
    hasFile: rest.uploadId !== null,
    createdAt: startedAt,
    finishedAt,
  };
}

function sumsOfOrders(counts: ReturnType<typeof addCounts>): ImportSums {
  const { rows, taken, duplicates, rejected, leftOut, newMembers, pointsGiven } = counts;
  return { lines: rows, imported: taken, duplicates, rejected, leftOut, newMembers, pointsGiven, lapsedPoints: 0 };
}

function sumsOfMembers({
  rows,
  taken,
  duplicates,
  rejected,
  newMembers,
  pointsGiven,
  lapsedPoints,
}: MemberPosition): ImportSums {
  return { lines: rows, imported: taken, duplicates, rejected, leftOut: 0, newMembers, pointsGiven, lapsedPoints };
}

/** The row id of an import of this programme; throws IMPORT_NOT_FOUND. */
export async function requireImport(db: Db, programmeId: number, shown: string): Promise<number> {
  const id = Number(requireRowId('imp', shown, 'IMPORT_NOT_FOUND', 'importId'));
  const found = id <= 2 ** 31 - 1 && (await db.importRun.count({ where: { id, programmeId } })) > 0;
  if (found) return id;
  throw new PerennialError('IMPORT_NOT_FOUND', `There is no "${shown}".`, { field: 'importId' });
}
