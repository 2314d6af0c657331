import { confirm, isCancel } from '@clack/prompts';
import { PerennialError } from '../platform/errors.ts';

/** Whether a person is at the terminal who can answer. */
export const isAttended = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** Goes on only with a yes: from `--yes`, or from the person at the terminal; a script has to say `--yes`. */
export async function confirmOrStop(question: string, { yes }: { yes?: boolean | undefined }): Promise<void> {
  if (yes) return;
  if (!isAttended()) {
    throw new PerennialError('USAGE', `${question} Nobody is here to answer.`, {
      field: '--yes',
      fix: 'Say --yes to go ahead.',
    });
  }
  const answer = await confirm({ message: question, initialValue: false, output: process.stderr });
  if (isCancel(answer) || !answer) throw new PerennialError('USAGE', 'Stopped: nothing was changed.');
}
