import { describe, expect, it } from 'vitest';
import { date, day, money, points, timeOfDay } from './wording.ts';

const at = new Date('2026-11-22T00:04:00Z');

describe('figures for a reader of English', () => {
  it('are written as in a British shop', () => {
    expect(money(1_391_200, 'GBP')).toBe('£13,912.00');
    expect(points(1_240, { asset: 'points' })).toBe('1,240 points');
    expect(points(1, { asset: 'points' })).toBe('1 point');
    expect([day(at, 'Europe/London'), timeOfDay(at, 'Europe/London')]).toEqual(['Sun 22 Nov 2026', '00:04']);
  });
});

describe('figures for a reader of Chinese', () => {
  it('are written as in a Chinese shop', () => {
    expect(money(1_391_200, 'CNY', 'zh-CN')).toBe('¥13,912.00');
    expect(money(-1_500, 'USD', 'zh-CN')).toBe('-US$15.00');
    expect(points(1_240, { asset: 'points', locale: 'zh-CN' })).toBe('1,240 积分');
    expect(points(1, { asset: '豆', locale: 'zh-CN' })).toBe('1 豆');
    expect(date(at, 'Asia/Shanghai', 'zh-CN')).toBe('2026年11月22日');
    expect(day(at, 'America/New_York', 'zh-CN')).toBe('2026年11月21日（周六）');
    expect(timeOfDay(at, 'Asia/Shanghai', 'zh-CN')).toBe('08:04');
  });
});
