import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redemptionAfter } from './rules-kept-share.ts';

describe('Points used on an order', () => {
  it('come back in proportion to what does not stand, the kept part rounded down', () => {
    const used = { capturedPoints: 400, refundedPoints: 0 };
    expect(redemptionAfter(used, { orderMinor: 3_600, keptMinor: 1_800 })).toBe(200);
    expect(redemptionAfter({ ...used, refundedPoints: 200 }, { orderMinor: 3_600, keptMinor: 0 })).toBe(200);
    expect(redemptionAfter({ ...used, refundedPoints: 250 }, { orderMinor: 3_600, keptMinor: 1_800 })).toBe(0);
    expect(redemptionAfter({ capturedPoints: 100, refundedPoints: 0 }, { orderMinor: 3, keptMinor: 1 })).toBe(67);
    expect(redemptionAfter(used, { orderMinor: 3_600, keptMinor: 5_000 })).toBe(0);
  });

  it('come back whole when an order that they alone have paid is returned', () => {
    expect(redemptionAfter({ capturedPoints: 400, refundedPoints: 0 }, { orderMinor: 0, keptMinor: 0 })).toBe(400);
  });

  it('come to the same however many returns an order comes back in, and never to more than were used', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (captured, orderMinor, shares) => {
          const kept = shares.map((share) => Math.floor(orderMinor * share)).sort((a, b) => b - a);
          let refunded = 0;
          for (const keptMinor of kept) {
            refunded += redemptionAfter(
              { capturedPoints: captured, refundedPoints: refunded },
              { orderMinor, keptMinor },
            );
            expect(refunded).toBeLessThanOrEqual(captured);
          }
          const last = kept.at(-1) ?? orderMinor;
          const atOnce = redemptionAfter(
            { capturedPoints: captured, refundedPoints: 0 },
            { orderMinor, keptMinor: last },
          );
          expect(refunded).toBe(atOnce);
          const all = redemptionAfter(
            { capturedPoints: captured, refundedPoints: refunded },
            { orderMinor, keptMinor: 0 },
          );
          expect(refunded + all).toBe(captured);
        },
      ),
    );
  });
});
