import type { Formats } from '../text/format.ts';
import type { Me, Programme } from './data.ts';

/** What every part of the page is given. */
export interface Shown {
  readonly me: Me;
  readonly programme: Programme;
  readonly formats: Formats;
}
