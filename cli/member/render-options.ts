import { memberFormatter, type MemberPhrase, memberSpeaker } from '../../modules/member-view/wording.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { type Formatter, speaker } from '../../values/phrase.ts';
import type { DisplayFormat } from '../../values/wording.ts';
import { showWording } from './wording.ts';

export interface RenderOptions {
  readonly out: Output;
  readonly manner: DisplayFormat;
  readonly now: Date;
}

/** All that a part of `member show` needs to be written in the reader's language. */
export interface Rendering extends RenderOptions {
  readonly format: Formatter;
  /** Says what is the command's own. */
  readonly say: ReturnType<typeof showSpeaker>;
  /** Says what the modules have to say. */
  readonly tell: (phrase: MemberPhrase) => string;
}

const showSpeaker = (format: Formatter) => speaker(showWording, format);

export function renderingOf(options: RenderOptions): Rendering {
  const format = memberFormatter(options.manner);
  return { ...options, format, say: showSpeaker(format), tell: memberSpeaker(format) };
}
