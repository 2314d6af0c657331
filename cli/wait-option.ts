import { wholeNumber } from './arguments.ts';

const waitMaxS = 86_400;

/** `--wait`, for processes that may be started before their servers. */
export const waitOption = [
  '--wait <seconds>',
  'wait so long for servers that do not answer yet, instead of ending',
  wholeNumber({ min: 1, max: waitMaxS }),
] as const;

/** What `--wait` says, in milliseconds; undefined without it. */
export function waitMsOf(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1_000;
}
