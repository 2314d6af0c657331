import type { operations } from '../../../client/create.ts';
import { api, read, type Shape } from '../../data/api.ts';

type Query = Omit<operations['createImport']['parameters']['query'], 'fileName'>;

/** The name says what is in a file, as it does at the command line. */
const isNdjson = (name: string) => /\.(ndjson|jsonl)(\.gz)?$/i.test(name);
const nameMax = 200;

interface Sending {
  readonly query: Query;
  readonly header: { readonly 'Idempotency-Key': string };
}

/** Sends a file as the body of the request, as it is. */
export function sendFile(file: Blob, name: string, { query, header }: Sending): Promise<Shape['Import']> {
  return read(
    api.POST('/imports', {
      params: { query: { ...query, fileName: name.slice(-nameMax) }, header },
      headers: { 'Content-Type': isNdjson(name) ? 'application/x-ndjson' : 'text/csv' },
      // The document describes the file as text; it goes out byte by byte.
      body: file as unknown as string,
      bodySerializer: (body) => body,
    }),
  );
}
