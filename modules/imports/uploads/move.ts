import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db } from '../../../platform/database.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { within } from '../../../platform/transact.ts';
import { type ImportView, importViewOf, requireImport } from './view.ts';

interface Mover {
  readonly actor: string;
  readonly requestId?: string;
  readonly now: Date;
}

/** Lets a failed import go on where it stood. One that is queued or running already stays as it is. */
export function resumeImport(db: Db, programmeId: number, shown: string, mover: Mover): Promise<ImportView> {
  return within(db, async (tx) => {
    const { id, row } = await locked(tx, programmeId, shown);
    if (row.status === 'queued' || row.status === 'running') return importViewOf(row);
    if (row.status === 'finished') throw refused(shown, 'has finished', 'Send the file anew if it has changed.');
    if (row.uploadId === null) {
      throw refused(shown, 'has no file here', 'Run the import again where its file is, or send the file anew.');
    }
    const data = { status: 'queued', problem: Prisma.DbNull, finishedAt: null };
    return moved(tx, { programmeId, shown, id, action: 'import.resume', ...mover }, data);
  });
}

/** Stops an import; what is in stays. One that is over stays as it is. */
export function cancelImport(db: Db, programmeId: number, shown: string, mover: Mover): Promise<ImportView> {
  return within(db, async (tx) => {
    const { id, row } = await locked(tx, programmeId, shown);
    if (row.status === 'cancelled') return importViewOf(row);
    if (row.status === 'finished')
      throw refused(shown, 'has finished', 'Take back what it brought by returns or adjustments.');
    const data = { status: 'cancelled', finishedAt: mover.now } as const;
    return moved(tx, { programmeId, shown, id, action: 'import.cancel', ...mover }, data);
  });
}

async function locked(tx: Db, programmeId: number, shown: string) {
  const id = await requireImport(tx, programmeId, shown);
  await tx.$executeRaw`SELECT 1 FROM import_run WHERE id = ${id}::int FOR UPDATE`;
  return { id, row: await tx.importRun.findUniqueOrThrow({ where: { id } }) };
}

async function moved(
  tx: Db,
  {
    programmeId,
    shown,
    id,
    action,
    actor,
    requestId,
    now,
  }: Mover & { programmeId: number; shown: string; id: number; action: string },
  data: { readonly status: string; readonly finishedAt: Date | null; readonly problem?: typeof Prisma.DbNull },
): Promise<ImportView> {
  const row = await tx.importRun.update({ where: { id }, data });
  await tx.auditEvent.create({
    data: { programmeId, at: now, actor, requestId: requestId ?? null, action, target: shown },
  });
  return importViewOf(row);
}

const refused = (shown: string, what: string, fix: string) =>
  new PerennialError('IMPORT_STATUS', `${shown} ${what}.`, { field: 'importId', fix });
