import type { Db } from '../../platform/database.ts';
import type { Door } from '../../workflows/lifecycles/journey/doors.ts';
import type { Journey } from './journey.ts';

/** A date of a member that has come, as it was looked forward to. */
export interface DateCome {
  readonly id: bigint;
  readonly memberId: bigint;
  readonly at: Date;
  readonly door: Door;
}

/** Those of which the date still is what it was when it was looked forward to. */
export async function datesThatHold(
  _tx: Db,
  _journey: Journey,
  come: readonly DateCome[],
): Promise<ReadonlySet<bigint>> {
  return Promise.resolve(new Set(come.map(({ id }) => id)));
}
