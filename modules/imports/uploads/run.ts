import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Database } from '../../../platform/database.ts';
import { mayPass } from '../../../platform/database-faults.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { whileHolding } from '../../../platform/held-lock.ts';
import { lockClass } from '../../../platform/locks.ts';
import { readRows, vouchedFor } from '../../../platform/rows.ts';
import { without } from '../../../values/without.ts';
import { loadProgramme } from '../../programme/rows.ts';
import { importMembers, type MemberImportReport } from '../import-members.ts';
import { type ImportDeps, importOrders, type ImportReport } from '../import-orders.ts';
import type { Choices } from '../reading/choices.ts';
import type { FileReading } from '../reading/kept.ts';
import { finishRun } from '../run.ts';
import { shiftInstant } from '../shift-instant.ts';
import { openStoredRejects } from '../stored-rejects.ts';
import { uploadParts } from './store.ts';
import type { ImportFault } from './view.ts';

/** Imports looked at in one round. */
const atHandMax = 20;

const atHandRow = z.object({ id: z.int() });
const jobRow = z.object({
  id: z.int(),
  programmeId: z.int(),
  kind: z.enum(['orders', 'members']),
  status: z.string(),
  dryRun: z.boolean(),
  uploadId: z.bigint().nullable(),
  upload: z.object({ mediaType: z.string() }).nullable(),
  options: z.object({
    choices: vouchedFor<Choices | undefined>(),
    shiftTo: z.string().optional(),
    shiftMs: z.number().optional(),
  }),
});
type Job = z.infer<typeof jobRow>;

/**
 * Works on the imports of uploads that wait, and on those whose process was killed, one after the other; answers how many came to
 * their end. Several processes may do so at once: each import is held by one of them.
 */
export async function runUploads(deps: ImportDeps): Promise<number> {
  const waiting = await readRows(
    atHandRow,
    deps.database.$queryRaw`
      SELECT id FROM import_run WHERE upload_id IS NOT NULL AND status IN ('queued', 'running') ORDER BY id LIMIT ${atHandMax}::int`,
  );
  let done = 0;
  for (const { id } of waiting) {
    const ended = await whileHolding(deps.databaseUrl, [lockClass.uploadRun, id], () => runUpload(deps, id));
    if (ended === true) done += 1;
  }
  return done;
}

/** True when it came to an end, good or bad; a fault that may pass leaves it to the next round. */
async function runUpload(deps: ImportDeps, id: number): Promise<boolean> {
  const { database, clock } = deps;
  // What another process did in the meantime counts.
  await database.importRun.updateMany({ where: { id, status: 'queued' }, data: { status: 'running' } });
  const job = jobRow.parse(await database.importRun.findUniqueOrThrow({ where: { id }, include: { upload: true } }));
  if (job.status !== 'running' || job.uploadId === null) return false;
  const dir = await mkdtemp(join(tmpdir(), 'perennial-import-'));
  try {
    const path = join(dir, job.upload?.mediaType === 'application/x-ndjson' ? 'upload.ndjson' : 'upload.csv');
    await pipeline(Readable.from(uploadParts(database, job.uploadId)), createWriteStream(path));
    const report = await runFile(deps, job, path);
    if (job.dryRun) await keepDryCounts(deps, id, report);
    return true;
  } catch (error) {
    if (!(error instanceof PerennialError) && mayPass(error)) throw error;
    // Cancelled meanwhile, or taken by another process: there is nothing to say about it.
    const problem = faultOf(error, dir);
    const { count } = await database.importRun.updateMany({
      where: { id, status: 'running', ...(problem.code === 'IMPORT_STATUS' ? { id: -1 } : {}) },
      data: { status: 'failed', problem: { ...problem }, finishedAt: clock.now() },
    });
    return count > 0;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function runFile(deps: ImportDeps, job: Job, path: string): Promise<ImportReport | MemberImportReport> {
  const { id, kind, programmeId, dryRun, options } = job;
  const { choices = {}, shiftTo, shiftMs } = options;
  const plain = {
    ...{ path, programmeId, dryRun, choices, rejectPath: `${path}.rejects` },
    upload: {
      runId: id,
      openRejects: (form: Parameters<typeof openStoredRejects>[2]) => openStoredRejects(deps.database, id, form),
      noteReading: (reading: FileReading) => keepReading(deps.database, id, reading),
    },
  };
  if (kind === 'members') return importMembers(deps, plain);
  const { definition } = await loadProgramme(deps.database, programmeId);
  const shift =
    shiftTo === undefined ? {} : { shiftTo: shiftInstant(shiftTo, definition.zone, deps.clock.now(), 'shiftTo') };
  return importOrders(deps, { ...plain, ...shift, ...(shiftMs === undefined ? {} : { shiftMs }) });
}

/** How the file is read, for whoever looks at its import, and its header for the file of its rejects. */
async function keepReading(database: Database, id: number, { readAs, linesTotal }: FileReading): Promise<void> {
  const kept = { readAs, linesTotal, header: readAs.header, delimiter: readAs.delimiter };
  await database.$executeRaw`UPDATE import_run SET options = options || ${kept}::jsonb WHERE id = ${id}::int`;
}

/** What a dry run counted; nothing else of it is written. */
async function keepDryCounts(
  { database, clock }: ImportDeps,
  id: number,
  report: ImportReport | MemberImportReport,
): Promise<void> {
  const counts = without(report, 'dryRun', 'resumed', 'already', 'rejectPath');
  const place = { line: report.rows, ...counts };
  const stored = 'orders' in report ? { batchers: [place] } : { members: place };
  await database.importRun.updateMany({
    where: { id, status: 'running' },
    data: { counts: JSON.parse(JSON.stringify(stored)) as object, linesDone: report.rows },
  });
  await finishRun(database, id, clock.now());
}

/** The name of the file here tells nobody anything. */
function faultOf(error: unknown, dir: string): ImportFault {
  if (!(error instanceof PerennialError))
    return { code: 'INTERNAL', detail: 'Something went wrong; its process has logged what.' };
  const { code, message, field, fix } = error;
  return {
    code,
    detail: message.replaceAll(new RegExp(`${dir}/upload\\.\\w+`, 'g'), 'The file'),
    ...(field === undefined ? {} : { field }),
    ...(fix === undefined ? {} : { fix }),
  };
}
