import fc from 'fast-check';
import type { EndingRecord, EnrolmentSignal, EnrolmentState } from '../../workflows/engine/protocol.ts';
import type { Instant } from '../../values/instant.ts';
import { type Line, readProgram } from './read-program.ts';
import { eventTypes, exitOn, finalReply, instants, programs } from './story-programs.ts';
import { enrolmentOf, type StepRequest, VirtualCohort } from './virtual-cohort.ts';

export const play = { story: readProgram, settings: {}, exitOn };
/** After every deadline a program can set. */
export const endOfTime = 10_000_000;

export interface Member {
  readonly program: readonly Line[];
  readonly startedAt: Instant;
  readonly events: readonly {
    readonly type: string;
    readonly at: Instant;
    readonly forGood: boolean;
    readonly lateTurns: number;
  }[];
}

export const members: fc.Arbitrary<Member[]> = fc.array(
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

export const idOf = (place: number) => String(place + 1);
export const stateOf = ({ program, startedAt }: Member, place: number): EnrolmentState =>
  enrolmentOf(idOf(place), { startedAt, input: { program } });

export function wakesOf(member: Member, place: number): (EnrolmentSignal & { kind: 'event'; lateTurns: number })[] {
  return member.events.map(({ type, at, forGood, lateTurns }, index) => ({
    ...{ kind: 'event', id: `${place}-${index}`, enrolmentId: idOf(place), lateTurns },
    event: { id: `e${index}`, type, at, data: { forGood } },
  }));
}

/** What was performed, and what ended. */
export interface Told {
  readonly steps: readonly StepRequest[];
  readonly endings: readonly EndingRecord[];
}

/** All that a shop sees of a member's story. */
export function seen({ steps, endings }: Told, place: number) {
  const id = idOf(place);
  return {
    steps: steps
      .filter(({ enrolmentId }) => enrolmentId === id)
      .map(({ key, at, skipReason }) => ({ key, at, skipReason })),
    endings: endings.filter(({ enrolmentId }) => enrolmentId === id),
  };
}

/** Alone, every event at its time and every timer when it is due. */
export async function liveOnTime(member: Member, place: number): Promise<VirtualCohort> {
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
