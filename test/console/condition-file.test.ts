import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  addTo,
  fileOf,
  groupAt,
  moveAt,
  nameAt,
  readFile,
  removeAt,
  setAt,
  turnAt,
} from '../../console/data/condition-file.ts';

const file = `# Our best customers, quiet for a while.
segment: quiet-vips
name: High value, low activity # shown in lists
who:
  # All of these.
  all:
    - spent: { atLeast: 500 } # a year's worth
      within: last 365 days
    # No order for two months.
    - lastOrder: { atLeast: 60 days ago }
    - not:
        event: checkin.done
        within: last 30 days
`;

describe('A file that a form changes', () => {
  it('keeps its comments, its order and the way it is written', () => {
    const after = setAt(file, ['who', 'all', 0, 'spent'], { atLeast: 750 });
    expect(after).toBe(file.replace('500', '750'));
    expect(setAt(file, ['name'], 'Other')).toBe(file.replace('High value, low activity', 'Other'));
  });

  it('takes conditions in, out, up and down with their comments', () => {
    const more = addTo(file, ['who', 'all'], { tag: 'vip' });
    expect(more).toBe(`${file}    - tag: vip\n`);
    expect(removeAt(more, ['who', 'all', 3])).toBe(file);
    const moved = moveAt(file, ['who', 'all', 1], -1);
    expect(parse(moved)).toMatchObject({ who: { all: [{ lastOrder: {} }, { spent: {} }, { not: {} }] } });
    expect(moved).toContain('# No order for two months.');
    expect(moved).toContain("# a year's worth");
    expect(moveAt(file, ['who', 'all', 0], -1)).toBe(file);
  });

  it('turns a condition round and back', () => {
    const turned = turnAt(file, ['who', 'all', 1]);
    expect(parse(turned)).toMatchObject({ who: { all: [{}, { not: { lastOrder: {} } }, {}] } });
    expect(turned).toContain('# No order for two months.');
    expect(turnAt(turned, ['who', 'all', 1])).toBe(file);
    expect(parse(turnAt(file, ['who', 'all', 2]))).toMatchObject({ who: { all: [{}, {}, { event: 'checkin.done' }] } });
  });

  it('asks for one of a group in place of all, and makes a group of a condition that stands alone', () => {
    expect(nameAt(file, ['who'], 'all', 'any')).toBe(file.replace('all:', 'any:'));
    const grouped = groupAt('who:\n  tag: vip\n', ['who'], 'all');
    expect(grouped).toBe('who:\n  all:\n    - tag: vip\n');
    expect(addTo(grouped, ['who', 'all'], { points: { atLeast: 5 } })).toBe(
      'who:\n  all:\n    - tag: vip\n    - points: { atLeast: 5 }\n',
    );
    expect(addTo(fileOf({ who: { all: [] } }), ['who', 'all'], { tag: 'vip' })).toBe('who:\n  all:\n    - tag: vip\n');
  });

  it('says at which line it cannot be read', () => {
    expect(readFile('who:\n  all: [\n')).toMatchObject({ content: undefined, faults: [{ line: 3 }] });
    expect(readFile('- a\n').content).toBeUndefined();
    expect(readFile(file)).toMatchObject({ content: { segment: 'quiet-vips' }, faults: [] });
  });

  it('says afterwards what was put there, and nothing else has changed', () => {
    const scalar = fc.oneof(fc.integer({ min: -99, max: 99 }), fc.boolean(), fc.string({ maxLength: 12 }));
    const test = fc.dictionary(fc.constantFrom('is', 'atLeast', 'atMost', 'isNot'), scalar, { maxKeys: 3 });
    const value = fc.oneof(scalar, test, fc.array(scalar, { maxLength: 3 }));
    fc.assert(
      fc.property(
        fc.constantFrom('spent', 'within', 'tag'),
        value,
        fc.integer({ min: 0, max: 2 }),
        (key, one, place) => {
          const after = setAt(file, ['who', 'all', place, key], one);
          const expected = parse(file) as { who: { all: Record<string, unknown>[] } };
          (expected.who.all[place] as Record<string, unknown>)[key] = one;
          expect(parse(after)).toEqual(expected);
          expect(after).toContain('# Our best customers, quiet for a while.');
        },
      ),
    );
  });
});
