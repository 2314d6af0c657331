import { PerennialError } from '../../../platform/errors.ts';
import type { Choices } from './choices.ts';
import { type Columns, readColumns } from './columns.ts';
import type { Delimiter } from './csv-rows.ts';
import type { FileRow } from './file-row.ts';
import { objectColumns, objectRow } from './ndjson-rows.ts';
import { mapRows, openTable } from './open-table.ts';
import type { OrderFile } from './source.ts';

export interface OpenRows {
  readonly columns: Columns;
  /** The header as the file has it; of NDJSON, the one its rejects get. */
  readonly header: readonly string[];
  readonly delimiter: Delimiter | null;
  /** In file order, some at a time. */
  readonly rows: AsyncIterable<readonly FileRow[]>;
  close(): void;
}

/** The rows of a file, read as they are asked for; a file without the columns of an order is refused before its first row. */
export async function openRows(file: OrderFile, currency: string, choices: Choices): Promise<OpenRows> {
  const table = await openTable(file, choices);
  const { header, delimiter, close } = table;
  if (delimiter === null) {
    const objects = mapRows(table.rows, (row) =>
      row.problem === undefined ? { ...row, ...objectRow(row.text, currency, choices) } : row,
    );
    return { columns: objectColumns(), header, delimiter, rows: objects, close };
  }
  try {
    return { columns: columnsOf(header, file.path, currency, choices), header, delimiter, rows: table.rows, close };
  } catch (error) {
    close();
    throw error;
  }
}

function columnsOf(header: readonly string[], path: string, currency: string, choices: Choices): Columns {
  const columns =
    header.length > 0
      ? readColumns(header, currency, choices)
      : { problem: 'is empty', fix: 'give a file with a header row' };
  if (!('problem' in columns)) return columns;
  throw new PerennialError('IMPORT_INVALID', `${path} ${columns.problem}.`, {
    field: 'header',
    fix: `${columns.fix}.`,
  });
}
