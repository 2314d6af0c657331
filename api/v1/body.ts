import { PerennialError } from '../../platform/errors.ts';

const bytesMaxDefault = 1_000_000;

/** A body as it came. */
export interface RawBody {
  readonly bytes: Buffer;
  readonly form: 'json' | 'ndjson' | 'yaml' | 'none';
}

interface BodyForms {
  readonly bytesMax?: number;
  readonly takesLines?: boolean;
  readonly takesYaml?: boolean;
}

/** Reads a body of at most so many bytes, of a form that is taken here. */
export async function readBody(
  request: Request,
  { bytesMax = bytesMaxDefault, takesLines = false, takesYaml = false }: BodyForms,
): Promise<RawBody> {
  const bytes = await readBytes(request, bytesMax);
  if (bytes.length === 0) return { bytes, form: 'none' };
  const type = (request.headers.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return { bytes, form: 'json' };
  if (takesLines && type === 'application/x-ndjson') return { bytes, form: 'ndjson' };
  if (takesYaml && type === 'application/yaml') return { bytes, form: 'yaml' };
  const more = takesLines ? ' or application/x-ndjson' : takesYaml ? ' or application/yaml' : '';
  throw new PerennialError('MEDIA_TYPE_UNSUPPORTED', `The content type ${type ? `is ${type}` : 'is missing'}.`, {
    field: 'Content-Type',
    fix: `Send application/json${more}.`,
  });
}

/** The bytes of a body; one that is larger is refused before the rest of it has come. */
export async function readBytes(request: Request, bytesMax: number): Promise<Buffer> {
  if (request.body === null) return Buffer.alloc(0);
  if (Number(request.headers.get('Content-Length') ?? 0) > bytesMax) throw tooLarge(bytesMax);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > bytesMax) throw tooLarge(bytesMax);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The JSON of a body. */
export function parseJson(bytes: Buffer): unknown {
  const text = textOf(bytes);
  try {
    return storable(JSON.parse(text));
  } catch (error) {
    if (error instanceof PerennialError) throw error;
    throw malformed(`The body is no JSON: ${(error as Error).message}.`);
  }
}

/** The text of a body that is read by its own reader. */
export const parseText = (bytes: Buffer): unknown => storable(textOf(bytes));

/** The JSON of each line; blank ones are none. */
export function parseLines(bytes: Buffer): unknown[] {
  const lines = textOf(bytes).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [storable(JSON.parse(line))];
    } catch (error) {
      if (error instanceof PerennialError) throw error;
      throw malformed(`Line ${index + 1} is no JSON: ${(error as Error).message}.`);
    }
  });
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The body is not UTF-8.');
  }
}

const depthMax = 20;

/** Refuses what PostgreSQL's text can't hold: NUL and halves of characters; and what is nested beyond reason. */
export function storable(value: unknown, path = '', depth = 0): unknown {
  if (depth > depthMax) throw invalid(path, `is nested deeper than ${depthMax} levels`, 'send it flat');
  if (typeof value === 'string') {
    if (/[\0\p{Surrogate}]/u.test(value)) {
      throw invalid(path, 'has a character that is none (NUL or half of one)', 'remove it');
    }
  } else if (Array.isArray(value)) {
    value.forEach((each, index) => storable(each, `${path}[${index}]`, depth + 1));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      storable(name, path, depth + 1);
      storable(each, path === '' ? name : `${path}.${name}`, depth + 1);
    }
  }
  return value;
}

const malformed = (what: string) =>
  new PerennialError('BODY_MALFORMED', what, { fix: 'Send one JSON value in UTF-8.' });

function invalid(field: string, detail: string, fix: string) {
  return new PerennialError('REQUEST_INVALID', `${field === '' ? 'the body' : field} ${detail}`, {
    ...(field === '' ? {} : { field }),
    fix,
    faults: [{ code: 'REQUEST_INVALID', ...(field === '' ? {} : { field }), detail, fix }],
  });
}

const tooLarge = (bytesMax: number) =>
  new PerennialError('BODY_TOO_LARGE', `The body has more than ${bytesMax} bytes.`);
