import { createHash } from 'node:crypto';
import type { Database } from '../../../platform/database.ts';
import { PerennialError } from '../../../platform/errors.ts';

/** A file as it came. */
export interface StoredUpload {
  readonly id: bigint;
  readonly bytes: number;
  readonly sha256: string;
}

/** Bytes of an upload: a million orders have 80 MB, and a tenth of that gzipped. */
export const uploadBytesMax = 200_000_000;
/** Bytes of a part: what a process has of a file in memory. */
const partBytes = 1_000_000;

/** Keeps a file part by part as it comes in; of one that breaks off or is too large nothing stays. */
export async function storeUpload(
  database: Database,
  programmeId: number,
  { content, mediaType }: { readonly content: AsyncIterable<Uint8Array>; readonly mediaType: string },
): Promise<StoredUpload> {
  const { id } = await database.upload.create({ data: { programmeId, mediaType, bytes: 0n, sha256: '' } });
  const hash = createHash('sha256');
  let [bytes, part] = [0, 0];
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const flush = async () => {
    if (waitingBytes === 0) return;
    await database.uploadPart.create({ data: { uploadId: id, part, content: new Uint8Array(Buffer.concat(waiting)) } });
    part += 1;
    [waiting, waitingBytes] = [[], 0];
  };
  try {
    for await (const chunk of content) {
      bytes += chunk.length;
      if (bytes > uploadBytesMax) throw tooLarge();
      hash.update(chunk);
      waiting.push(chunk);
      waitingBytes += chunk.length;
      if (waitingBytes >= partBytes) await flush();
    }
    await flush();
    const sha256 = hash.digest('hex');
    await database.upload.update({ where: { id }, data: { bytes: BigInt(bytes), sha256 } });
    return { id, bytes, sha256 };
  } catch (error) {
    await discardUpload(database, id);
    throw error;
  }
}

/** Removes a file that no import was made of. */
export async function discardUpload(database: Database, id: bigint): Promise<void> {
  await database.upload.deleteMany({ where: { id, imports: { none: {} } } });
}

/** The file of an upload, part by part. */
export async function* uploadParts(database: Database, id: bigint): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part += 1) {
    const row = await database.uploadPart.findUnique({ where: { uploadId_part: { uploadId: id, part } } });
    if (row === null) return;
    yield row.content;
  }
}

const tooLarge = () =>
  new PerennialError('BODY_TOO_LARGE', `The file has more than ${uploadBytesMax / 1e6} MB.`, {
    fix: 'Gzip it, or send it in several files.',
  });
