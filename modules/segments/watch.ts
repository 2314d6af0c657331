import type { Db } from '../../platform/database.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { readKnown } from './catalogue.ts';
import { refill } from './rows-members.ts';
import { lockSegments, requireSegment } from './rows.ts';

/**
 * Keeps from now on who comes into these segments and who falls out, in the transaction of `tx`: what a campaign does that begins, ends or
 * waits on one. Who is inside already has not come in. One that is watched goes on.
 */
export async function watchSegments(
  tx: Db,
  programme: StoredProgramme,
  codes: readonly string[],
  now: Date,
): Promise<void> {
  if (codes.length === 0) return;
  await lockSegments(tx, programme.id);
  const known = await readKnown(tx, programme);
  for (const code of codes) {
    const { id, who, watchedAt } = requireSegment(known.segments, code);
    if (watchedAt !== null) continue;
    await tx.segment.update({ where: { id }, data: { watchedAt: now, sweptAt: now } });
    await refill(tx, id, { programme, known, who, now });
  }
}

/** Keeps no more who comes and goes; what was kept stays as history. */
export async function unwatchSegments(
  tx: Db,
  { id: programmeId }: StoredProgramme,
  codes: readonly string[],
): Promise<void> {
  await tx.segment.updateMany({
    where: { programmeId, code: { in: [...codes] } },
    data: { watchedAt: null, sweptAt: null },
  });
}

/** After conditions were edited: who comes in by an edit has not come in, so what is kept is brought up to date and nobody is told. */
export async function refillWatched(tx: Db, programme: StoredProgramme, now: Date): Promise<void> {
  const known = await readKnown(tx, programme);
  for (const { id, who, watchedAt } of known.segments) {
    if (watchedAt !== null) await refill(tx, id, { programme, known, who, now });
  }
}
