import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opaqueId, rowOf } from './opaque-id.ts';

describe('The id of a row as others see it', () => {
  it('leads back to the row, and of another kind to none', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: (1n << 63n) - 1n }), (row) => {
        const id = opaqueId('ntf', row);
        expect(id).toMatch(/^ntf_[0-9a-f]{16}$/);
        expect(rowOf('ntf', id)).toBe(row);
        expect(rowOf('txn', id)).toBeUndefined();
      }),
    );
  });

  it('is not that of its neighbour but for the end', () => {
    expect(opaqueId('ntf', 1n).slice(0, 8)).not.toBe(opaqueId('ntf', 2n).slice(0, 8));
  });

  it.each(['', 'ntf_', 'ntf_zz', `ntf_${'0'.repeat(16)}`, `NTF_${'0'.repeat(15)}1`])('%o is none', (text) => {
    expect(rowOf('ntf', text)).toBeUndefined();
  });
});
