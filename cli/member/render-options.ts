import type { Output } from '../../platform/terminal/output.ts';
import type { Manner } from '../../values/wording.ts';

export interface RenderOptions {
  readonly out: Output;
  readonly manner: Manner;
  readonly now: Date;
}
