import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import type { Programme } from '../programme/rules.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { EventAnswer } from './answers.ts';
import type { EventInput } from './read-event.ts';
import { explainOrder, pointsStanding } from './rules/explain-order.ts';
import { keptMinorOf } from './rules/kept-points.ts';

/** A member's points at this moment. */
export interface PointsNow {
  /** What could be redeemed: without what has expired and was not swept yet. */
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  readonly debt: number;
  /** Grows with every change; of two, the higher one is the later. */
  readonly version: number;
}

/** An order as it stands. */
export interface OrderNow {
  readonly id: string;
  readonly memberId: string;
  /** `returned`: nothing of it is kept. */
  readonly status: 'placed' | 'returned' | 'cancelled';
  readonly amountMinor: number;
  readonly returnedMinor: number;
  readonly currency: string;
  readonly placedAt: Date;
  /** What is kept of it is worth this. */
  readonly points: number;
  /** A line for every rule; empty when the rules of today don't come to what it was given. */
  readonly explanation: readonly string[];
}

/** What an answer to an event says besides: when it was taken, and how things stand after it. */
export interface AnswerDetails {
  readonly type: string;
  readonly memberId: string;
  readonly occurredAt: Date | null;
  readonly receivedAt: Date | null;
  readonly balance: PointsNow;
  /** Of an event that names an order. */
  readonly order?: OrderNow;
}

const figure = z.number();
const detailRow = z.object({
  ...{ place: z.int(), memberId: z.string(), occurredAt: z.date().nullable(), receivedAt: z.date().nullable() },
  ...{ available: figure, pending: figure, held: figure, debt: figure, version: figure },
  ...{ orderId: z.string().nullable(), amountMinor: figure.nullable(), placedMinor: figure.nullable() },
  ...{ returnedMinor: figure.nullable(), points: figure.nullable(), exactPoints: z.string().nullable() },
  ...{ placedAt: z.date().nullable(), cancelledAt: z.date().nullable() },
  ...{ tier: z.string(), birthMonth: z.int().nullable() },
});
type DetailRow = z.infer<typeof detailRow>;
/** What an order is told from. */
export type OrderRow = Omit<
  DetailRow,
  'place' | 'occurredAt' | 'receivedAt' | 'available' | 'pending' | 'held' | 'debt' | 'version'
>;

/**
 * What the answers to these events say besides, in their order: of those that were taken, now or before. One that was refused or waits
 * for its member has none.
 */
export async function answerDetails(
  db: Db,
  { id: programmeId, definition }: StoredProgramme,
  now: Date,
  inputs: readonly EventInput[],
  answers: readonly EventAnswer[],
): Promise<(AnswerDetails | undefined)[]> {
  const taken = answers.flatMap((answer, place) => {
    const input = inputs[place];
    if (input === undefined || (answer.kind !== 'accepted' && answer.kind !== 'duplicate')) return [];
    return [{ place, member: input.memberId, order: orderIdOf(input), event: answer.eventRowId }];
  });
  if (taken.length === 0) return answers.map(() => undefined);
  const rows = await readRows(
    detailRow,
    db.$queryRaw`
      SELECT r.place, m.external_id AS "memberId", e.occurred_at AS "occurredAt", e.received_at AS "receivedAt",
        b.available::float8, b.pending::float8, b.held::float8, b.debt::float8, b.version::float8, o.order_id AS "orderId", o.amount_minor::float8 AS "amountMinor",
        coalesce(o.placed_minor, o.amount_minor)::float8 AS "placedMinor", o.returned_minor::float8 AS "returnedMinor",
        o.points::float8, o.exact_points AS "exactPoints", o.placed_at AS "placedAt", o.cancelled_at AS "cancelledAt", m.tier,
        extract(month FROM p.birthday)::int AS "birthMonth"
      FROM jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) r (place int, member text, "order" text, event bigint)
      JOIN member m ON m.programme_id = ${programmeId}::smallint AND m.external_id = r.member
      CROSS JOIN LATERAL ledger.balance_at(m.programme_id, m.id, ${now}::timestamptz) b
      LEFT JOIN member_profile p ON p.member_id = m.id
      LEFT JOIN event e ON e.id = r.event
      LEFT JOIN sales_order o ON o.programme_id = m.programme_id AND o.order_id = r."order" AND o.member_id = m.id`,
  );
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return answers.map((_, place) => {
    const row = byPlace.get(place);
    return row && detailsOf(row, inputs[place]?.type ?? '', definition);
  });
}

function orderIdOf({ type, data }: EventInput): string | null {
  const orderId = data?.orderId;
  return type.startsWith('order.') && typeof orderId === 'string' ? orderId : null;
}

function detailsOf(row: DetailRow, type: string, programme: Programme): AnswerDetails {
  const { memberId, occurredAt, receivedAt, available, pending, held, debt, version } = row;
  const order = orderNow(row, programme);
  const balance = { available, pending, held, debt, version };
  return { type, memberId, occurredAt, receivedAt, balance, ...(order && { order }) };
}

export function orderNow(row: OrderRow, programme: Programme): OrderNow | undefined {
  const { memberId, orderId, amountMinor, placedMinor, returnedMinor, points, exactPoints, placedAt, cancelledAt } =
    row;
  if (orderId === null || amountMinor === null || placedMinor === null) return undefined;
  if (returnedMinor === null || points === null || placedAt === null) return undefined;
  const keptMinor = keptMinorOf({ amountMinor, returnedMinor });
  const order = { placedMinor, points, exactPoints, keptMinor };
  const { tier, birthMonth } = row;
  return {
    ...{ id: orderId, memberId, amountMinor, currency: programme.currency, placedAt },
    status: cancelledAt !== null ? 'cancelled' : keptMinor === 0 && returnedMinor > 0 ? 'returned' : 'placed',
    // More may have come back than it was amended to afterwards.
    returnedMinor: Math.min(returnedMinor, amountMinor),
    points: pointsStanding(programme, order),
    explanation: explainOrder(programme, { ...order, placedAt, tier, birthMonth }) ?? [],
  };
}
