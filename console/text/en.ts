import { frame } from './en/frame.ts';
import { parts } from './en/parts.ts';
import { signIn } from './en/sign-in.ts';

/** Every sentence of the console in English: a file for each page, a line for each file. */
export const en = {
  ...frame,
  ...parts,
  ...signIn,
} as const;
