import { describe, expect, it } from 'vitest';
import { renderTable } from './table.ts';
import { textWidth } from './text-width.ts';

const columns = [{ title: 'State' }, { title: 'Members', align: 'right' as const }, { title: 'Why' }];
const why = 'ordered again after the third of the offers that the campaign had made until then';
const rows = [
  ['exited', '12', why],
  ['done', '3', '没有在四十五天内再次下单，因此活动对该会员结束，之后九十天内不会再次进入'],
];
const widest = (text: string) => Math.max(...text.split('\n').map(textWidth));

describe('A table', () => {
  it('is as wide as what is in it where nobody says how wide it may be', () => {
    const lines = renderTable(columns, rows, { width: undefined }).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(why);
  });

  it.each([80, 60])('stays within a terminal of %i columns, and loses no word', (width) => {
    const text = renderTable(columns, rows, { width });
    expect(widest(text)).toBeLessThanOrEqual(width);
    expect(text.replace(/\s+/g, ' ')).toContain('ordered again');
    for (const word of why.split(' ')) expect(text).toContain(word);
  });

  it('becomes a block a row where its columns find no place side by side', () => {
    const many = Array.from({ length: 9 }, (_, place) => ({ title: `Column ${place}` }));
    const text = renderTable(many, [many.map((_, place) => `some words of ${place}`)], { width: 60 });
    expect(text.split('\n')).toHaveLength(9);
    expect(text).toContain('Column 8  some words of 8');
  });
});
