import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Output } from '../platform/terminal/output.ts';
import { counted } from '../values/plural.ts';
import { requireWritable } from './writable.ts';

/** Writes rows to the file of `--to`, and says how many; to stdout without one. The file is looked at before a row is read. */
export async function writeRows(
  out: Output,
  to: string | undefined,
  read: (note: (count: number) => void) => Promise<AsyncIterable<string>>,
): Promise<void> {
  if (to !== undefined) await requireWritable(to, '--to');
  let rows = 0;
  const lines = await read((count) => void (rows += count));
  if (to === undefined) {
    for await (const text of lines) {
      if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
    return;
  }
  await pipeline(Readable.from(lines), createWriteStream(to, { mode: 0o600 }));
  out.result({ file: to, rows }, () => `Wrote ${counted(rows, 'row', 'rows')} to ${to}.`);
}
