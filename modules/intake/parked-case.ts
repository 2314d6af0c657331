import type { Db } from '../../platform/database.ts';
import { loadProgramme } from '../programme/rows.ts';
import type { IntakeDeps } from './answers.ts';
import { lockReviewed, type SettledEvent, settleParked } from './rows-parked.ts';
import type { Refusal } from './rules/facts.ts';
import { takeIn } from './take-facts.ts';

/** What is decided about an order that waited for its member in vain. */
export const parkedSubject = 'parked-order';
/** Its case's key is this and the event's id; settle_parked() writes it. */
export const parkedKeyPrefix = 'parked:';

/**
 * Carries out what a person has decided: approved, the order is taken, and makes its member known if nobody is; rejected, it is
 * dropped. Answers why it can't be taken even so; then nothing has changed.
 */
export async function settleParkedCase(
  tx: Db,
  deps: Omit<IntakeDeps, 'database'>,
  programmeId: number,
  { eventId, approved }: { readonly eventId: string; readonly approved: boolean },
): Promise<Refusal | undefined> {
  const parked = await lockReviewed(tx, programmeId, eventId);
  if (parked === undefined) return undefined;
  const { id, fact } = parked;
  const settle = (status: SettledEvent['status']) => settleParked(tx, programmeId, [{ id, status }], deps.clock.now());
  if (!approved) {
    await settle('dropped');
    return undefined;
  }
  const programme = await loadProgramme(tx, programmeId);
  const [answer] = await takeIn(tx, deps, programme, [fact], {
    createsMembers: true,
  });
  if (answer?.kind === 'refused') return answer;
  await settle('taken');
  return undefined;
}
