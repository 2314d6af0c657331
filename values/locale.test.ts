import { describe, expect, it } from 'vitest';
import { chooseLocale } from './locale.ts';

describe('The language of a message', () => {
  it.each([
    [['en', 'zh-CN'], ['zh-CN', 'en'], 'zh-CN'],
    [['en', 'zh-CN'], ['zh-Hans-SG', 'en'], 'zh-CN'],
    [['en', 'zh-CN'], ['zh', 'en'], 'zh-CN'],
    [['en', 'zh-CN'], ['zh-TW', 'en'], 'en'],
    [['en', 'zh-CN'], ['en-US', 'zh-CN'], 'en'],
    [['en', 'zh-CN'], ['fr', 'zh-CN'], 'zh-CN'],
    [['en', 'zh-CN'], [null, 'en'], 'en'],
    [['de', 'en'], ['fr', 'it'], 'de'],
    [[], ['en'], undefined],
  ])('of %j for a reader who wants %j is %s', (available, wanted, expected) => {
    expect(chooseLocale(available, wanted)).toBe(expected);
  });
});
