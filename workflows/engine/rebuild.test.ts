import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfTime, liveOnTime, members, play, seen, stateOf, wakesOf } from '../../test/support/played-members.ts';
import { finalReply, instants } from '../../test/support/story-programs.ts';
import {
  day,
  done,
  enrolmentOf,
  mail,
  order,
  type Performer,
  threeMails,
  VirtualCohort,
  signalOf,
  type StepRequest,
} from '../../test/support/virtual-cohort.ts';
import type { EnrolmentState, StepReply } from './protocol.ts';
import type { Instant } from '../../values/instant.ts';
import { type PastStep, type PastSignal, rebuildEnrolment } from './rebuild.ts';
import type { StoryProgram } from './run-stories.ts';

/** A shop: performs a step once, and remembers it for the day on which a cohort is lost. */
class Shop {
  readonly done: PastStep[] = [];

  constructor(private readonly reply: (request: StepRequest) => StepReply) {}

  readonly perform: Performer = (request) => {
    const reply = this.reply(request);
    const { key, at } = request;
    if (reply.kind === 'done') this.done.push({ key, at, outcome: reply.outcome });
    return reply;
  };
}

/** Awake for every deadline and whatever comes, up to and with `until`. */
async function liveUntil(cohort: VirtualCohort, signals: readonly PastSignal[], until: Instant): Promise<void> {
  for (const cameAt of new Set(signals.map((signal) => signal.cameAt).filter((at) => at <= until))) {
    await cohort.onTimeUntil(cameAt - 1);
    await cohort.at(
      cameAt,
      signals.filter((signal) => signal.cameAt === cameAt).map(({ signal }) => signal),
    );
  }
  await cohort.onTimeUntil(until);
}

/** The same run with its cohort lost at `lostAt` and rebuilt from what the shop knows. */
async function liveWithLoss(
  rules: StoryProgram,
  enrolment: EnrolmentState,
  signals: readonly PastSignal[],
  reply: Shop['perform'],
  lostAt: Instant,
) {
  const shop = new Shop((request) => reply(request, 0));
  const first = new VirtualCohort(rules, [enrolment], shop.perform);
  await liveUntil(first, signals, lostAt);
  if (first.endings.length > 0) return first;
  const past = { signals: signals.filter(({ cameAt }) => cameAt <= lostAt), steps: shop.done };
  const rebuilt = await rebuildEnrolment(rules, enrolment, past, lostAt);
  const second = new VirtualCohort(rules, rebuilt.kind === 'active' ? [rebuilt.state] : [], shop.perform);
  second.steps.push(...first.steps);
  if (rebuilt.kind === 'ended') second.endings.push(rebuilt.ending);
  await second.at(lostAt);
  await liveUntil(
    second,
    signals.filter(({ cameAt }) => cameAt > lostAt),
    endOfTime,
  );
  return second;
}

describe('a cohort that is lost and rebuilt', () => {
  it('gives each member the same steps as one that was never lost, whenever it is', async () => {
    await fc.assert(
      fc.asyncProperty(members, instants, async (all, lostAt) => {
        for (const [place, member] of all.entries()) {
          const came = ({ event }: { event: { at: Instant } }) => Math.max(event.at, member.startedAt);
          const signals = wakesOf(member, place)
            .map((signal) => ({ signal, cameAt: came(signal) }))
            .sort((left, right) => left.cameAt - right.cameAt);
          const told = await liveWithLoss(play, stateOf(member, place), signals, finalReply, lostAt);
          expect(seen(told, place)).toEqual(seen(await liveOnTime(member, place), place));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does so too when word of events comes late', async () => {
    await fc.assert(
      fc.asyncProperty(members, instants, async (all, lostAt) => {
        for (const [place, member] of all.entries()) {
          const signals = wakesOf(member, place)
            .map((signal) => ({
              signal,
              cameAt: Math.max(signal.event.at, member.startedAt) + 1_500 * signal.lateTurns,
            }))
            .sort((left, right) => left.cameAt - right.cameAt);
          const undisturbed = new VirtualCohort(play, [stateOf(member, place)], finalReply);
          // Awake at that instant, too: word that comes between a deadline and the cohort's next wake is in time or not by that.
          await liveUntil(undisturbed, signals, lostAt);
          await undisturbed.at(lostAt);
          const toCome = signals.filter(({ cameAt }) => cameAt > lostAt);
          await liveUntil(undisturbed, toCome, endOfTime);
          const told = await liveWithLoss(play, stateOf(member, place), signals, finalReply, lostAt);
          expect(seen(told, place)).toEqual(seen(undisturbed, place));
        }
      }),
      { numRuns: 300 },
    );
  });

  const rules = { story: threeMails, settings: {}, exitOn: [] };
  const applied = { kind: 'applied' } as const;
  const sent = (name: string, at: Instant): PastStep => ({
    key: `1/${name}/1`,
    outcome: applied,
    at,
  });
  const ordered = signalOf({ ...order, at: 2 * day, data: {} });

  it('hears of an event after a deadline that had passed when word of it came', async () => {
    const past = {
      signals: [{ signal: ordered, cameAt: 4 * day }],
      steps: [sent('first', 0), sent('second', 3 * day)],
    };
    expect(await rebuildEnrolment(rules, enrolmentOf('1'), past, 5 * day)).toMatchObject({
      ending: { reason: 'ordered', at: 3 * day },
    });
  });

  it('hears of it in time when a step shows that its cohort slept over the deadline', async () => {
    const thanks = { ...rules, story: orderThenThanks };
    const past = { signals: [{ signal: ordered, cameAt: 4 * day }], steps: [sent('thanks', 2 * day)] };
    expect(await rebuildEnrolment(thanks, enrolmentOf('1'), past, 5 * day)).toMatchObject({
      state: { results: [{ at: 2 * day }, { at: 2 * day }] },
    });
  });

  it('knows what a member was answered in the very second of the loss', async () => {
    const soon: StoryProgram = {
      ...rules,
      story: (context) =>
        context
          .waitFor([order])
          .then(() => context.step(mail('thanks')))
          .then(() => context.sleepUntil(day))
          .then(() => done()),
    };
    const now = { signal: signalOf({ ...order, at: 10_500, data: {} }), cameAt: 10_500 };
    const past = { signals: [now], steps: [sent('thanks', 10_500)] };
    expect(await rebuildEnrolment(soon, enrolmentOf('1'), past, 10_500)).toMatchObject({
      state: { results: [{ at: 10_500 }, { at: 10_500 }] },
    });
  });

  it('ends a story that was over before its cohort could say so', async () => {
    const past = { signals: [{ signal: ordered, cameAt: 2 * day }], steps: [sent('first', 0)] };
    expect(await rebuildEnrolment(rules, enrolmentOf('1'), past, 5 * day)).toEqual({
      kind: 'ended',
      ending: { enrolmentId: '1', status: 'done', reason: 'ordered', at: 2 * day },
    });
  });

  it('puts a step that a pause held where the resume moved it', async () => {
    const shifted: StoryProgram = {
      ...rules,
      story: (context) => context.step(mail('late', 'shift')).then(() => done()),
    };
    const resumed = { signal: { kind: 'resumed', id: '7', enrolmentId: '1' }, cameAt: 3 * day } as const;
    const past = { signals: [resumed], steps: [] };
    expect(await rebuildEnrolment(shifted, enrolmentOf('1'), past, 5 * day)).toMatchObject({
      state: { askAt: 3 * day },
    });
  });
});

/** Thanks for an order within three days, asks for one otherwise. */
const orderThenThanks: StoryProgram['story'] = async (context) => {
  const event = await context.waitFor([order], 3 * day);
  await context.step(mail(event ? 'thanks' : 'reminder'));
  await context.sleepUntil(30 * day);
  return done();
};
