import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderEvidence, parseMoment } from './rules-dates.ts';

const london = { zone: 'Europe/London', order: undefined } as const;
const read = (text: string, form: Parameters<typeof parseMoment>[1] = london) => {
  const ms = parseMoment(text, form);
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe('a date', () => {
  it.each([
    ['2026-04-05T17:06:21Z', '2026-04-05T17:06:21.000Z'],
    ['2026-04-05 21:06:21 +0400', '2026-04-05T17:06:21.000Z'],
    ['2026-04-05T21:06:21.5+04:00', '2026-04-05T17:06:21.500Z'],
    ['2026-04-05T21:06:21+04', '2026-04-05T17:06:21.000Z'],
    ['2026-04-05 17:06:21 UTC', '2026-04-05T17:06:21.000Z'],
    ['2026-04-05 18:06', '2026-04-05T17:06:00.000Z'],
    ['2026/4/5 18:06', '2026-04-05T17:06:00.000Z'],
    ['5.4.2026 18:06', '2026-04-05T17:06:00.000Z'],
    ['Apr 5, 2026, 6:06:21 PM', '2026-04-05T17:06:21.000Z'],
    ['5 April 2026 18:06', '2026-04-05T17:06:00.000Z'],
    ['2026年4月5日 18:06', '2026-04-05T17:06:00.000Z'],
    ['2026-04-05', '2026-04-04T23:00:00.000Z'],
    ['2026-02-30', undefined],
    ['2026-02-20 24:61', undefined],
    ['13:00 PM', undefined],
    ['2026-02-20 10:00 tomorrow', undefined],
    ['2026-02-20 10:00 +9900', undefined],
    ['05/01/2026', undefined],
    ['46117', undefined],
    ['0001-01-01T00:00:00Z', undefined],
    ['0001-01-01 00:00:00 +0000', undefined],
    ['', undefined],
  ])('written as %s', (text, at) => {
    expect(read(text)).toBe(at);
  });

  it('of slashes is read by its order, which its own parts may tell', () => {
    expect(read('05/01/2026', { ...london, order: 'dmy' })).toBe('2026-01-05T00:00:00.000Z');
    expect(read('05/01/26 2:30 PM', { ...london, order: 'mdy' })).toBe('2026-05-01T13:30:00.000Z');
    expect(['20/01/2026', '01/20/2026', '05/01/2026', '2026-01-05', 'soon'].map(orderEvidence)).toEqual([
      ...['dmy', 'mdy', 'either', 'clear', undefined],
    ]);
  });

  it('with its offset is the same instant in every zone of the shop', () => {
    const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    const zone = fc.constantFrom('Europe/London', 'Asia/Tokyo', 'America/New_York', 'Asia/Kathmandu');
    fc.assert(
      fc.property(instant, fc.integer({ min: -56, max: 56 }), zone, (at, quarters, shopZone) => {
        const offset = quarters * 15;
        const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 23);
        const pad = (value: number) => String(Math.abs(value)).padStart(2, '0');
        const zoneText = `${offset < 0 ? '-' : '+'}${pad(Math.trunc(offset / 60))}${pad(offset % 60)}`;
        const form = { zone: shopZone, order: undefined };
        expect(parseMoment(`${local.replace('T', ' ')} ${zoneText}`, form)).toBe(at.getTime());
        expect(parseMoment(at.toISOString(), form)).toBe(at.getTime());
      }),
    );
  });
});
