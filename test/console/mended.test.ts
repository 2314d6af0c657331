import { describe, expect, it } from 'vitest';
import { fileOf, rowsToSend } from '../../console/pages/imports/mended.ts';
import { instantIn } from '../../console/text/instant-in.ts';

const row = (line: number, cells: readonly string[]) => ({
  ...{ line, code: 'EVENT_INVALID', detail: 'is wrong', row: cells.join(','), cells: [...cells] },
});

describe('Mended rows', () => {
  const rejects = [row(2, ['a', '1.00']), row(3, ['a', 'x']), row(4, ['b', 'y']), row(5, ['c', 'z'])];
  const mended = new Map([
    [3, ['a', '2.00']],
    [4, ['b', '3.00']],
  ]);

  it('are sent as they are now, alone where each row is an order', () => {
    expect(rowsToSend(rejects, mended, -1)).toEqual([
      ['a', '2.00'],
      ['b', '3.00'],
    ]);
  });

  it('take the other rows of their orders along where several rows are one', () => {
    expect(rowsToSend(rejects, mended, 0)).toEqual([
      ['a', '1.00'],
      ['a', '2.00'],
      ['b', '3.00'],
    ]);
  });

  it('are a file under the header of before, with quotes where they are needed; of NDJSON their lines', () => {
    expect(
      fileOf(
        ['id', 'note'],
        [
          ['1', 'a "b", c'],
          ['2', ' x'],
        ],
      ),
    ).toBe('id,note\n1,"a ""b"", c"\n2," x"\n');
    expect(fileOf(['json'], [['{"id":"1"}\n'], ['{"id":"2"}']])).toBe('{"id":"1"}\n{"id":"2"}\n');
  });
});

describe('A time that clocks show', () => {
  it.each([
    ['2026-11-25T16:20', 'Europe/London', '2026-11-25T16:20:00.000Z'],
    ['2026-07-01T00:00', 'Europe/London', '2026-06-30T23:00:00.000Z'],
    ['2026-07-01T00:00', 'Asia/Shanghai', '2026-06-30T16:00:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ])('%s in %s is %s', (shown, zone, instant) => expect(instantIn(shown, zone)).toBe(instant));

  it('is none where it is blank or no time', () => {
    expect([instantIn('', 'Europe/London'), instantIn('soon', 'Europe/London')]).toEqual([undefined, undefined]);
  });
});
