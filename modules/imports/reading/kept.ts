import { z } from 'zod';

/** How a file was read, as its import keeps it: names of columns and what was found out, nothing of its rows. */
export const keptReading = z.object({
  format: z.string(),
  encoding: z.string(),
  delimiter: z.string().nullable(),
  dates: z.string().nullable(),
  decimal: z.string().nullable(),
  zone: z.string(),
  lines: z.string().nullable(),
  /** What the file calls each field that is read. */
  columns: z.record(z.string(), z.string()),
  /** Columns that are not read. */
  unread: z.array(z.string()),
  /** The columns as they stand in the file. */
  header: z.array(z.string()),
});

export type KeptReading = Readonly<z.infer<typeof keptReading>>;

/** What is known of a file before its first row is taken. */
export interface FileReading {
  readonly readAs: KeptReading;
  /** Line ends in it: about the rows there are. */
  readonly linesTotal: number;
}
