import type { Wording } from '../../values/phrase.ts';
import { english } from './wording-en.ts';
import type { ShowPhrases } from './wording-phrases.ts';
import { chinese } from './wording-zh.ts';

/** What `member show` says itself, in each language. */
export const showWording: Wording<ShowPhrases> = { en: english, 'zh-CN': chinese };
