/** A row in file order: its cells, or why it could not be cut into cells. */
export interface FileRow {
  /** The line it ends in, from 1. */
  readonly line: number;
  readonly cells: readonly string[] | null;
  readonly problem?: string;
}
