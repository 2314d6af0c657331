import { describe, expect, it } from 'vitest';
import { counted, inDays, pluralOf } from './plural.ts';

describe('A number of things', () => {
  it.each([
    [0, '0 days', '0 days'],
    [1, '1 day', 'a day'],
    [2, '2 days', '2 days'],
    [1_240, '1,240 days', '1,240 days'],
  ])('%d is %s, and takes %s', (count, said, long) => {
    expect(counted(count, 'day', 'days')).toBe(said);
    expect(inDays(count)).toBe(long);
  });

  it('has the form that the rule of its language asks for', () => {
    const polish = { one: 'dzień', few: 'dni', many: 'dni', other: 'dnia' };
    expect([1, 2, 5, 22, 1.5].map((count) => pluralOf(count, polish, 'pl'))).toEqual([
      ...['dzień', 'dni', 'dni', 'dni', 'dnia'],
    ]);
    expect([1, 2].map((count) => pluralOf(count, { other: '天' }, 'zh-CN'))).toEqual(['天', '天']);
  });
});
