import Sqids from 'sqids';
import { PerennialError, type ErrorCode } from '../../platform/errors.ts';

/** Ids of rows as they are shown: short, alike in form, and no count of anything at first sight. They open nothing by themselves. */
const form = new Sqids({ alphabet: 'k3g7qdtj5w9hxm0b8rzv2cnf4sl6pya1ueoi', minLength: 8, blocklist: new Set() });

export type IdPrefix =
  'txn' | 'lot' | 'enr' | 'msg' | 'rev' | 'ref' | 'sup' | 'imp' | 'aud' | 'adj' | 'ntf' | 'dlv' | 'whe';

/** The shown form of a row's id: `txn_…`. */
export function publicIdOf(prefix: IdPrefix, id: bigint | number | string): string {
  const number = Number(id);
  if (!Number.isSafeInteger(number)) throw new RangeError(`The id ${String(id)} is too large.`);
  return `${prefix}_${form.encode([number])}`;
}

/** The row's id in a shown one; undefined for one that was never given. */
export function rowIdOf(prefix: IdPrefix, shown: string): bigint | undefined {
  if (!shown.startsWith(`${prefix}_`)) return undefined;
  const [number, ...more] = form.decode(shown.slice(prefix.length + 1));
  if (number === undefined || more.length > 0 || !Number.isSafeInteger(number)) return undefined;
  if (publicIdOf(prefix, number) !== shown) return undefined;
  return BigInt(number);
}

/** The row's id, or the refusal for a thing there is none of. */
export function requireRowId(prefix: IdPrefix, shown: string, code: ErrorCode, field: string): bigint {
  const id = rowIdOf(prefix, shown);
  if (id !== undefined) return id;
  throw new PerennialError(code, `There is no "${shown}".`, { field });
}
