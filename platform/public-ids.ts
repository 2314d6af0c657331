import Sqids from 'sqids';
import { type ErrorCode, PerennialError } from './errors.ts';

/** Ids of rows as they are shown: short, alike in form, and no count of anything at first sight. They open nothing by themselves. */
const form = new Sqids({ alphabet: 'k3g7qdtj5w9hxm0b8rzv2cnf4sl6pya1ueoi', minLength: 8, blocklist: new Set() });

export type IdPrefix =
  | 'txn'
  | 'lot'
  | 'enr'
  | 'msg'
  | 'rev'
  | 'ref'
  | 'sup'
  | 'imp'
  | 'exp'
  | 'aud'
  | 'adj'
  | 'rvs'
  | 'ntf'
  | 'dlv'
  | 'whe'
  | 'mrg'
  | 'ers';

/** The shown form of a row's id: `txn_…`; of a row that is called by several numbers of all of them. */
export function publicIdOf(prefix: IdPrefix, ...ids: readonly (bigint | number | string)[]): string {
  const numbers = ids.map(Number);
  if (!numbers.every(Number.isSafeInteger)) throw new RangeError(`The id ${ids.join(' ')} is too large.`);
  return `${prefix}_${form.encode(numbers)}`;
}

/** The row's id in a shown one; undefined for one that was never given. */
export function rowIdOf(prefix: IdPrefix, shown: string): bigint | undefined {
  const [id, ...more] = rowIdsOf(prefix, shown);
  return more.length > 0 ? undefined : id;
}

/** The numbers in a shown id; none for one that was never given. */
export function rowIdsOf(prefix: IdPrefix, shown: string): bigint[] {
  if (!shown.startsWith(`${prefix}_`)) return [];
  const numbers = form.decode(shown.slice(prefix.length + 1));
  if (numbers.length === 0 || !numbers.every(Number.isSafeInteger) || publicIdOf(prefix, ...numbers) !== shown)
    return [];
  return numbers.map(BigInt);
}

/** The row's id, or the refusal for a thing there is none of. */
export function requireRowId(prefix: IdPrefix, shown: string, code: ErrorCode, field: string): bigint {
  const id = rowIdOf(prefix, shown);
  if (id !== undefined) return id;
  throw new PerennialError(code, `There is no "${shown}".`, { field });
}
