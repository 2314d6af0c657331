/** What an invariant is checked by, a page of them at a time; the totals of a programme are checked at once. */
export type CheckedBy = 'transaction' | 'member' | 'coupon' | 'programme';

/** Something that holds after every transaction. Its SQL gives a row (programme_id, detail) for every breach. */
export interface Invariant {
  readonly name: string;
  /** What a breach means, in words. */
  readonly says: string;
  readonly by: CheckedBy;
  /** Cheap enough to be checked of everything each time, not only of what came since the last time. */
  readonly everywhere?: true;
  /**
   * By transaction, the tables are written `{txn}`, `{posting}`, `{lot}`, `{lot_move}`, `{hold}` and `{cap}`: a page has the rows of
   * its transactions only. By member and by coupon, `{of <column>}` stands where the column is one of the page's.
   */
  readonly sql: string;
}

/** Ids behind the first, up to the last; without a last one, to the end. */
export interface IdRange {
  readonly after: bigint;
  readonly through: bigint | null;
}

/** A page of what is checked: a range of ids, or the ids that a query gives. */
export type Page = IdRange | { readonly ids: string };

/** What lies outside members' hands, by programme, as it was found up to a transaction. */
export interface NotedTotals {
  readonly throughTxn: bigint;
  readonly points: Readonly<Record<string, string>>;
}

/** Which column of the tables of a page is the transaction's id. A lot has that of the one that earned it. */
const tables = {
  txn: { table: 'txn', id: 'id' },
  posting: { table: 'posting', id: 'txn_id' },
  lot: { table: 'lot', id: 'id' },
  lot_move: { table: 'lot_move', id: 'txn_id' },
  hold: { table: 'hold', id: 'txn_id' },
  cap: { table: 'reversal_cap', id: 'orig_txn_id' },
} as const;
const tablePlaceholder = /\{(txn|posting|lot|lot_move|hold|cap)\}/g;
const columnPlaceholder = /\{of ([a-z_.]+)\}/g;

/** The invariant's SQL over a page, or over everything. */
export function sqlOf({ sql }: Invariant, page?: Page): string {
  return sql
    .replaceAll(tablePlaceholder, (_, key: keyof typeof tables) => {
      const { table, id } = tables[key];
      return page === undefined ? `ledger.${table}` : `(SELECT * FROM ledger.${table} WHERE ${isIn(page, id)})`;
    })
    .replaceAll(columnPlaceholder, (_, column: string) => (page === undefined ? 'TRUE' : isIn(page, column)));
}

function isIn(page: Page, column: string): string {
  if ('ids' in page) return `${column} = ANY (ARRAY(${page.ids}))`;
  const end = page.through === null ? '' : ` AND ${column} <= ${page.through}`;
  return `${column} > ${page.after}${end}`;
}

/** The SQL of an invariant of totals, going on from what was noted of them. */
export function sqlOfTotals({ sql }: Invariant, noted?: NotedTotals): string {
  const rows = Object.entries(noted?.points ?? {}).map(
    ([id, points]) => `(${Number(id)}::smallint, ${BigInt(points)}::numeric)`,
  );
  const values = rows.length === 0 ? 'SELECT NULL::smallint, NULL::numeric WHERE FALSE' : `VALUES ${rows.join(', ')}`;
  return sql.replaceAll('{noted}', values).replaceAll('{since}', String(noted?.throughTxn ?? beforeAll));
}

/** Lower than any id. */
export const beforeAll = -(2n ** 62n);
