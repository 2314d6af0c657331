import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseData } from '../../platform/parse-data.ts';
import { begunAgain, differenceOf, fateOf, keepingFor, sayGone } from '../../workflows/lifecycles/journey/edits.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import { planOf } from '../../workflows/lifecycles/journey/plan.ts';
import { type Position, readPosition, writePosition } from '../../workflows/lifecycles/journey/position.ts';
import { editCases, editedAt } from '../support/edit-cases.ts';
import { journeySchema, language, plays, setting } from './journeys.ts';
import { Shop } from './shop.ts';

const files = [...plays.values()];

/** The file with some of its steps left out, turned round, or given another name. */
const edited = (file: JourneyFile) =>
  fc
    .record({ kept: fc.subarray([...file.steps]), isTurned: fc.boolean(), renames: fc.boolean() })
    .map(({ kept, isTurned, renames }): JourneyFile => {
      const steps = isTurned ? kept.toReversed() : kept;
      const [first, ...rest] = steps;
      return { ...file, steps: renames && first !== undefined ? [{ ...first, id: 'renamed' }, ...rest] : steps };
    });

/** Somewhere on the way through a plan. */
const standing = (file: JourneyFile) => {
  const { steps } = planOf(file, language);
  const names = steps.map(({ name }) => name);
  return fc
    .record({
      been: fc.subarray(names),
      at: fc.constantFrom(...names),
      counts: fc.infiniteStream(fc.nat(9)),
      since: fc.nat(1e12),
    })
    .map(({ been, at, counts, since }): Position => {
      const count = () => counts.next().value;
      const come = [...new Set([...been, at])];
      return {
        ...{ enteredAt: 5, entry: { cartId: 'A' }, key: 'A', at, since, begun: { call: 'x' } },
        times: new Map(come.map((name) => [name, 1 + count()])),
        rounds: new Map(come.slice(0, 2).map((name) => [name, count()])),
        doneAt: new Map(been.slice(0, 2).map((name) => [name, since])),
        outcomes: new Map(been.slice(0, 1).map((name) => [name, 'applied'])),
        answers: new Map(been.slice(0, 1).map((name) => [name, { left: count() }])),
      };
    });
};

const anyEdit = fc
  .constantFrom(...files)
  .chain((file) => fc.record({ file: fc.constant(file), next: edited(file), position: standing(file) }));

describe('A move', () => {
  it('takes along whoever has come only to steps that the new version has, with all that they carry', () => {
    fc.assert(
      fc.property(anyEdit, ({ file, next, position }) => {
        const [before, after] = [planOf(file, language), planOf(next, language)];
        const input = writePosition(position, before);
        const fate = fateOf({ input, startedAt: 0 }, before, after);
        const gone = [...position.times.keys()].filter((name) => !after.byName.has(name));
        expect(fate.kind).toBe(gone.length === 0 ? 'moves' : 'stays');
        if (fate.kind === 'stays') {
          expect(fate.gone.toSorted()).toEqual(gone.toSorted());
          return;
        }
        const { times, rounds, doneAt, outcomes, answers, ...rest } = readPosition(fate.input, after);
        // Where, since when, what was begun, who: as it was; and all by names, whatever their places are now.
        expect(position).toMatchObject(rest);
        expect(times).toEqual(position.times);
        for (const [of, map] of [
          [rounds, position.rounds],
          [doneAt, position.doneAt],
          [outcomes, position.outcomes],
          [answers, position.answers],
        ] as const)
          expect([...of].toSorted()).toEqual([...map].toSorted());
      }),
      { numRuns: 400 },
    );
  });

  it('into the same version, and back again, changes nothing', () => {
    fc.assert(
      fc.property(anyEdit, ({ file, next, position }) => {
        const [before, after] = [planOf(file, language), planOf(next, language)];
        const input = writePosition(position, before);
        const same = fateOf({ input, startedAt: 0 }, before, before);
        expect(same.kind === 'moves' && readPosition(same.input, before)).toEqual(position);
        const there = fateOf({ input, startedAt: 0 }, before, after);
        if (there.kind === 'stays') return;
        const back = fateOf({ input: there.input, startedAt: 0 }, after, before);
        expect(back.kind === 'moves' && readPosition(back.input, before)).toEqual(readPosition(input, before));
      }),
      { numRuns: 200 },
    );
  });

  it('leaves of those who begin anew what brought them in, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files).chain((file) => fc.tuple(fc.constant(file), standing(file))),
        ([file, position]) => {
          const input = writePosition(position, planOf(file, language));
          expect(begunAgain({ input, startedAt: 0 })).toEqual({ enteredAt: 5, entry: { cartId: 'A' }, key: 'A' });
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('Two versions', () => {
  it('have each step either both, or one of them; what they keep on the way is what either asks for', () => {
    fc.assert(
      fc.property(anyEdit, ({ file, next }) => {
        const [before, after] = [planOf(file, language), planOf(next, language)];
        const { stays, gone, new: added, otherKind } = differenceOf(before, after);
        expect(otherKind).toEqual([]);
        expect([...stays, ...gone].toSorted()).toEqual([...before.byName.keys()].toSorted());
        expect([...stays, ...added].toSorted()).toEqual([...after.byName.keys()].toSorted());
        const { needs } = keepingFor(before, after);
        for (const one of [before, after]) {
          for (const name of one.needs.doneAt) expect(needs.doneAt.has(name)).toBe(true);
          for (const [step, fields] of one.needs.answers)
            for (const field of fields) expect(needs.answers.get(step)?.has(field)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('say of a step that is gone which it may have become', () => {
    const plan = (steps: readonly object[]) => planOf(read('gone', steps), language);
    const [before, after] = [plan([{ wait: '3 days' }, { grant: 5 }]), plan([{ wait: '5 days' }, { grant: 5 }])];
    expect(sayGone('wait-3-days', 412, differenceOf(before, after), after, before)).toBe(
      '412 members wait in wait-3-days, which is gone; write "id: wait-3-days" if wait-5-days is the same',
    );
    const other = plan([{ id: 'grant-5', wait: '5 days' }]);
    expect(differenceOf(before, other).otherKind).toEqual([{ name: 'grant-5', was: 'grant', is: 'wait' }]);
  });
});

const read = (campaign: string, steps: readonly object[], rest: object = {}): JourneyFile =>
  parseData(
    { campaign, name: campaign, lifecycle: 'journey', entry: [{ event: 'member.joined' }], steps, ...rest },
    campaign,
    journeySchema,
  ).value;

// The same edits as test/lifecycles/journey-edits.test.ts plays on the real servers.
describe('A journey that is changed in a rehearsal', () => {
  it.each(editCases)(
    'does as on the real servers: $code',
    async ({ code, before, after, rest, policy, acts, gets }) => {
      const start = Date.parse('2026-03-02T09:15:00Z');
      const instant = (day: number) => new Date(start + day * 86_400_000).toISOString();
      const shop = new Shop('2026-03-02T09:00', {
        catalogue: { ...setting.catalogue, events: { ...setting.catalogue.events, 'stage.done': {} } },
      });
      shop.member('anna', {});
      shop.launch(read(code, before, rest));
      shop.happens('anna', start, 'member.joined');
      for (const { day, type, data = {} } of acts ?? []) shop.happens('anna', Date.parse(instant(day)), type, data);
      // Behind what falls due at that instant, as there.
      shop.at(instant(editedAt + 1 / 1440), () => void shop.edit(read(code, after, rest), policy));
      await shop.run('2026-03-20');
      const got = shop.stage.lines.flatMap(({ at, text }) => {
        const [, name, points] = /^(\S+): applied \((\d+) points\)$/.exec(text) ?? [];
        return name === undefined ? [] : [`${Math.floor((at - start) / 86_400_000 + 0.2)} ${name} ${points}`];
      });
      expect(got).toEqual(gets);
    },
  );
});
