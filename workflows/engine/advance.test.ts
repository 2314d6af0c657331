import { describe, expect, it } from 'vitest';
import { applied, done, enrolmentOf, mail } from '../../test/support/virtual-cohort.ts';
import { advance, type AdvancePorts } from './advance.ts';
import { CarriedCohort } from './carried-cohort.ts';
import { carryReady } from './carry.ts';
import type { Work } from './cohort.ts';
import type { StepReply } from './protocol.ts';
import type { Story } from './story.ts';

const twoMails: Story<unknown> = async (context) => {
  await context.step(mail('first'));
  await context.step(mail('second'));
  return done();
};
const page = { enrolments: ['1', '2'].map((id) => carryReady(enrolmentOf(id))), signals: [], unread: [] };

/** Ports that answer each enrolment's steps in the same way, and say after every round that it is enough. */
function shortOfTime(replyTo: (enrolmentId: string) => StepReply): AdvancePorts & { readonly done: [Work, boolean][] } {
  const told: [Work, boolean][] = [];
  return {
    done: told,
    now: () => Promise.resolve(1),
    isEnough: () => true,
    rest: () => Promise.resolve([]),
    perform: async (work, last) => {
      told.push([work, last]);
      return Promise.resolve(work.steps.map(({ enrolmentId }) => replyTo(enrolmentId)));
    },
  };
}
const over: StepReply = { kind: 'ended', status: 'exited', reason: 'unsubscribed' };
const performed: StepReply = { kind: 'done', outcome: applied };

describe('a page of a cohort that has no time left', () => {
  const program = { story: twoMails, settings: {}, exitOn: [] };

  it('leaves the rest to the next call, due at once', async () => {
    const ports = shortOfTime(() => performed);
    const { changes, dueAt } = await advance(program, { ...page, isWhole: true }, ports);
    expect(ports.done).toHaveLength(1);
    expect(dueAt).toBe(0);
    expect(changes).toMatchObject([
      { dueAt: 0, areMore: true },
      { dueAt: 0, areMore: true },
    ]);
  });

  it('still records who has left, and goes on with the others', async () => {
    const ports = shortOfTime((enrolmentId) => (enrolmentId === '1' ? over : performed));
    const { changes } = await advance(program, { ...page, isWhole: false }, ports);
    expect(ports.done.flatMap(([{ endings }]) => endings)).toMatchObject([{ enrolmentId: '1', status: 'exited' }]);
    expect(changes[0]).toEqual({ enrolmentId: '1', isOver: true });
  });

  it('still closes the cohort when the last has left', async () => {
    const ports = shortOfTime(() => over);
    const { changes } = await advance(program, { ...page, isWhole: true }, ports);
    expect(ports.done.map(([, last]) => last)).toEqual([false, true]);
    expect(ports.done[1]?.[0].endings).toHaveLength(2);
    expect(changes).toEqual(['1', '2'].map((enrolmentId) => ({ enrolmentId, isOver: true })));
  });
});

describe('An enrolment whose record outgrows what can be handed on', () => {
  const collector: Story<unknown> = async (context) => {
    for (let step = 0; step < 190; step++) await context.step(mail(`m${step}`));
    await context.sleepUntil(10_000);
    return done();
  };

  /** Both go as far as they go, from call to call; member 1 is answered with this text each time. */
  async function goThrough(text: string) {
    const large: StepReply = { kind: 'done', outcome: { kind: 'applied', data: { text } } };
    const ports = shortOfTime((enrolmentId) => (enrolmentId === '1' ? large : performed));
    const carried = new CarriedCohort({ ...page, seen: [] });
    for (let taken = carried.takePage(1); taken !== undefined; taken = carried.takePage(1)) {
      const isWhole = taken.enrolments.length === carried.size;
      const program = { story: collector, settings: {}, exitOn: [] };
      carried.apply(
        (await advance(program, { ...taken, unread: [], isWhole }, { ...ports, isEnough: () => false })).changes,
      );
    }
    return { left: carried.state().enrolments.length, endings: ports.done.flatMap(([work]) => work.endings) };
  }

  it('ends as failed and says how large it is, in bytes; the one beside it travels on', async () => {
    // 180,000 characters are 540 kB; the 360,000 that it would come to are more than it may take with it.
    const { left, endings } = await goThrough('漢'.repeat(2_000));
    expect(endings).toMatchObject([{ enrolmentId: '1', status: 'failed' }]);
    expect(endings[0]?.reason).toMatch(/grown to 1\.\d MB, more than the 1\.0 MB/);
    expect(left).toBe(1);
  });

  it('does not as long as 190 answers of 4 kB fit', async () => {
    const { left, endings } = await goThrough('x'.repeat(4_000));
    expect({ left, endings }).toEqual({ left: 2, endings: [] });
  });
});
