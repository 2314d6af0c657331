import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../workflows/lifecycles/journey/plan.ts';
import {
  carriedAtMost,
  type Position,
  readPosition,
  writePosition,
} from '../../workflows/lifecycles/journey/position.ts';
import { checkText, language, plays } from './journeys.ts';

const plans = [...plays.values()].map((file) => planOf(file, language));

describe('where a member is', () => {
  it('is read as it was written, whatever the way there', () => {
    fc.assert(
      fc.property(fc.constantFrom(...plans), fc.infiniteStream(fc.nat(9)), fc.nat(1e12), (plan, counts, since) => {
        const count = () => counts.next().value;
        const names = plan.steps.map(({ name }) => name);
        const some = names.filter(() => count() > 4);
        const loops = plan.steps.filter(({ kind }) => kind.rounds !== undefined).map(({ name }) => name);
        const position: Position = {
          ...{ enteredAt: 5, entry: { cartId: 'A' }, key: 'A', at: names[0] ?? '', since, begun: { call: 'x' } },
          times: new Map(some.map((name) => [name, 1 + count()])),
          rounds: new Map(loops.map((name) => [name, count()])),
          doneAt: new Map(some.slice(0, 2).map((name) => [name, since])),
          outcomes: new Map(some.slice(0, 1).map((name) => [name, 'refused'])),
          answers: new Map(some.slice(0, 1).map((name) => [name, { left: count() }])),
        };
        const written = JSON.parse(JSON.stringify(writePosition(position, plan))) as ReturnType<typeof writePosition>;
        expect(readPosition(written, plan)).toEqual(position);
      }),
      { numRuns: 300 },
    );
  });

  it('weighs less than 1,000 bytes in every play', () => {
    expect(Math.max(...plans.map(carriedAtMost))).toBeLessThan(1_000);
  });

  it('is told of when it may weigh more', () => {
    const steps = Array.from({ length: 5 }, (_, loop) => {
      const inner = Array.from({ length: 45 }, (__, place) => `      - { id: s-${loop}-${place}, grant: 1 }`).join(
        '\n',
      );
      return `  - id: loop-${loop}\n    repeat: 2\n    do:\n      - { id: w-${loop}, wait: 1 day }\n${inner}`;
    });
    const head = 'campaign: long\nname: Long\nlifecycle: journey\nentry:\n  - event: member.joined\nsteps:\n';
    const { errors, advice } = checkText(`${head}${steps.join('\n')}\n`, 'long');
    expect(errors).toEqual([]);
    expect(advice.map(({ field, problem }) => `${field} ${problem}`)).toEqual([
      expect.stringMatching(/^steps are many: a member would carry up to [\d,]+ bytes through them$/),
    ]);
  });
});
