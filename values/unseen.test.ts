import { describe, expect, it } from 'vitest';
import { isPlainId, seenName, withoutUnseen } from './unseen.ts';

describe('what nobody sees', () => {
  it.each([
    ['\u202eAn\u200bna\u2060 Ke\ufeffl\u00adler', 'Anna Keller'],
    ['An\u200cna', 'Anna'],
    ['Zoe\u0308 \u200fÜnal', 'Zoë Ünal'],
    ['小\u200b雨\u3164', '小雨'],
    // Spelt with joiners.
    ['نمی\u200cدانم', 'نمی\u200cدانم'],
    ['क्\u200dष', 'क्\u200dष'],
    ['👩\u200d🍳 ❤\ufe0f', '👩\u200d🍳 ❤\ufe0f'],
  ])('is taken out of the name %j', (name, seen) => {
    expect(seenName(name)).toBe(seen);
  });

  it('makes no second id, and is no part of a code', () => {
    expect(['anna-1', 'anna@example.com', '小雨'].map(isPlainId)).toEqual([true, true, true]);
    expect(['anna\u200b', 'an\u202ena', 'anna ', 'anna\u3164', 'an\ufe0fna', '\u2800'].map(isPlainId)).not.toContain(
      true,
    );
    expect(withoutUnseen('AB\u200bCD-\u2060EF')).toBe('ABCD-EF');
  });
});
