import type { Language } from '../text/languages.ts';
import type { Formats } from '../text/format.ts';
import type { Me, Programme } from './data.ts';

/** What every part of the page is given. */
export interface Shown {
  readonly me: Me;
  readonly programme: Programme;
  readonly formats: Formats;
  /** What so many points are called: "points" has a singular and a Chinese word, a shop's own word is as it is. */
  readonly unit: (count?: number) => string;
}

/** The word for points, of a programme that calls them by this one. */
export function unitOf(asset: string, language: Language): Shown['unit'] {
  if (asset !== 'points') return () => asset;
  return (count) => (language === 'zh-CN' ? '积分' : count === 1 ? 'point' : 'points');
}
