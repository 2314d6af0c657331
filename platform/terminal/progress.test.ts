import { describe, expect, it } from 'vitest';
import { formatDuration, progressLine } from './progress.ts';

describe('a progress bar', () => {
  it('shows the share, the count and the time that is left', () => {
    expect(progressLine({ title: 'Importing', total: 200, unit: 'rows' }, 50, 10_000)).toBe(
      'Importing  ███████░░░░░░░░░░░░░░░░░░░░░  25%  50 rows · 30 s left',
    );
  });

  it('shows only the count while nobody knows the total', () => {
    expect(progressLine({ title: 'Reading', unit: 'rows' }, 1_250, 10_000)).toBe('Reading  1,250 rows');
  });

  it('stops at the end, however much more is done', () => {
    expect(progressLine({ title: 'Importing', total: 10 }, 12, 1_000)).toContain('█ 100%  12');
  });

  it.each([
    [85, '85 ms'],
    [12_400, '12 s'],
    [59_700, '1 min'],
    [200_000, '3 min 20 s'],
    [3_900_000, '1 h 5 min'],
    [7_200_000, '2 h'],
  ])('says %i ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
