import { describe, expect, it } from 'vitest';
import { applied, carry, day, done, mail, type Performer } from '../../test/support/virtual-cohort.ts';
import type { EnrolmentSignal } from './protocol.ts';
import type { AfterPause, Story } from './story.ts';

describe('a paused campaign', () => {
  const mailsOf =
    (afterPause?: AfterPause): Story<unknown> =>
    async (context) => {
      const outcome = await context.step(mail('first', afterPause));
      await context.sleepUntil(context.now() + day);
      await context.step(mail('second'));
      return done(outcome.kind);
    };
  const pausedUntil =
    (until: number): Performer =>
    (request, now) => {
      if (now < until) return { kind: 'held' };
      const outcome =
        request.skipReason === undefined ? applied : ({ kind: 'skipped', reason: request.skipReason } as const);
      return { kind: 'done', outcome };
    };
  const resumed = (id = 'r1'): EnrolmentSignal => ({ kind: 'resumed', id, enrolmentId: '1' });

  it.each<[string, AfterPause | undefined, [string, number][], string]>([
    [
      'catches up by default: the step keeps its time',
      undefined,
      [
        ['first', 0],
        ['second', day],
      ],
      'applied',
    ],
    [
      'shifts what follows if the step says so',
      'shift',
      [
        ['first', 5 * day],
        ['second', 6 * day],
      ],
      'applied',
    ],
    [
      'skips the step if the step says so',
      'skip',
      [
        ['first', 0],
        ['second', day],
      ],
      'skipped',
    ],
  ])('%s', async (_, afterPause, steps, outcome) => {
    const cohort = await carry(mailsOf(afterPause), { performer: pausedUntil(5 * day) }).at(0);
    await (await cohort.at(5 * day, [resumed()])).onTimeUntil(10 * day);
    expect(cohort.told()).toEqual(steps);
    expect(cohort.endings).toMatchObject([{ reason: outcome }]);
  });

  it('holds again what a second pause meets', async () => {
    const cohort = await carry(mailsOf(), { performer: pausedUntil(5 * day) }).at(0);
    expect((await cohort.at(day, [resumed('r1')])).steps).toEqual([]);
    expect((await cohort.at(5 * day, [resumed('r2')])).told()[0]).toEqual(['first', 0]);
  });

  it('lets a cohort stay suspended until it is resumed', async () => {
    const cohort = await carry(mailsOf(), { performer: pausedUntil(5 * day) }).at(0);
    expect(cohort.nextWakeAt()).toBeUndefined();
  });

  it.each(['shift', 'catch-up', 'skip'] as const)(
    'may hold a step over a move to another worker (%s)',
    async (afterPause) => {
      const cohort = await carry(mailsOf(afterPause), { performer: pausedUntil(5 * day) }).at(0);
      await cohort.moveOn().at(5 * day, [resumed()]);
      const stayed = await (
        await carry(mailsOf(afterPause), { performer: pausedUntil(5 * day) }).at(0)
      ).at(5 * day, [resumed()]);
      expect(cohort.steps).toEqual(stayed.steps);
    },
  );

  it('is no reason to keep a member who was cancelled', async () => {
    const cohort = await carry(mailsOf(), { performer: pausedUntil(5 * day) }).at(0);
    await cohort.at(day, [{ kind: 'cancelled', id: 'c1', enrolmentId: '1', reason: 'cancelled by the shop' }]);
    expect(cohort.endings).toEqual([
      { enrolmentId: '1', status: 'cancelled', reason: 'cancelled by the shop', at: day },
    ]);
  });
});
