import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PerennialError } from '../platform/errors.ts';

/** Refuses a file that could not be written in the end, before anything is done. */
export async function requireWritable(path: string, option: string): Promise<void> {
  const known = await stat(path).catch(() => undefined);
  const target = known === undefined ? dirname(path) : path;
  const isFile = known === undefined || known.isFile();
  const mayWrite = await access(target, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (isFile && mayWrite) return;
  throw new PerennialError('USAGE', `${path} can't be written.`, {
    field: option,
    fix: 'Name a file in a folder that is there and that you may write to.',
  });
}
