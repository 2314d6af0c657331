import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { publicIdOf, requireRowId } from '../../platform/public-ids.ts';
import { requireMemberId } from '../members/find.ts';
import { checkFilter } from './kinds.ts';

export const exportKinds = [
  ...(['member', 'members', 'orders', 'events', 'transactions', 'coupons', 'messages', 'everything'] as const),
] as const;
export type ExportKind = (typeof exportKinds)[number];
export const exportFormats = ['ndjson', 'csv', 'html'] as const;
export type ExportFormat = (typeof exportFormats)[number];
export const exportStatuses = ['queued', 'running', 'finished', 'failed'] as const;

/** An export as it stands. */
export interface ExportView {
  readonly id: string;
  readonly kind: ExportKind;
  readonly status: (typeof exportStatuses)[number];
  readonly format: ExportFormat;
  readonly rows: number;
  readonly createdAt: Date;
  /** When the file goes. */
  readonly expiresAt: Date;
}

export interface NewExport {
  readonly kind: ExportKind;
  readonly memberId?: string | undefined;
  readonly format?: ExportFormat | undefined;
  readonly filter?: Readonly<Record<string, string>> | undefined;
  readonly actor: string;
  readonly requestId?: string;
  readonly now: Date;
}

/** How long a file can be fetched. */
const keptMs = 7 * 86_400_000;

const exportRow = z.object({
  ...{ id: z.bigint(), kind: z.enum(exportKinds), status: z.enum(exportStatuses), format: z.enum(exportFormats) },
  ...{ rows: z.int(), createdAt: z.date(), expiresAt: z.date() },
});

export function exportViewOf(row: unknown): ExportView {
  const { id, ...view } = exportRow.parse(row);
  return { id: publicIdOf('exp', id), ...view };
}

/** Asks for a file: the first process that is free makes it. */
export async function startExport(db: Db, programmeId: number, wanted: NewExport): Promise<ExportView> {
  const { kind, memberId, format = 'ndjson', filter = {}, actor, requestId = null, now } = wanted;
  refuseUnfit(wanted);
  const member = memberId === undefined ? null : await requireMemberId(db, programmeId, memberId);
  if (kind !== 'member' && kind !== 'everything') checkFilter(kind, filter);
  const row = await db.dataExport.create({
    data: {
      ...{ programmeId, kind, format, memberId: member, actor, filter: { ...filter } },
      createdAt: now,
      expiresAt: new Date(now.getTime() + keptMs),
    },
  });
  const view = exportViewOf(row);
  const after = { kind, format, ...(memberId === undefined ? {} : { memberId }) };
  await db.auditEvent.create({
    data: { programmeId, at: now, actor, requestId, action: 'export.start', target: view.id, after },
  });
  return view;
}

function refuseUnfit({ kind, memberId, format = 'ndjson', filter = {} }: NewExport): void {
  const refuse = (field: string, what: string, fix: string): never => {
    throw new PerennialError('REQUEST_INVALID', what, { field, fix });
  };
  if (kind === 'member' && memberId === undefined)
    refuse('memberId', 'memberId is missing.', 'Say whose export it is.');
  if (kind !== 'member' && memberId !== undefined) {
    refuse('memberId', 'memberId is of the kind member alone.', 'Leave it out, or send filter.memberId.');
  }
  if (format === 'html' && kind !== 'member') refuse('format', 'html is of one member only.', 'Ask for ndjson or csv.');
  if (format === 'csv' && (kind === 'member' || kind === 'everything')) {
    refuse('format', `There is no csv of ${kind}.`, 'Ask for ndjson.');
  }
  if ((kind === 'member' || kind === 'everything') && Object.keys(filter).length > 0) {
    refuse('filter', `${kind} has no filter.`, 'Leave it out.');
  }
}

/** An export, and how far it is; one whose time has ended is not there any more. */
export async function showExport(db: Db, programmeId: number, shown: string, now: Date): Promise<ExportView> {
  const id = requireRowId('exp', shown, 'EXPORT_NOT_FOUND', 'exportId');
  const row = await db.dataExport.findFirst({ where: { id, programmeId, expiresAt: { gt: now } } });
  if (row !== null) return exportViewOf(row);
  throw new PerennialError('EXPORT_NOT_FOUND', `There is no "${shown}".`, { field: 'exportId' });
}

/** The file of an export that is made, part by part, and what it is. */
export async function exportFile(
  db: Db,
  programmeId: number,
  shown: string,
  now: Date,
): Promise<{ readonly mediaType: string; readonly name: string; readonly parts: AsyncGenerator<Uint8Array> }> {
  const { kind, status, format } = await showExport(db, programmeId, shown, now);
  if (status !== 'finished') {
    throw new PerennialError('EXPORT_STATUS', `${shown} is ${status}.`, {
      field: 'exportId',
      fix: status === 'failed' ? 'Ask for it anew.' : 'Wait for export.finished, then ask again.',
    });
  }
  const id = requireRowId('exp', shown, 'EXPORT_NOT_FOUND', 'exportId');
  const mediaType = kind === 'everything' ? 'application/gzip' : mediaTypes[format];
  const ending = kind === 'everything' ? 'tar.gz' : format;
  return { mediaType, name: `${kind}-${shown}.${ending}`, parts: partsOf(db, id) };
}

const mediaTypes = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8', html: 'text/html; charset=utf-8' };

async function* partsOf(db: Db, exportId: bigint): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part += 1) {
    const row = await db.dataExportPart.findUnique({ where: { exportId_part: { exportId, part } } });
    if (row === null) return;
    yield row.content;
  }
}
