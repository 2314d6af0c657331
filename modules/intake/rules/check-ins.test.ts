import { describe, expect, it } from 'vitest';
import type { Programme } from '../../programme/rules.ts';
import { shippedRules } from '../../../test/support/streak-rules.ts';
import type { StreakBook } from '../../check-ins/rules.ts';
import { type DecisionContext, emptyPlan, type Standing } from './context.ts';
import type { Fact } from './facts.ts';
import { decide } from './decide.ts';

const rules = { ...shippedRules, dayPoints: [5, 5, 10], bonuses: [{ day: 3, points: 20 }] };

/** What intake goes by. */
const programme = {
  ...{ zone: 'Europe/London', tiers: [{ code: 'base', name: 'Base' }], expiry: { kind: 'never' }, quietHours: null },
  tasks: [{ eventType: 'checkin.done', points: 3, once: 'day' }],
} as unknown as Programme;

/** Takes events of Anna and Ben, of whom Anna is held out, each at its own time; answers what was said and what is to be paid. */
function take(...events: readonly (readonly [member: string, type: string, at: string])[]) {
  const books = new Map<string, { zone: string | null; book: StreakBook }>();
  const members = new Map(['anna', 'ben'].map((name) => [name, memberNamed(name)]));
  const checkIn = { rules, paused: false, heldOut: new Set(['anna']), books };
  const desk = { programme, members, checkIn, plan: emptyPlan(), events: new Map(), paidKeys: new Set<string>() };
  const answers = events.map(([memberId, type, text], place) => {
    const at = new Date(text);
    const fact = { id: `e${place}`, contentHash: `${place}`, type, memberId, at, data: {} } as unknown as Fact;
    return decide({ ...desk, now: at } as unknown as DecisionContext, fact);
  });
  const paid = desk.plan.events.map(({ earn }) => earn?.points ?? 0);
  return { answers, paid, plan: desk.plan, bookOf: (name: string) => books.get(name)?.book };
}

function memberNamed(externalId: string): Standing {
  return { ...{ id: externalId, externalId, status: 'ACTIVE', tier: 'base', profile: null, turn: 0 } } as Standing;
}

const said = (answer: object | undefined) => (answer && 'result' in answer ? answer.result : answer);
const days = (member: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => {
    return [member, 'checkin.done', `2026-03-${String(from + place).padStart(2, '0')}T09:00:00Z`] as const;
  });

describe('the check-ins of a member who is held out', () => {
  it('count as those of any other, and are not paid, not by a bonus and not by the task of the programme', () => {
    const { paid, plan } = take(...days('anna', 2, 5), ...days('ben', 2, 5));
    expect(paid).toEqual([0, 0, 0, 0, 5, 5, 30, 5]);
    expect(plan.checkIns.map(({ entry }) => entry?.streak)).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
    expect(plan.checkIns.slice(0, 4).map(({ entry }) => entry?.points)).toEqual([0, 0, 0, 0]);
  });

  it('are answered with the day and the streak, and a word that there is nothing to show', () => {
    const { answers } = take(...days('anna', 2, 3), ...days('ben', 2, 2));
    expect(said(answers[1])).toEqual({
      ...{ heldOut: true, businessDay: '2026-03-03', streak: 2, best: 2 },
      note: 'the day counts; held out, to measure what the campaign adds',
    });
    expect(Object.keys(said(answers[2]) ?? {}).sort()).toEqual(
      ['best', 'businessDay', 'cards', 'losesAt', 'next', 'note', 'points', 'remindAt', 'streak'].sort(),
    );
  });

  it('are answered in the same way when they come twice', () => {
    const { answers } = take(...days('anna', 2, 2), ['anna', 'checkin.done', '2026-03-02T18:00:00Z']);
    expect(answers[1]).toMatchObject({
      ...{ kind: 'duplicate', result: { heldOut: true, streak: 1, note: 'already checked in today' } },
    });
    expect(said(answers[1])).not.toHaveProperty('points');
    expect(said(answers[1])).not.toHaveProperty('next');
  });

  it('tell the story when the streak is lost and when a reminder would be due, as for any other', () => {
    const { plan } = take(...days('anna', 2, 3), ...days('ben', 2, 3));
    const [, anna, , ben] = plan.events.map(({ data }) => data);
    expect(anna).toMatchObject({ streak: 2, points: 0, next: { day: 3, points: 0 }, cards: 0 });
    expect([anna?.losesAt, anna?.remindAt]).toEqual([ben?.losesAt, ben?.remindAt]);
    expect([anna?.losesAt, anna?.remindAt]).toEqual([
      Date.parse('2026-03-05T00:00:00Z'),
      Date.parse('2026-03-04T20:00:00Z'),
    ]);
  });

  it('are not mended with a card: who gets nothing has none, and none is used up', () => {
    const card = (member: string) => [member, 'checkin.repaired', '2026-03-05T09:00:00Z'] as const;
    const { answers, bookOf } = take(...days('anna', 2, 3), ...days('ben', 2, 3), card('anna'), card('ben'));
    expect(answers[4]).toMatchObject({
      ...{ kind: 'refused', code: 'NO_REPAIR_CARD', field: 'memberId' },
      message: 'is held out of the campaign and has no repair cards',
    });
    expect(bookOf('anna')?.cards.used).toBe(0);
    expect(answers[5]).toMatchObject({ kind: 'accepted', result: { streak: 2, cards: 0 } });
    expect(bookOf('ben')?.cards.used).toBe(1);
  });
});
