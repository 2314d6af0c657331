import fc from 'fast-check';
import type { StepReply } from '../../workflows/engine/protocol.ts';
import type { StepRequest } from './virtual-cohort.ts';
import type { AfterPause } from '../../workflows/engine/story.ts';
import type { Line } from './read-program.ts';

export const eventTypes = ['order', 'checkin', 'left'] as const;
export const exitOn = [{ type: 'left', where: { forGood: true }, reason: 'left for good' }];

/** Multiples of half a second, so that events, deadlines and turns of the cohort often coincide. */
const halfSeconds = (max: number) => fc.integer({ min: 0, max }).map((count) => count * 500);
export const instants = halfSeconds(120);

const line: fc.Arbitrary<Line> = fc.letrec<{ line: Line }>((tie) => ({
  line: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('step' as const),
        name: fc.constantFrom('a', 'b'),
        afterPause: fc.constantFrom<AfterPause>('shift', 'catch-up', 'skip'),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('sleep' as const), ms: halfSeconds(40) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        types: fc.subarray([...eventTypes], { minLength: 1 }),
        ms: fc.option(halfSeconds(40), { freq: 4 }),
        then: fc.array(tie('line'), { maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'turn page' as const }) },
    { weight: 1, arbitrary: fc.constant({ do: 'throw' as const }) },
  ),
})).line;

export const programs = fc.array(line, { minLength: 1, maxLength: 8 });

/** What a performer says to a step for good: mostly done; decided by its key alone, as the real one's is by its rows. */
export function finalReply({ key, skipReason }: StepRequest): StepReply {
  if (skipReason !== undefined) return { kind: 'done', outcome: { kind: 'skipped', reason: skipReason } };
  switch (hash(key) % 12) {
    case 0:
      return { kind: 'done', outcome: { kind: 'refused', code: 'NO', reason: 'a rule said no' } };
    case 1:
      return { kind: 'failed', reason: 'a broken row' };
    case 2:
      return { kind: 'ended', status: 'cancelled', reason: 'cancelled in between' };
    default:
      return { kind: 'done', outcome: { kind: 'applied', data: { key } } };
  }
}

export function hash(text: string): number {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.charCodeAt(0)) % 1_000_003;
  return sum;
}
