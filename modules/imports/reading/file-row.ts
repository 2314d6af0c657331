/** A row in file order: its cells, or why it could not be cut into cells. */
export interface FileRow {
  /** The line it begins in, from 1. */
  readonly line: number;
  /** As it stands in the file; nothing of the file is in no row, or in two. */
  readonly text: string;
  readonly cells: readonly string[] | null;
  readonly problem?: string;
}
