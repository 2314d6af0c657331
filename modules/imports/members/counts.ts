import { z } from 'zod';

const counts = {
  rows: z.int(),
  taken: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  /** Of those taken, who was not known before. */
  newMembers: z.int(),
  pointsGiven: z.int(),
  /** Points whose end had passed, and the lines that brought the first of them. */
  lapsedPoints: z.int(),
  lapsedLines: z.array(z.int()),
};

export const memberPosition = z.object({ ...counts, line: z.int() });

/** What became of the rows of a member file, and the line up to which they are done. */
export type MemberPosition = Readonly<z.infer<typeof memberPosition>>;
export type MemberCounts = Omit<MemberPosition, 'line'>;

export const noMemberCounts: MemberCounts = {
  ...{ rows: 0, taken: 0, duplicates: 0, rejected: 0, newMembers: 0, pointsGiven: 0, lapsedPoints: 0 },
  lapsedLines: [],
};

export const memberFoundRow = z.object({ id: z.bigint(), externalId: z.string() });
