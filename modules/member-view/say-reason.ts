import type { DisplayFormat } from '../../values/wording.ts';
import { memberFormatter } from './wording.ts';

/** What stands for figures in reasons that are grouped (without_figures), and figures that nobody writes. */
const [left, nobodyWrites] = ['…', ',,,'] as const;

/** Says reasons that were stored in English in a reader's language; those of a shop or a mail server stay as they are. */
export function reasonSayer(manner: DisplayFormat): (reason: string) => string {
  const say = memberFormatter(manner);
  return (reason) => say.text(reason.replaceAll(left, nobodyWrites)).replaceAll(nobodyWrites, left);
}
