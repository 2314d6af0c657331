import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from '../../platform/database.ts';
import { mayPass } from '../../platform/database-faults.ts';
import { PerennialError } from '../../platform/errors.ts';
import { whileHolding } from '../../platform/held-lock.ts';
import { lockClass } from '../../platform/locks.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import { loadProgramme } from '../programme/rows.ts';
import { tarOf, writeFolder } from './archive.ts';
import { csvLines, jsonLines } from './lines.ts';
import { readPerson } from './person.ts';
import { personPage } from './person-html.ts';
import type { RowSource } from './row-source.ts';
import { exportFormats, exportKinds } from './start.ts';

export interface ExportDeps {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly clock: { now(): Date };
}

/** Exports looked at in one round. */
const atHandMax = 20;
/** Bytes of a part: what a process has of a file in memory. */
const partBytes = 1_000_000;

const atHandRow = z.object({ id: z.bigint() });
const jobRow = z.object({
  ...{
    id: z.bigint(),
    programmeId: z.int(),
    kind: z.enum(exportKinds),
    format: z.enum(exportFormats),
    status: z.string(),
  },
  ...{ memberId: z.bigint().nullable(), filter: vouchedFor<Record<string, string>>() },
});
type Job = z.infer<typeof jobRow>;

/** Makes the files that were asked for, one after the other; one whose process was killed is made anew. Answers how many came to their end. */
export async function runExports(deps: ExportDeps): Promise<number> {
  const waiting = await readRows(
    atHandRow,
    deps.database.$queryRaw`
      SELECT id FROM data_export WHERE status IN ('queued', 'running') ORDER BY id LIMIT ${atHandMax}::int`,
  );
  let done = 0;
  for (const { id } of waiting) {
    const ended = await whileHolding(deps.databaseUrl, [lockClass.exportRun, Number(id)], () => runExport(deps, id));
    if (ended === true) done += 1;
  }
  return done;
}

async function runExport({ database, clock }: ExportDeps, id: bigint): Promise<boolean> {
  await database.dataExport.updateMany({ where: { id, status: 'queued' }, data: { status: 'running' } });
  const job = jobRow.parse(await database.dataExport.findUniqueOrThrow({ where: { id } }));
  if (job.status !== 'running') return false;
  await database.dataExportPart.deleteMany({ where: { exportId: id } });
  const dir = await mkdtemp(join(tmpdir(), 'perennial-export-'));
  try {
    const programme = await loadProgramme(database, job.programmeId);
    const { content, rows } = await contentOf(job, { db: database, programme, now: clock.now() }, dir);
    await storeParts(database, id, content);
    await database.dataExport.update({
      where: { id },
      data: { status: 'finished', finishedAt: clock.now(), rows: rows() },
    });
    return true;
  } catch (error) {
    // The database is away: it is made anew when it is back.
    if (!(error instanceof PerennialError) && mayPass(error)) throw error;
    const known = error instanceof PerennialError ? error : undefined;
    const { code, message } = known ?? { code: 'INTERNAL', message: 'Something went wrong.' };
    await database.dataExport.update({
      where: { id },
      data: { status: 'failed', finishedAt: clock.now(), problem: { code, detail: message } },
    });
    return true;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

type Content = AsyncIterable<string | Uint8Array>;

async function contentOf(
  { kind, format, memberId, filter }: Job,
  source: RowSource,
  dir: string,
): Promise<{ content: Content; rows: () => number }> {
  if (kind === 'everything') {
    const manifest = await writeFolder(source, dir);
    const rows = manifest.files.reduce((sum, file) => sum + (file.name.endsWith('.ndjson') ? file.rows : 0), 0);
    return { content: tarOf(dir, manifest) as Content, rows: () => rows };
  }
  if (kind === 'member') {
    const { externalId } = await source.db.member.findUniqueOrThrow({ where: { id: memberId ?? 0n } });
    const person = await readPerson(source, externalId);
    return { content: once(format === 'html' ? personPage(person) : `${JSON.stringify(person)}\n`), rows: () => 1 };
  }
  let rows = 0;
  const onRows = (count: number) => void (rows += count);
  const lines = format === 'csv' ? csvLines : jsonLines;
  return { content: lines(kind, source, filter, onRows), rows: () => rows };
}

async function* once(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

async function storeParts(database: Database, exportId: bigint, content: Content): Promise<void> {
  let part = 0;
  let waiting: Buffer[] = [];
  let bytes = 0;
  const flush = async () => {
    if (bytes === 0) return;
    await database.dataExportPart.create({ data: { exportId, part, content: new Uint8Array(Buffer.concat(waiting)) } });
    part += 1;
    [waiting, bytes] = [[], 0];
  };
  for await (const piece of content) {
    const buffer = Buffer.from(piece as string);
    waiting.push(buffer);
    bytes += buffer.length;
    if (bytes >= partBytes) await flush();
  }
  await flush();
}
