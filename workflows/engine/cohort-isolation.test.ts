import { describe, expect, it } from 'vitest';
import {
  applied,
  carry,
  done,
  enrolmentOf,
  mail,
  type Performer,
  VirtualCohort,
} from '../../test/support/virtual-cohort.ts';
import type { StoryContext, Story } from './story.ts';

describe('a member never suffers for another', () => {
  const others = ['2', '3'];
  const story: Story<unknown> = async (context) => {
    if (context.memberId === 'm1') throw new Error('no such tier');
    await context.step(mail('hello'));
    return done();
  };

  it('when a story throws', async () => {
    const cohort = await carry(story, { members: ['1', ...others] }).at(0);
    expect(cohort.blocks).toMatchObject([{ enrolmentId: '1', blocked: { reason: 'the story failed: no such tier' } }]);
    expect(cohort.endings).toMatchObject(others.map((enrolmentId) => ({ enrolmentId, status: 'done' })));
  });

  it.each<[string, Story<unknown>, RegExp]>([
    [
      'throws before its first await',
      () => {
        throw new Error('at once');
      },
      /the story failed: at once/,
    ],
    [
      'asks without end',
      async (context) => {
        for (;;) await context.step(mail('more'));
      },
      /more than 200 things in one chapter/,
    ],
    [
      'sleeps without end',
      async (context) => {
        for (;;) await context.sleepUntil(0);
      },
      /more than 200 things in one chapter/,
    ],
    ['turns pages without end', async () => ({ kind: 'chapter', input: {} }), /1000 chapters without a wait/],
    ['waits for something else', () => new Promise(() => undefined), /something other than its context/],
    [
      'asks for two things at once',
      async (context) => {
        await Promise.all([context.step(mail('a')), context.step(mail('b'))]);
        return done();
      },
      /two things at once/,
    ],
    [
      'forgets to wait for a step',
      async (context) => {
        void context.step(mail('a'));
        return done();
      },
      /an await is missing/,
    ],
    [
      'sleeps until no instant',
      async (context) => {
        await context.sleepUntil(Number.NaN);
        return done();
      },
      /no number/,
    ],
  ])('when a story %s', async (_, bad, reason) => {
    const both: Story<unknown> = (context, ...rest) => (context.memberId === 'm1' ? bad : story)(context, ...rest);
    const cohort = await carry(both, { members: ['1', ...others] }).at(0);
    expect(cohort.size).toBe(1);
    expect(cohort.blocks).toMatchObject([{ enrolmentId: '1', blocked: { reason: expect.stringMatching(reason) } }]);
    expect(cohort.endings.filter(({ status }) => status === 'done')).toHaveLength(others.length);
  });

  it('when one step can not be done and another enrolment is over', async () => {
    const performer: Performer = ({ enrolmentId }) => {
      if (enrolmentId === '1') return { kind: 'failed', reason: 'the row is broken' };
      if (enrolmentId === '2') return { kind: 'ended', status: 'cancelled', reason: 'the campaign has ended' };
      return { kind: 'done', outcome: applied };
    };
    const cohort = await carry(async (context) => (await context.step(mail('hello')), done()), {
      members: ['1', '2', '3'],
      performer,
    }).at(0);
    expect(cohort.endings).toMatchObject([
      { enrolmentId: '1', status: 'failed', reason: 'the row is broken' },
      { enrolmentId: '2', status: 'cancelled', reason: 'the campaign has ended' },
      { enrolmentId: '3', status: 'done' },
    ]);
  });

  it('when the code of a story has changed under its record', async () => {
    const results = [{ step: 'hello#1', at: 0, value: applied }];
    const changed = async (context: StoryContext) => (await context.sleepUntil(1), done());
    const cohort = new VirtualCohort({ story: changed, settings: {}, exitOn: [] }, [enrolmentOf('1', { results })]);
    expect((await cohort.at(0)).blocks).toMatchObject([
      { enrolmentId: '1', blocked: { reason: expect.stringContaining('its code has changed') } },
    ]);
    expect(cohort.endings).toEqual([]);
  });
});
