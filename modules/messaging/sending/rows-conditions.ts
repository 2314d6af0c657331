import { z } from 'zod';
import type { MessageCondition, FailedCondition } from './rules-condition.ts';
import type { Db } from '../../../platform/database.ts';
import { readRows, vouchedFor } from '../../../platform/rows.ts';

/** A condition of a message to this member; none when absent. */
export interface Conditional {
  readonly memberId: string;
  readonly onlyIf: MessageCondition | undefined;
}

const metRow = z.object({ place: z.int(), untrue: vouchedFor<FailedCondition | null>() });

/** What has made each condition untrue at `now`, by its place among those asked; without those that hold. */
export async function readFailedConditions(
  db: Db,
  now: Date,
  asked: readonly Conditional[],
): Promise<Map<number, FailedCondition>> {
  const rows = asked.flatMap(({ memberId, onlyIf }, place) => (onlyIf ? [{ place, member: memberId, onlyIf }] : []));
  if (rows.length === 0) return new Map();
  const found = await readRows(
    metRow,
    db.$queryRaw`
      SELECT r.place, met.untrue
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(place int, member bigint, "onlyIf" jsonb)
      CROSS JOIN LATERAL message_condition(r.member, r."onlyIf", ${now}::timestamptz) AS met`,
  );
  return new Map(found.flatMap(({ place, untrue }) => (untrue === null ? [] : [[place, untrue] as const])));
}
