import { describe, expect, it } from 'vitest';
import { pad, textWidth, wrap } from './text-width.ts';

describe('text on a terminal', () => {
  it('counts Chinese characters and emoji as two columns, and colours as none', () => {
    expect(textWidth('points')).toBe(6);
    expect(textWidth('100 积分')).toBe(8);
    expect(textWidth('🎁')).toBe(2);
    expect(textWidth('\u001b[32m+100\u001b[39m')).toBe(4);
  });

  it('is filled up to a column, whatever is in it', () => {
    expect(pad('积分', 6)).toBe('积分  ');
    expect(pad('\u001b[1m7\u001b[22m', 3, 'right')).toBe('  \u001b[1m7\u001b[22m');
    expect(pad('too long', 3)).toBe('too long');
  });

  it('is broken between words, and never inside one', () => {
    expect(wrap('held for quiet hours until nine', 11)).toEqual(['held for', 'quiet hours', 'until nine']);
    expect(wrap('earn:order:536365', 5)).toEqual(['earn:order:536365']);
    expect(wrap('', 5)).toEqual(['']);
  });

  it('is broken between Chinese characters, but not before a full stop or behind an opening bracket', () => {
    expect(wrap('补签卡恢复了连续签到', 8)).toEqual(['补签卡恢', '复了连续', '签到']);
    expect(wrap('连续签到第三天。', 14)).toEqual(['连续签到第三', '天。']);
    expect(wrap('订单（536365）退货', 6)).toEqual(['订单', '（536365）', '退货']);
    expect(wrap('获得 1,240 积分', 10)).toEqual(['获得 1,240', '积分']);
  });

  it('never carries control characters of somebody else to the terminal', () => {
    expect(wrap('550 no\u001b[2J\r\nuser', 40)).toEqual(['550 no [2J user']);
  });
});
