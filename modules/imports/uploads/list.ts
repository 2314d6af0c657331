import type { Db } from '../../../platform/database.ts';
import { rejectHeader } from '../reading/open-table.ts';
import { type ImportStatus, type ImportView, importViewOf, requireImport } from './view.ts';

export interface ImportFilter {
  readonly status?: readonly ImportStatus[] | undefined;
  /** Only those before this row: the last of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Imports, latest first: those of the command line among them. */
export async function listImports(
  db: Db,
  programmeId: number,
  { status, before, limit }: ImportFilter,
): Promise<{ imports: ImportView[]; next: number | undefined }> {
  const rows = await db.importRun.findMany({
    where: {
      programmeId,
      ...(status === undefined ? {} : { status: { in: [...status] } }),
      ...(before === undefined ? {} : { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return { imports: page.map(importViewOf), next: rows.length > limit ? page.at(-1)?.id : undefined };
}

/** An import, and how far it is. */
export async function showImport(db: Db, programmeId: number, shown: string): Promise<ImportView> {
  const id = await requireImport(db, programmeId, shown);
  return importViewOf(await db.importRun.findUniqueOrThrow({ where: { id } }));
}

/** A row that could not be taken. */
export interface RejectView {
  readonly line: number;
  readonly field: string;
  readonly value: string;
  readonly code: string;
  readonly detail: string;
  readonly fix: string;
  /** As it stood in the file. */
  readonly row: string;
  /** Its cells, one for each column of the header; of NDJSON the whole line. */
  readonly cells: readonly string[];
}

/** Rows of an import that could not be taken, in the order of the file. Of one of the command line they stand in its own file. */
export async function listRejects(
  db: Db,
  programmeId: number,
  shown: string,
  { after = 0, limit }: { readonly after?: number | undefined; readonly limit: number },
): Promise<{ rejects: RejectView[]; next: number | undefined }> {
  const importId = await requireImport(db, programmeId, shown);
  const rows = await db.importReject.findMany({
    where: { importId, line: { gt: after } },
    orderBy: { line: 'asc' },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    rejects: page.map(({ line, field, value, code, detail, fix, content, cells }) => {
      return { line, field, value, code, detail, fix, row: content, cells };
    }),
    next: rows.length > limit ? page.at(-1)?.line : undefined,
  };
}

/** Rows read at a time for a file of rejects. */
const pageRows = 500;

/** The file of rejects: what is wrong with each row, and the row as it was. Mended, it can be imported as it is. */
export async function* rejectRecords(db: Db, programmeId: number, shown: string): AsyncGenerator<readonly string[]> {
  const importId = await requireImport(db, programmeId, shown);
  const { options } = await db.importRun.findUniqueOrThrow({ where: { id: importId } });
  const { header = [] } = options as { header?: readonly string[] };
  yield [...rejectHeader, ...header];
  for (let after = 0; ;) {
    const rows = await db.importReject.findMany({
      where: { importId, line: { gt: after } },
      orderBy: { line: 'asc' },
      take: pageRows,
    });
    for (const { line, field, value, detail, fix, cells } of rows)
      yield [String(line), field, value, detail, fix, ...cells];
    if (rows.length < pageRows) return;
    after = rows.at(-1)?.line ?? after;
  }
}
