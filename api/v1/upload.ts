import { storeUpload, type StoredUpload, uploadBytesMax } from '../../modules/imports/uploads/store.ts';
import type { Database } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';

/** Keeps the file of a request as it comes in: it is in no process's memory. */
export async function readUpload(
  request: Request,
  types: readonly string[],
  database: Database,
  programmeId: number,
): Promise<StoredUpload> {
  const mediaType = (request.headers.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (request.body !== null && !types.includes(mediaType)) {
    const what = mediaType === '' ? 'is missing' : `is ${mediaType}`;
    throw new PerennialError('MEDIA_TYPE_UNSUPPORTED', `The content type ${what}.`, {
      field: 'Content-Type',
      fix: `Send ${types.join(' or ')}.`,
    });
  }
  if (Number(request.headers.get('Content-Length') ?? 0) > uploadBytesMax) {
    throw new PerennialError('BODY_TOO_LARGE', `The file has more than ${uploadBytesMax / 1e6} MB.`, {
      fix: 'Gzip it, or send it in several files.',
    });
  }
  const content = request.body as unknown as AsyncIterable<Uint8Array> | null;
  const stored = content === null ? undefined : await storeUpload(database, programmeId, { content, mediaType });
  if (stored !== undefined && stored.bytes > 0) return stored;
  throw new PerennialError('BODY_MALFORMED', 'The request has no body.', { fix: 'Send the file as the body.' });
}
