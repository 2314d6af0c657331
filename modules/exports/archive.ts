import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { rowKindNames } from './kinds.ts';
import { jsonLines } from './lines.ts';
import type { RowSource } from './row-source.ts';

/** A file of a full export. */
export interface ArchiveFile {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What stands in manifest.json. */
export interface Manifest {
  readonly format: 1;
  readonly programme: string;
  readonly asOf: Date;
  readonly consistency: string;
  readonly files: readonly ArchiveFile[];
}

const consistency =
  'Read page by page without a snapshot: what changed while the export ran may be there in the state before or after.';

/** Writes a full export of a programme into a folder: a file of NDJSON for each noun, the programme, and a manifest with checksums. */
export async function writeFolder(source: RowSource, folder: string): Promise<Manifest> {
  const { programme, now } = source;
  await mkdir(folder, { recursive: true });
  const files: ArchiveFile[] = [];
  const one = (text: string) => Readable.from([text]);
  files.push(await writeOne(folder, 'programme.json', one(`${JSON.stringify(programme.definition, null, 2)}\n`)));
  for (const kind of rowKindNames) {
    files.push(await writeOne(folder, `${kind}.ndjson`, Readable.from(jsonLines(kind, source, {}))));
  }
  const manifest: Manifest = { format: 1, programme: programme.definition.code, asOf: now, consistency, files };
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

async function writeOne(folder: string, name: string, content: Readable): Promise<ArchiveFile> {
  const hash = createHash('sha256');
  let [rows, bytes] = [0, 0];
  await pipeline(
    content,
    async function* (texts: AsyncIterable<string>) {
      for await (const text of texts) {
        const part = Buffer.from(text);
        rows += text.split('\n').length - 1;
        bytes += part.length;
        hash.update(part);
        yield part;
      }
    },
    createWriteStream(join(folder, name)),
  );
  return { name, rows, bytes, sha256: hash.digest('hex') };
}

const blockBytes = 512;

/** A folder of a full export as one .tar.gz, part by part. */
export function tarOf(folder: string, { files, programme, asOf }: Manifest): Readable {
  const names = ['manifest.json', ...files.map(({ name }) => name)];
  async function* blocks(): AsyncGenerator<Buffer> {
    for (const name of names) {
      const { size } = await stat(join(folder, name));
      yield tarHeader(`perennial-${programme}/${name}`, size, asOf);
      for await (const part of createReadStream(join(folder, name))) yield part as Buffer;
      yield Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes);
    }
    yield Buffer.alloc(2 * blockBytes);
  }
  return Readable.from(blocks()).pipe(createGzip());
}

/** A header of POSIX ustar. */
function tarHeader(name: string, size: number, at: Date): Buffer {
  const header = Buffer.alloc(blockBytes);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;
  header.write(name, 0, 100, 'utf8');
  header.write(octal(0o600, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(Math.floor(at.getTime() / 1_000), 12), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}
