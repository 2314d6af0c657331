import type { Db } from '../../platform/database.ts';
import type { StoredProgramme } from '../programme/rows.ts';

/** What rows are read with. */
export interface RowSource {
  readonly db: Db;
  readonly programme: StoredProgramme;
  readonly now: Date;
}

/** A row by its columns: what stands in a cell of its table, and the value that its line of NDJSON has where the two differ. */
export type ExportRow = Readonly<Record<string, unknown>>;
