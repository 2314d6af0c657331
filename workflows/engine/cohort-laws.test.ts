import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endOfTime,
  idOf,
  liveOnTime,
  type Member,
  members,
  play,
  seen,
  stateOf,
  wakesOf,
} from '../../test/support/played-members.ts';
import { finalReply, hash, instants } from '../../test/support/story-programs.ts';
import { type Performer, VirtualCohort } from '../../test/support/virtual-cohort.ts';
import type { EnrolmentSignal } from './protocol.ts';
import type { Instant } from '../../values/instant.ts';

/** When a cohort is awake, and what befalls it there. */
const turns = fc.array(fc.record({ at: instants, moves: fc.boolean(), repeats: fc.boolean(), shuffle: fc.nat() }), {
  minLength: 1,
  maxLength: 12,
});
type Turn = typeof turns extends fc.Arbitrary<(infer One)[]> ? One : never;

/** `wakes` with some of them twice, in an order of its own. */
function disturb<One>(wakes: readonly One[], { repeats, shuffle }: Turn): One[] {
  const all = repeats ? [...wakes, ...wakes.slice(0, 2)] : [...wakes];
  return all
    .map((wake, place) => ({ wake, key: hash(`${shuffle} ${place}`) }))
    .sort((left, right) => left.key - right.key)
    .map(({ wake }) => wake);
}

const byTime = (plan: readonly Turn[]) => [...plan].sort((left, right) => left.at - right.at);

describe('a cohort', () => {
  it('gives each member the same steps however late and disturbed it runs as on time and alone', async () => {
    await fc.assert(
      fc.asyncProperty(members, turns, async (all, plan) => {
        const cohort = new VirtualCohort(play, all.map(stateOf), finalReply);
        let pending = all.flatMap(wakesOf);
        let delivered: EnrolmentSignal[] = [];
        const last: Turn = { at: endOfTime, moves: true, repeats: true, shuffle: 1 };
        for (const turn of [...byTime(plan), last]) {
          const due = pending.filter(({ event }) => event.at <= turn.at);
          pending = pending.filter(({ event }) => event.at > turn.at);
          if (turn.moves) cohort.moveOn();
          await cohort.at(turn.at, disturb([...due, ...(turn.repeats ? delivered : [])], turn));
          delivered = due;
        }
        for (const [place, member] of all.entries()) {
          expect(seen(cohort, place)).toEqual(seen(await liveOnTime(member, place), place));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('gives each member the same steps among others as alone, with late events, pauses, cancels and delays', async () => {
    const pauses = fc.record({ from: instants, until: instants });
    const cancels = fc.array(fc.record({ place: fc.nat(4), turn: fc.nat(11) }), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(members, turns, pauses, cancels, async (all, unsorted, pause, cancelled) => {
        const plan = byTime(unsorted);
        const performer = withPause(pause);
        const wakesAt = (turn: number, place: number): EnrolmentSignal[] => [
          ...wakesOf(all[place] as Member, place).filter((wake) => turnOf(wake, plan) === turn),
          ...resumes(plan, turn, pause.until, place),
          ...cancelled
            .filter((cancel) => cancel.place === place && Math.min(cancel.turn, plan.length - 1) === turn)
            .map((_, index): EnrolmentSignal => ({
              kind: 'cancelled',
              id: `c${index}`,
              enrolmentId: idOf(place),
              reason: 'by hand',
            })),
        ];
        const places = [...all.keys()];
        const together = new VirtualCohort(play, all.map(stateOf), performer);
        const apart = all.map((member, place) => new VirtualCohort(play, [stateOf(member, place)], performer));
        for (const [index, turn] of [...plan, { at: endOfTime, moves: true, repeats: false, shuffle: 0 }].entries()) {
          if (turn.moves) together.moveOn();
          await together.at(
            turn.at,
            disturb(
              places.flatMap((place) => wakesAt(index, place)),
              turn,
            ),
          );
          for (const place of places) await apart[place]?.at(turn.at, wakesAt(index, place));
        }
        for (const place of places) expect(seen(together, place)).toEqual(seen(apart[place] as VirtualCohort, place));
      }),
      { numRuns: 400, examples: [leavesBeforeComing] },
    );
  });
});

/** Member 1 leaves before they come in, the cohort moves, and a cancel comes later: both alone and among others they have left. */
const leavesBeforeComing: [Member[], Turn[], { from: Instant; until: Instant }, { place: number; turn: number }[]] = [
  [
    {
      program: [{ do: 'step', name: 'a', afterPause: 'shift' }],
      startedAt: 1_000,
      events: [{ type: 'left', at: 500, forGood: true, lateTurns: 0 }],
    },
    { program: [{ do: 'wait', types: ['order'], ms: null, then: [] }], startedAt: 0, events: [] },
  ],
  [
    { at: 0, moves: false, repeats: false, shuffle: 0 },
    { at: 500, moves: true, repeats: false, shuffle: 0 },
    { at: 1_500, moves: false, repeats: false, shuffle: 0 },
  ],
  { from: 0, until: 0 },
  [{ place: 0, turn: 2 }],
];

/** The turn that hears of an event: the first after it, or some turns later. */
function turnOf({ event, lateTurns }: ReturnType<typeof wakesOf>[number], plan: readonly Turn[]): number {
  const first = plan.findIndex(({ at }) => at >= event.at);
  return Math.min((first < 0 ? plan.length - 1 : first) + lateTurns, plan.length - 1);
}

/** Word of the resume reaches the first turn after it. */
function resumes(plan: readonly Turn[], turn: number, until: Instant, place: number): EnrolmentSignal[] {
  const first = plan.findIndex(({ at }) => at >= until);
  return turn === (first < 0 ? plan.length : first)
    ? [{ kind: 'resumed', id: 'resumed', enrolmentId: idOf(place) }]
    : [];
}

/** Holds while paused; puts some steps off by three seconds; says the rest by the step's key. */
function withPause({ from, until }: { from: Instant; until: Instant }): Performer {
  return (request, now) => {
    if (now >= from && now < until) return { kind: 'held' };
    const notBefore = hash(`${request.enrolmentId} ${request.step.name}`) % 4 === 0 ? request.at + 3_000 : 0;
    if (now < notBefore && request.at % 1_000 === 0) return { kind: 'retry', at: request.at + 2_500 };
    return finalReply(request);
  };
}
