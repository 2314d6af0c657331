import { describe, expect, it } from 'vitest';
import {
  applied,
  carry,
  day,
  done,
  hour,
  enrolmentOf,
  mail,
  minute,
  order,
  type Performer,
  performsAll,
  threeMails,
  signalOf,
} from '../../test/support/virtual-cohort.ts';
import { Cohort, pendingEventsMax } from './cohort.ts';
import type { EnrolmentSignal } from './protocol.ts';
import type { StoryContext, Story } from './story.ts';
import { seenMax } from './seen-signals.ts';
import { resultsMax } from './replay.ts';

describe('a story', () => {
  it('goes on by itself, each step at the time it was due', async () => {
    const cohort = await (await carry(threeMails).at(0)).onTimeUntil(100 * day);
    expect(cohort.told()).toEqual([
      ['first', 0],
      ['second', 3 * day],
      ['third', 10 * day],
    ]);
    expect(cohort.endings).toEqual([{ enrolmentId: '1', status: 'done', reason: 'no order', at: 10 * day }]);
  });

  it('gives the same steps when the worker comes back months late', async () => {
    const cohort = await (await carry(threeMails).at(0)).at(100 * day);
    expect(cohort.told().map(([, at]) => at)).toEqual([0, 3 * day, 10 * day]);
  });

  it('hears an order of day 5 after the mail of day 3 was due, even if both are handled on day 20', async () => {
    const cohort = await (await carry(threeMails).at(0)).at(20 * day, [signalOf({ ...order, at: 5 * day, data: {} })]);
    expect(cohort.told().map(([name]) => name)).toEqual(['first', 'second']);
    expect(cohort.endings).toMatchObject([{ reason: 'ordered', at: 5 * day }]);
  });

  it.each([
    ['before its deadline', day - 1, 'in time'],
    ['at its deadline', day, 'in time'],
    ['after its deadline', day + 1, 'too late'],
  ])('counts an event %s as it should', async (_, at, reason) => {
    const story = async (context: StoryContext) => done((await context.waitFor([order], day)) ? 'in time' : 'too late');
    const cohort = await (await carry(story).at(0)).at(2 * day, [signalOf({ ...order, at, data: {} })]);
    expect(cohort.endings).toMatchObject([{ reason }]);
  });

  it('takes events in the order of their own times, not of their arrival', async () => {
    const story = async (context: StoryContext) => {
      const first = await context.waitFor([order]);
      const second = await context.waitFor([order]);
      return done(`${first?.id} ${second?.id}`);
    };
    const late = [signalOf({ ...order, id: 'b', at: 20, data: {} }), signalOf({ ...order, id: 'a', at: 10, data: {} })];
    expect((await (await carry(story).at(0)).at(30, late)).endings).toMatchObject([{ reason: 'a b', at: 20 }]);
  });

  it('gives an event that comes late the present time, never an earlier one', async () => {
    const story = async (context: StoryContext) => {
      await context.sleepUntil(day);
      await context.waitFor([order]);
      return done();
    };
    const cohort = await (await carry(story).at(0)).at(2 * day);
    await cohort.at(3 * day, [signalOf({ ...order, at: hour, data: {} })]);
    expect(cohort.endings).toMatchObject([{ at: day }]);
  });

  it('keeps an event it is not waiting for until it asks for it', async () => {
    const story = async (context: StoryContext) => {
      await context.waitFor([{ type: 'checkin.done' }]);
      return done((await context.waitFor([order], context.now())) ? 'ordered before' : 'not yet');
    };
    const cohort = await carry(story).at(0);
    await cohort.at(hour, [signalOf({ ...order, at: hour, data: {} })]);
    await cohort.at(day, [signalOf({ type: 'checkin.done', at: day, data: {} })]);
    expect(cohort.endings).toMatchObject([{ reason: 'ordered before' }]);
  });

  it('waits for an event that lies a little in the future', async () => {
    const cohort = await carry(threeMails).at(0);
    await cohort.at(minute, [signalOf({ ...order, at: 3 * minute, data: {} })]);
    expect(cohort.endings).toEqual([]);
    expect(cohort.nextWakeAt()).toBe(3 * minute);
    expect((await cohort.at(3 * minute)).endings).toMatchObject([{ reason: 'ordered', at: 3 * minute }]);
  });

  it(`forgets the oldest of more than ${pendingEventsMax} events that it never asked for`, async () => {
    const story = async (context: StoryContext) => {
      await context.sleepUntil(day);
      return done((await context.waitFor([order], 0))?.id ?? 'none');
    };
    const cohort = await carry(story).at(0);
    const many = Array.from({ length: pendingEventsMax + 3 }, (_, at) =>
      signalOf({ ...order, id: `o${at}`, at, data: {} }),
    );
    const deadlineAt0 = await (await cohort.at(hour, many)).at(day);
    expect(deadlineAt0.endings).toMatchObject([{ reason: 'none' }]);
  });
});

describe('a step', () => {
  it('has a key of its enrolment, name and occurrence, with the chapter from the second on', async () => {
    const story: Story<unknown> = async (context, _, input) => {
      await context.step(mail('hello'));
      await context.step(mail('again'));
      await context.step(mail('again'));
      return input.last === true ? done() : { kind: 'chapter', input: { last: true } };
    };
    const cohort = await carry(story, { members: ['7'] }).at(0);
    expect(cohort.steps.map(({ key }) => key)).toEqual([
      ...['7/hello/1', '7/again/1', '7/again/2'],
      ...['7/hello/c2.1', '7/again/c2.1', '7/again/c2.2'],
    ]);
  });

  it('is seen by the story with what came of it, also when that is a refusal', async () => {
    const story = async (context: StoryContext) => {
      const outcome = await context.step(mail('hello'));
      return done(outcome.kind === 'refused' ? outcome.reason : 'sent');
    };
    const refuses: Performer = () => ({
      kind: 'done',
      outcome: { kind: 'refused', code: 'NO_ADDRESS', reason: 'no address' },
    });
    expect((await carry(story, { performer: refuses }).at(0)).endings).toMatchObject([{ reason: 'no address' }]);
  });

  it('is asked again at the time the performer names, and takes place then', async () => {
    const notBefore2: Performer = (request) =>
      request.at < 2 * hour ? { kind: 'retry', at: 2 * hour } : performsAll(request, 0);
    const cohort = await carry(threeMails, { performer: notBefore2 }).at(0);
    expect(cohort.nextWakeAt()).toBe(2 * hour);
    expect((await cohort.at(2 * hour)).told()).toEqual([['first', 2 * hour]]);
  });

  it('takes the time it was first performed at when its key was known', async () => {
    const story = async (context: StoryContext) => {
      await context.step(mail('hello'));
      await context.step(mail('there'));
      return done();
    };
    const known: Performer = ({ step }) => ({
      kind: 'done',
      outcome: applied,
      ...(step.name === 'hello' ? { at: 500 } : {}),
    });
    expect((await carry(story, { performer: known }).at(1_000)).told()).toEqual([
      ['hello', 0],
      ['there', 500],
    ]);
  });
});

describe('an exit rule', () => {
  const exit = (at: number): EnrolmentSignal => signalOf({ type: 'member.unsubscribed', at, data: {} });

  it('ends a story that waits, at once and with its reason', async () => {
    const cohort = await (await carry(threeMails).at(0)).at(day, [exit(day)]);
    expect(cohort.endings).toEqual([{ enrolmentId: '1', status: 'exited', reason: 'unsubscribed', at: day }]);
  });

  it('leaves to what was due before it its turn', async () => {
    const cohort = await (await carry(threeMails).at(0)).at(20 * day, [exit(5 * day)]);
    expect(cohort.told().map(([name]) => name)).toEqual(['first', 'second']);
    expect(cohort.endings).toMatchObject([{ status: 'exited', at: 5 * day }]);
  });

  it('ends a story before it sees the event', async () => {
    const story = async (context: StoryContext) =>
      done((await context.waitFor([{ type: 'member.unsubscribed' }])) ? 'seen' : '');
    expect((await (await carry(story).at(0)).at(day, [exit(day)])).endings).toMatchObject([{ status: 'exited' }]);
  });

  it('ends a story whose step is held by a pause', async () => {
    const cohort = await (await carry(threeMails, { performer: () => ({ kind: 'held' }) }).at(0)).at(day, [exit(day)]);
    expect(cohort.endings).toMatchObject([{ status: 'exited', at: day }]);
  });

  it('comes after a step that was only put off until before it', async () => {
    const later: Performer = (request) => (request.at < hour ? { kind: 'retry', at: hour } : performsAll(request, 0));
    const cohort = await (await carry(threeMails, { performer: later }).at(0)).at(day, [exit(2 * hour)]);
    expect(cohort.told()).toEqual([['first', hour]]);
    expect(cohort.endings).toMatchObject([{ status: 'exited', at: 2 * hour }]);
  });
});

describe('a long story', () => {
  it('starts its next chapter with an empty record and the time it has come to', async () => {
    const story: Story<unknown> = async (context, _, input) => {
      const week = Number(input.week ?? 1);
      await context.sleepUntil(context.now() + 7 * day);
      return week === 60 ? done(`${context.now() / day} days`) : { kind: 'chapter', input: { week: week + 1 } };
    };
    const cohort = await (await carry(story).at(0)).at(30 * 7 * day);
    expect(cohort.states()).toMatchObject([{ chapter: 31, results: [], startedAt: 30 * 7 * day, input: { week: 31 } }]);
    expect((await cohort.onTimeUntil(1_000 * day)).endings).toMatchObject([{ reason: '420 days' }]);
  });

  it(`fits ${resultsMax} answers in a chapter`, async () => {
    const story = async (context: StoryContext) => {
      for (let mails = 0; mails < resultsMax; mails++) await context.step(mail('one more'));
      return done();
    };
    expect((await carry(story).at(0)).endings).toMatchObject([{ status: 'done' }]);
  });
});

describe('a signal', () => {
  const counts = async (context: StoryContext) => {
    for (let orders = 1; ; orders++) {
      await context.waitFor([order]);
      await context.step(mail(`order-${orders}`));
    }
  };

  it('that is delivered twice counts once, also after a move to another worker', async () => {
    const wake = signalOf({ ...order, at: 10, data: {} });
    const cohort = await (await carry(counts).at(0)).at(20, [wake, wake]);
    await cohort.at(30, [wake]);
    await cohort.moveOn().at(40, [wake]);
    expect(cohort.told()).toEqual([['order-1', 10]]);
  });

  it('for a story that has ended, or for nobody here, is dropped', async () => {
    const cohort = await carry(async () => done()).at(0);
    await cohort.at(1, [signalOf({ ...order, at: 1, data: {} }), signalOf({ ...order, at: 1, data: {} }, '99')]);
    expect(cohort.endings).toHaveLength(1);
  });

  it('can not be lost in a move: a cohort with work under way refuses to be moved', async () => {
    const cohort = new Cohort({ story: threeMails, settings: {}, exitOn: [] }, [enrolmentOf('1')]);
    const work = await cohort.advance(0);
    expect(() => cohort.states()).toThrow('work under way');
    cohort.answer(work.steps.map(() => ({ kind: 'done', outcome: applied })));
    expect(cohort.states()).toHaveLength(1);
  });

  it('is remembered as long as the relay may repeat it', async () => {
    const cohort = await carry(counts).at(0);
    const first = signalOf({ ...order, at: 1, data: {} });
    await cohort.at(1, [first]);
    for (let more = 1; more < seenMax; more++)
      await cohort.at(1, [{ kind: 'resumed', id: `r${more}`, enrolmentId: '1' }]);
    await cohort.at(2, [first]);
    expect(cohort.told()).toEqual([['order-1', 1]]);
    expect(cohort.states()[0]?.seen).toHaveLength(seenMax);
  });
});
