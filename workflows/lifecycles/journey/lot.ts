/** Numbers that a double tells apart. */
const steps = 2 ** 53;

/** Law 20: a member's own place in the lot of a step, from 0 up to 1; `lot` is the member, or whose place was taken along. */
export const splitPlace = ({ campaign, step, lot }: { campaign: string; step: string; lot: string }): number =>
  lotOf(`split/${campaign}/${step}/${lot}`);

/** A place in a lot from 0 up to 1 that is the same for the same text on every machine (cyrb53). */
export function lotOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)) / steps;
}
