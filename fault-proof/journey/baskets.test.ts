import { describe, expect, it } from 'vitest';
import { slotsOf } from '../script.ts';
import { launchSlot, writeBaskets } from './baskets.ts';

const options = { seed: 1, members: 150, days: 10, startsAt: new Date('2026-03-15T00:00:00Z') };
const isBusy = (memberId: string, slot: number) => (Number(memberId.slice(-2)) + slot) % 3 === 0;

describe('What members do with baskets in the proof', () => {
  const doings = writeBaskets(options, isBusy);

  it('is drawn from the seed, and is all there is for a member in a slot', () => {
    expect(writeBaskets(options, isBusy)).toEqual(doings);
    expect(writeBaskets({ ...options, seed: 2 }, isBusy)).not.toEqual(doings);
    const slots = doings.map(({ memberId, slot }) => `${memberId} ${slot}`);
    expect(new Set(slots).size).toBe(slots.length);
    expect(doings.filter(({ memberId, slot }) => isBusy(memberId, slot))).toEqual([]);
  });

  it('comes behind the launch, at its slot, and pays for nothing that was not left', () => {
    const left = new Set<unknown>();
    for (const { type, slot, occurredAt, data } of doings) {
      expect(slot).toBeGreaterThan(launchSlot);
      expect(occurredAt).toEqual(slotsOf(options)[slot]);
      if (type === 'basket.left') left.add(data.basketId);
      if (type === 'basket.paid') expect(left.delete(data.basketId)).toBe(true);
    }
    expect(new Set(doings.map(({ type }) => type)).size).toBe(4);
  });
});
