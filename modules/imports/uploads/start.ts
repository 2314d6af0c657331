import { randomUUID } from 'node:crypto';
import type { Db } from '../../../platform/database.ts';
import type { Choices } from '../reading/choices.ts';
import { type ImportKind, type ImportView, importViewOf } from './view.ts';

export interface NewImport {
  readonly kind: ImportKind;
  readonly uploadId: bigint;
  readonly dryRun: boolean;
  /** A day, or `today`. */
  readonly shiftTo?: string | undefined;
  /** How the file is to be read, where that can't be told from the file. */
  readonly choices: Choices;
  /** What the file is called where it came from. */
  readonly fileName?: string | undefined;
  /** By how much the dates of the file that these rows stood in were moved. */
  readonly shiftMs?: number | undefined;
  /** The file was read before, by another import. */
  readonly isAgain?: boolean;
  readonly actor: string;
  readonly requestId?: string;
  readonly now: Date;
}

/** Puts an upload in the queue of imports: the first process that is free takes it. */
export async function startImport(db: Db, programmeId: number, wanted: NewImport): Promise<ImportView> {
  const { kind, uploadId, dryRun, shiftTo, shiftMs, fileName, isAgain, choices, actor, requestId = null, now } = wanted;
  const row = await db.importRun.create({
    data: {
      programmeId,
      // Its own: the same file sent again is read again, and finds everything there.
      sourceHash: `upload:${uploadId}${isAgain ? `:${randomUUID()}` : ''}`,
      ...{ kind, dryRun, uploadId, actor, status: 'queued', counts: {}, startedAt: now },
      options: {
        choices: { ...choices },
        ...(shiftTo === undefined ? {} : { shiftTo }),
        ...(shiftMs === undefined ? {} : { shiftMs }),
        ...(fileName === undefined ? {} : { fileName }),
      },
    },
  });
  const view = importViewOf(row);
  await db.auditEvent.create({
    data: { programmeId, at: now, actor, requestId, action: 'import.start', target: view.id, after: { kind, dryRun } },
  });
  return view;
}
