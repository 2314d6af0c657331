import { describe, expect, it } from 'vitest';
import { type Formatter, formatterOf } from '../../values/phrase.ts';
import type { EarningPart } from './rules-earning.ts';
import { orderExplained, programmeWording } from './wording.ts';

const parts: EarningPart[] = [
  { kind: 'rate', amountMinor: 50_000, points: 1, perMinor: 100 },
  { kind: 'step', aboveMinor: 30_000, multiplier: 1.5 },
  { kind: 'tier', name: 'Gold', multiplier: 1.5 },
  { kind: 'dayOfMonth', day: 18, multiplier: 2 },
  { kind: 'weekend', multiplier: 2 },
  { kind: 'birthdayMonth', multiplier: 2 },
  { kind: 'cap', multiplier: 3 },
];
const programme = { asset: 'points', currency: 'GBP', zone: 'Europe/London', programmeZone: 'Europe/London' };

function explained(say: Formatter): string {
  const { key, params } = orderExplained(parts, 'GBP');
  if (key !== 'order.explained') throw new Error(key);
  return programmeWording[say.locale][key](params, say);
}

describe('why an order brought its points', () => {
  it('is said rule by rule', () => {
    expect(explained(formatterOf(programme)).split('; ')).toEqual([
      'GBP 500.00 at 1 for every GBP 1.00',
      'the part above GBP 300.00 counts x1.5',
      'Gold x1.5',
      'member day (18 of the month) x2',
      'weekend x2',
      'birthday month x2',
      'multipliers together at most x3',
    ]);
  });

  it('is said in Chinese, too', () => {
    expect(explained(formatterOf({ ...programme, locale: 'zh-CN' })).split('；')).toEqual([
      '£500.00，每 £1.00 得 1 积分',
      '超过 £300.00 的部分 × 1.5',
      'Gold × 1.5',
      '会员日（每月 18 日）× 2',
      '周末 × 2',
      '生日月 × 2',
      '倍数合计最高 × 3',
    ]);
  });
});
