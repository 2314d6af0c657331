import type { Db } from '../../platform/database.ts';

/** A programme as lists show it. */
export interface ProgrammeSummary {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly asset: string;
  readonly currency: string;
  readonly zone: string;
  readonly locale: string;
}

/** Programmes a list shows at most. */
const programmesMax = 1_000;

/** All programmes of the database, by code. */
export async function listProgrammes(db: Db): Promise<ProgrammeSummary[]> {
  return db.programme.findMany({
    select: { id: true, code: true, name: true, asset: true, currency: true, zone: true, locale: true },
    orderBy: { code: 'asc' },
    take: programmesMax,
  });
}
