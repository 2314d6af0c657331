import { describe, expect, it } from 'vitest';
import { recordArray } from './rows-record-array.ts';

const columns = ['id', 'name', 'at'] as const;
const at = new Date('2026-05-20T12:00:00Z');

describe('a composite value in an array', () => {
  it('has each field at its column, in whatever order it was named', () => {
    expect(recordArray(columns, [{ at, name: 'ann', id: 1 }])).toBe('{"(1,ann,2026-05-20T12:00:00.000Z)"}');
  });

  it('keeps what the text of composites and arrays gives a meaning to', () => {
    expect(recordArray(columns, [{ id: 1, name: 'b, "c"', at: null }])).toBe(String.raw`{"(1,\"b, \\\"c\\\"\",)"}`);
  });

  it('is not taken with a field too few or one that the type does not have', () => {
    // @ts-expect-error `at` is missing.
    expect(() => recordArray(columns, [{ id: 1, name: 'ann' }])).not.toThrow();
    // @ts-expect-error There is no `age`.
    expect(recordArray(columns, [{ id: 1, name: 'ann', at, age: 7 }])).not.toContain('7');
  });
});
