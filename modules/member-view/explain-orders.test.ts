import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../values/json.ts';
import type { Programme } from '../programme/rules.ts';
import { readProgrammeFile } from '../programme/file.ts';
import { explainOrders } from './explain-orders.ts';
import type { EventRow } from './rows.ts';
import { memberFormatter, memberSpeaker } from './wording.ts';

const programme: Programme = await readProgrammeFile('playbooks/reference/programme.yaml');

const order = (id: bigint, day: string, amountMinor: number, result: JsonObject): EventRow => ({
  id,
  eventId: `e${id}`,
  type: 'order.placed',
  occurredAt: new Date(`${day}T12:00:00Z`),
  receivedAt: new Date(`${day}T12:00:00Z`),
  data: { orderId: String(id), amountMinor },
  result,
});

function explain(
  events: EventRow[],
  { complete = true, birthMonth = null as number | null } = {},
): (string | undefined)[] {
  const { asset, currency, zone } = programme;
  const say = memberSpeaker(memberFormatter({ asset, currency, zone, programmeZone: zone }));
  const explanations = explainOrders(programme, { events, complete, birthMonth });
  return events.map(({ id }) => {
    const phrase = explanations.get(id);
    return phrase && say(phrase);
  });
}

describe('the points of an order are explained', () => {
  it('by the rate, and the part above a step', () => {
    expect(explain([order(1n, '2026-03-02', 40_000, { points: 450 })])).toEqual([
      'GBP 400.00 at 1 for every GBP 1.00; the part above GBP 300.00 counts x1.5',
    ]);
  });

  it('by the tier the member had when the order came in, not the one it brought', () => {
    const first = order(1n, '2026-03-02', 60_000, { points: 750, tier: 'silver' });
    const second = order(2n, '2026-03-03', 10_000, { points: 120 });
    expect(explain([second, first])).toEqual([
      'GBP 100.00 at 1 for every GBP 1.00; Silver x1.2',
      'GBP 600.00 at 1 for every GBP 1.00; the part above GBP 300.00 counts x1.5',
    ]);
  });

  it('by the day: member day and the month of the birthday', () => {
    expect(explain([order(1n, '2026-03-18', 10_000, { points: 400 })], { birthMonth: 3 })).toEqual([
      'GBP 100.00 at 1 for every GBP 1.00; member day (18 of the month) x2; birthday month x2',
    ]);
  });

  it('never by rules that come to other points: they have changed since', () => {
    expect(explain([order(1n, '2026-03-02', 10_000, { points: 90 })])).toEqual([undefined]);
  });

  it('by the one tier that fits when the beginning is not known, and not at all when several do', () => {
    expect(explain([order(7n, '2026-03-02', 10_000, { points: 150 })], { complete: false })).toEqual([
      'GBP 100.00 at 1 for every GBP 1.00; Gold x1.5',
    ]);
    expect(explain([order(7n, '2026-03-02', 100, { points: 1 })], { complete: false })).toEqual([undefined]);
  });
});
