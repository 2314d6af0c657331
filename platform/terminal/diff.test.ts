import { describe, expect, it } from 'vitest';
import { differences } from '../../values/diff.ts';
import { renderDifferences } from './diff.ts';

const plain = { paint: (_: unknown, text: string) => text };

describe('the plan before a definition is applied', () => {
  it('lists what is added, removed and changed, field by field', () => {
    const before = { name: 'Gift', settings: { giftPoints: 100, remindAfterDays: 3 }, ladder: [30, 7] };
    const after = { name: 'Gift', settings: { giftPoints: 150, endAfterDays: 30 }, ladder: [30, 7, 3] };
    expect(renderDifferences(differences(before, after), plain).split('\n')).toEqual([
      '  + ladder[2]: 3',
      '  + settings.endAfterDays: 30',
      '  ~ settings.giftPoints: 100 → 150',
      '  - settings.remindAfterDays: 3',
    ]);
  });

  it('is empty when nothing changed, whatever the order of the fields', () => {
    expect(differences({ a: 1, b: [{ c: null }], d: [] }, { d: [], b: [{ c: null }], a: 1 })).toEqual([]);
  });

  it('tells a long text by its length', () => {
    const changes = differences({}, { html: 'line\n'.repeat(40) });
    expect(renderDifferences(changes, plain)).toBe('  + html: text of 41 lines, 200 characters');
  });

  it('notices a list that became empty', () => {
    expect(differences({ exitOn: [{ type: 'order.placed' }] }, { exitOn: [] })).toEqual([
      { path: 'exitOn', after: [] },
      { path: 'exitOn[0].type', before: 'order.placed' },
    ]);
  });
});
