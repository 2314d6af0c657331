import { readMemberDates, readPointsEnds } from './rows-ends.ts';
import { loadProgramme } from '../programme/rows.ts';
import type { Db } from '../../platform/database.ts';
import type { Reckon } from '../../workflows/lifecycles/journey/asks.ts';
import { endOf, readMomentDate } from '../../workflows/lifecycles/journey/ends.ts';
import { zoneMeant } from './zone.ts';

/** The end of a wait of one member's. */
export interface AskedEnd {
  readonly memberId: string;
  readonly end: Reckon;
}

/** When waits end as it stands now, in their order; undefined where a date is not known. One reading for all members together. */
export async function answerEnds(
  tx: Db,
  { programmeId, zoneWord }: { readonly programmeId: number; readonly zoneWord: string | undefined },
  asked: readonly AskedEnd[],
): Promise<(number | undefined)[]> {
  if (asked.length === 0) return [];
  const { zone, leapDay = 'february', holidays = {} } = (await loadProgramme(tx, programmeId)).definition;
  const dates = await readMemberDates(tx, [...new Set(asked.map(({ memberId }) => memberId))]);
  const byPoints = asked.filter(({ end }) => readMomentDate(end) === 'pointsExpire');
  const pointsEnds = await readPointsEnds(
    tx,
    byPoints.map(({ memberId, end: { from } }) => ({ memberId, from })),
  );
  const pointsEndOf = new Map(byPoints.map((one, place) => [one, pointsEnds[place]]));
  return asked.map((one) => {
    const { memberId, end } = one;
    const { birthday, joinedAt = 0, attributes, zone: memberZone } = dates.get(memberId) ?? {};
    const member = {
      ...{ birthday: birthday ?? undefined, joinedAt, attributes: attributes ?? {} },
      pointsEndAfter: () => pointsEndOf.get(one),
    };
    return endOf(end, member, { zone: zoneMeant(end.zone ?? zoneWord, zone, memberZone), leapDay, holidays });
  });
}
