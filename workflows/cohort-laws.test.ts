import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  eventTypes,
  exitOn,
  finalReply,
  hash,
  instants,
  type Line,
  programs,
  readProgram,
} from '../test/support/story-programs.ts';
import { lifeOf, type Performer, VirtualCohort } from '../test/support/virtual-cohort.ts';
import type { LifeState, Wake } from './contract.ts';
import type { Instant } from './lifecycle.ts';

const play = { story: readProgram, settings: {}, exitOn };
/** After every deadline a program can set. */
const endOfTime = 10_000_000;

interface Member {
  readonly program: readonly Line[];
  readonly startedAt: Instant;
  readonly events: readonly {
    readonly type: string;
    readonly at: Instant;
    readonly forGood: boolean;
    readonly lateTurns: number;
  }[];
}

const members: fc.Arbitrary<Member[]> = fc.array(
  fc.record({
    program: programs,
    startedAt: instants.map((at) => Math.min(at, 10_000)),
    events: fc.array(
      fc.record({
        type: fc.constantFrom(...eventTypes),
        at: instants,
        forGood: fc.boolean(),
        lateTurns: fc.integer({ min: 0, max: 4 }),
      }),
      { maxLength: 8 },
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

/** When a cohort is awake, and what befalls it there. */
const turns = fc.array(fc.record({ at: instants, moves: fc.boolean(), repeats: fc.boolean(), shuffle: fc.nat() }), {
  minLength: 1,
  maxLength: 12,
});
type Turn = typeof turns extends fc.Arbitrary<(infer One)[]> ? One : never;

const idOf = (place: number) => String(place + 1);
const stateOf = ({ program, startedAt }: Member, place: number): LifeState =>
  lifeOf(idOf(place), { startedAt, input: { program: program as never } });

function wakesOf(member: Member, place: number): (Wake & { kind: 'event'; lateTurns: number })[] {
  return member.events.map(({ type, at, forGood, lateTurns }, index) => ({
    ...{ kind: 'event', id: `${place}-${index}`, enrolmentId: idOf(place), lateTurns },
    event: { id: `e${index}`, type, at, data: { forGood } },
  }));
}

/** All that a shop sees of a member's story. */
function seen({ steps, endings }: VirtualCohort, place: number) {
  const id = idOf(place);
  return {
    steps: steps
      .filter(({ enrolmentId }) => enrolmentId === id)
      .map(({ key, at, skipReason }) => ({ key, at, skipReason })),
    endings: endings.filter(({ enrolmentId }) => enrolmentId === id),
  };
}

/** Alone, every event at its time and every timer when it is due. */
async function liveOnTime(member: Member, place: number): Promise<VirtualCohort> {
  const cohort = new VirtualCohort(play, [stateOf(member, place)], finalReply);
  const heardAt = ({ event }: { event: { at: Instant } }) => Math.max(event.at, member.startedAt);
  const wakes = wakesOf(member, place);
  const instants = new Set([member.startedAt, ...wakes.map(heardAt).sort((left, right) => left - right)]);
  for (const at of instants) {
    // A timer and an event of the same instant are handled together.
    await cohort.onTimeUntil(at - 1);
    await cohort.at(
      at,
      wakes.filter((wake) => heardAt(wake) === at),
    );
  }
  return cohort.onTimeUntil(endOfTime);
}

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
        let delivered: Wake[] = [];
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
        const wakesAt = (turn: number, place: number): Wake[] => [
          ...wakesOf(all[place] as Member, place).filter((wake) => turnOf(wake, plan) === turn),
          ...resumes(plan, turn, pause.until, place),
          ...cancelled
            .filter((cancel) => cancel.place === place && Math.min(cancel.turn, plan.length - 1) === turn)
            .map((_, index): Wake => ({
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
      { numRuns: 400 },
    );
  });
});

/** The turn that hears of an event: the first after it, or some turns later. */
function turnOf({ event, lateTurns }: ReturnType<typeof wakesOf>[number], plan: readonly Turn[]): number {
  const first = plan.findIndex(({ at }) => at >= event.at);
  return Math.min((first < 0 ? plan.length - 1 : first) + lateTurns, plan.length - 1);
}

/** Word of the resume reaches the first turn after it. */
function resumes(plan: readonly Turn[], turn: number, until: Instant, place: number): Wake[] {
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
