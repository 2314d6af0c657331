import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfTime, liveOnTime, members, play, seen, stateOf, wakesOf } from '../../test/support/played-members.ts';
import { finalReply, instants } from '../../test/support/story-programs.ts';
import { day, done, mail, order, signalOf, VirtualCohort } from '../../test/support/virtual-cohort.ts';
import { Cohort } from './cohort.ts';
import type { EnrolmentState, RecordedResult } from './protocol.ts';
import { rebuildEnrolment } from './rebuild.ts';
import type { Story, StoryContext } from './story.ts';

const program = (story: Story<unknown>) => ({ story, settings: {}, exitOn: [] });
const gift = { kind: 'grant', name: 'gift', points: 100, reason: 'Welcome gift' } as const;
const review = { kind: 'review', name: 'review', subject: 'gift', reasons: [] } as const;

/** Version 1: a gift, then an order is waited for. */
const first: Story<unknown> = async (context) => {
  await context.step(gift);
  await context.waitFor([order], 30 * day, 'first-order');
  await context.step(mail('thanks'));
  return done();
};

/** A member of version 1 who has the gift and waits for an order. */
async function waitingForAnOrder(): Promise<EnrolmentState> {
  const given = { kind: 'applied', data: { points: 100, txnId: 'txn-1' } } as const;
  const cohort = new VirtualCohort(program(first), [blank], () => ({ kind: 'done', outcome: given }));
  await cohort.at(0);
  return cohort.states()[0] ?? blank;
}
const blank: EnrolmentState = {
  ...{ enrolmentId: '1', memberId: 'm1', startedAt: 0, input: {}, chapter: 1 },
  ...{ results: [], pendingEvents: [], seen: [] },
};
const retry = { kind: 'retry', id: 'r1', enrolmentId: '1' } as const;

/** What a changed story does to somebody who is inside. */
async function deployed(story: Story<unknown>, state: EnrolmentState): Promise<VirtualCohort> {
  return new VirtualCohort(program(story), [state]).at(2 * day, [signalOf({ ...order, at: 2 * day, data: {} })]);
}

describe('a story that was changed under a member who is inside', () => {
  it.each<[string, Story<unknown>, RegExp]>([
    [
      'asks for a review before the gift',
      async (context) => {
        await context.step(review);
        return first(context, {}, {});
      },
      /asks for "review#1" where its record has "gift#1"/,
    ],
    [
      'gives a coupon where it gave the gift',
      async (context) => {
        await context.step({ ...mail('coupon'), name: 'coupon' });
        await context.waitFor([order], 30 * day, 'first-order');
        return done();
      },
      /asks for "coupon#1" where its record has "gift#1"/,
    ],
    [
      'leaves the gift out',
      async (context) => {
        await context.waitFor([order], 30 * day, 'first-order');
        return done();
      },
      /asks for "wait:first-order#1" where its record has "gift#1"/,
    ],
    ['ends at once', async () => done(), /ends where its record goes on with "gift#1"/],
  ])('and %s does nothing, keeps what was given, and says why', async (_, changed, reason) => {
    const state = await waitingForAnOrder();
    const cohort = await deployed(changed, state);
    expect(cohort.steps).toEqual([]);
    expect(cohort.endings).toEqual([]);
    expect(cohort.blocks).toMatchObject([{ enrolmentId: '1', blocked: { reason: expect.stringMatching(reason) } }]);
    expect(cohort.states()).toMatchObject([{ results: state.results, pendingEvents: [{ type: order.type }] }]);
    expect(cohort.nextWakeAt()).toBeUndefined();

    // The version before comes back, and word to try again: the order that came meanwhile is heard.
    const after = new VirtualCohort(program(first), cohort.states());
    expect((await after.at(3 * day)).steps).toEqual([]);
    await after.at(3 * day, [retry]);
    expect(after.blocks).toEqual([{ enrolmentId: '1' }]);
    expect(after.told()).toEqual([['thanks', 2 * day]]);
    expect(after.endings).toMatchObject([{ status: 'done' }]);
  });

  it('is asked again only when word comes to try again, however often it wakes', async () => {
    const cohort = await deployed(async () => done(), await waitingForAnOrder());
    for (let wake = 3; wake < 6; wake++) await cohort.moveOn().at(wake * day);
    expect(cohort.blocks).toHaveLength(1);
    await cohort.at(6 * day, [retry]);
    expect(cohort.blocks).toHaveLength(2);
  });

  it('may be left by an exit and ended by a cancel while it is blocked', async () => {
    const left = { ...program(async () => done()), exitOn: [{ ...order, reason: 'ordered' }] };
    const cohort = await new VirtualCohort(left, [await waitingForAnOrder()]).at(day);
    await cohort.at(2 * day, [signalOf({ ...order, at: 2 * day, data: {} })]);
    expect(cohort.endings).toMatchObject([{ status: 'exited', reason: 'ordered', at: 2 * day }]);
    const cancelled = await deployed(async () => done(), await waitingForAnOrder());
    await cancelled.at(3 * day, [{ kind: 'cancelled', id: 'c1', enrolmentId: '1', reason: 'by hand' }]);
    expect(cancelled.endings).toMatchObject([{ status: 'cancelled', reason: 'by hand' }]);
  });
});

describe('a change behind patched()', () => {
  const patchedStory: Story<unknown> = async (context) => {
    if (context.patched('review-first')) await context.step(review);
    return first(context, {}, {});
  };

  it('leaves those who are inside on their way, and takes those who come', async () => {
    const inside = await deployed(patchedStory, await waitingForAnOrder());
    expect(inside.told()).toEqual([['thanks', 2 * day]]);
    const newcomer = await new VirtualCohort(program(patchedStory), [blank]).at(0);
    expect(newcomer.told()).toEqual([
      ['review', 0],
      ['gift', 0],
    ]);
    expect(newcomer.states()[0]?.results.map(({ step }) => step)).toEqual([
      'patch:review-first#1',
      'review#1',
      'gift#1',
    ]);
  });

  it('is on record for each enrolment: replayed, it goes the same way', async () => {
    const cohort = await new VirtualCohort(program(patchedStory), [blank]).at(0);
    await cohort.moveOn().at(2 * day, [signalOf({ ...order, at: 2 * day, data: {} })]);
    expect(cohort.told().map(([name]) => name)).toEqual(['review', 'gift', 'thanks']);
    expect(cohort.blocks).toEqual([]);
  });

  it('in a loop is asked each time round: a round begun the former way ends that way', async () => {
    const weekly = (isPatched: (context: StoryContext) => boolean): Story<unknown> => {
      return async (context) => {
        for (let week = 1; week <= 3; week++) {
          await context.step(mail(isPatched(context) ? 'new' : 'old'));
          await context.sleepUntil(context.now() + 7 * day);
        }
        return done();
      };
    };
    const cohort = await new VirtualCohort(program(weekly(() => false)), [blank]).at(0);
    const after = new VirtualCohort(program(weekly((context) => context.patched('new'))), cohort.states());
    await after.onTimeUntil(30 * day);
    await after.at(30 * day);
    expect(after.blocks).toEqual([]);
    expect(after.told().map(([name]) => name)).toEqual(['new', 'new']);
  });

  it('may be taken out again when nobody is left on the former way', async () => {
    const cohort = await new VirtualCohort(program(patchedStory), [blank]).at(0);
    const settled: Story<unknown> = async (context) => {
      await context.step(review);
      return first(context, {}, {});
    };
    const after = await new VirtualCohort(program(settled), cohort.states()).at(40 * day);
    expect(after.blocks).toEqual([]);
    expect(after.told().map(([name]) => name)).toEqual(['thanks']);
  });

  it('is found again by what was performed when a cohort is rebuilt', async () => {
    const applied = { kind: 'applied' } as const;
    const former = { signals: [], steps: [{ key: '1/gift/1', outcome: applied, at: 0 }] };
    const rebuilt = await rebuildEnrolment(program(patchedStory), blank, former, day);
    expect(rebuilt).toMatchObject({ kind: 'active', state: { results: [{ step: 'gift#1' }] } });
    const latter = { signals: [], steps: [{ key: '1/review/1', outcome: applied, at: 0 }, ...former.steps] };
    expect(await rebuildEnrolment(program(patchedStory), blank, latter, day)).toMatchObject({
      state: { results: [{ step: 'patch:review-first#1' }, { step: 'review#1' }, { step: 'gift#1' }] },
    });
  });
});

describe('a record of 0.1.0, which had no names', () => {
  const withoutNames = (state: EnrolmentState): EnrolmentState => ({
    ...state,
    results: state.results.map((result) => ({ ...result, step: '' })),
  });

  it('comes to the same end, and has its names from then on', async () => {
    await fc.assert(
      fc.asyncProperty(members, instants, async (all, upgradedAt) => {
        for (const [place, member] of all.entries()) {
          const signals = wakesOf(member, place);
          const heardAt = ({ event }: (typeof signals)[number]) => Math.max(event.at, member.startedAt);
          const before = new VirtualCohort(play, [stateOf(member, place)], finalReply);
          for (const at of [...new Set([member.startedAt, ...signals.map(heardAt)])].sort((a, b) => a - b)) {
            if (at > upgradedAt) break;
            await before.onTimeUntil(at - 1);
            await before.at(
              at,
              signals.filter((signal) => heardAt(signal) === at),
            );
          }
          await before.onTimeUntil(upgradedAt);
          const after = new VirtualCohort(play, before.states().map(withoutNames), finalReply);
          await after.at(upgradedAt);
          for (const { results, blocked } of after.states()) {
            expect(results.filter(({ step }) => step === '')).toEqual(blocked ? expect.anything() : []);
          }
          for (const at of [...new Set(signals.map(heardAt))].sort((a, b) => a - b)) {
            if (at <= upgradedAt) continue;
            await after.onTimeUntil(at - 1);
            await after.at(
              at,
              signals.filter((signal) => heardAt(signal) === at),
            );
          }
          await after.onTimeUntil(endOfTime);
          const whole = { steps: [...before.steps, ...after.steps], endings: [...before.endings, ...after.endings] };
          expect(seen(whole, place)).toEqual(seen(await liveOnTime(member, place), place));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('does not take an event for what a step came to', async () => {
    const event = { id: 'e1', type: order.type, at: 0, data: {} };
    const results: RecordedResult[] = [{ step: '', at: 0, value: event }];
    const cohort = new Cohort(program(first), [{ ...blank, results }]);
    expect((await cohort.advance(day)).blocks[0]?.blocked?.reason).toMatch(/where its record has/);
  });
});
