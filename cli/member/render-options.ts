import type { Output } from '../../platform/terminal/output.ts';
import type { DisplayFormat } from '../../values/wording.ts';

export interface RenderOptions {
  readonly out: Output;
  readonly manner: DisplayFormat;
  readonly now: Date;
}
