import { type ColumnDef, tableFeatures, useTable } from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import { useText } from '../text/use-text.tsx';
import { Bone, Failure } from './states.tsx';

/** A column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand on the right. */
  readonly number?: boolean;
  /** The cell that names its row. */
  readonly names?: boolean;
  /** Goes below 900 px (`wide`) or below 640 px (`roomy`): its facts then stand under the name, as `Narrow` has them. */
  readonly only?: 'wide' | 'roomy';
  /** What stands in the row of sums. */
  readonly sum?: ReactNode;
}

interface TableProps<Row> {
  /** What the table is, for who hears it; `shownCaption` shows it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** Absent while it is read. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  readonly error?: Error | null;
  readonly again?: () => void;
  /** In place of no rows: an Empty. */
  readonly empty: ReactNode;
  /** Rows that keep the height while it is read. */
  readonly expected?: number;
  /** The next page of a list, where there is one. */
  readonly more?: { readonly load: () => void; readonly busy: boolean } | undefined;
}

const features = tableFeatures({});
const noRows: readonly never[] = [];

/** Rows with a caption, headed columns and a row of sums; loading, empty and refused in place of them. */
export function Table<Row extends object>(props: TableProps<Row>): ReactNode {
  const { rows, error, again, empty, more } = props;
  const tell = useText();
  if (rows === undefined && error) {
    return (
      <div className="pad">
        <Failure error={error} {...(again === undefined ? {} : { again })} />
      </div>
    );
  }
  if (rows?.length === 0) return empty;
  return (
    <>
      <Filled {...props} />
      {more !== undefined && (
        <p className="foot">
          <button type="button" className="btn" onClick={more.load} aria-disabled={more.busy}>
            {tell('parts.more')}
          </button>
        </p>
      )}
    </>
  );
}

function Filled<Row extends object>({ caption, columns, rows, rowKey, expected = 3 }: TableProps<Row>): ReactNode {
  const tell = useText();
  const definitions = useMemo(
    () =>
      columns.map((column): ColumnDef<typeof features, Row> => ({
        id: column.id,
        header: () => column.head,
        cell: ({ row }) => column.cell(row.original),
      })),
    [columns],
  );
  const table = useTable<typeof features, Row>({
    ...{ features, columns: definitions, getRowId: rowKey },
    data: rows ?? noRows,
  });
  const of = (id: string) => columns.find((column) => column.id === id);
  return (
    <table aria-busy={rows === undefined}>
      <caption className="sr">{rows === undefined ? tell('parts.loadingTable') : caption}</caption>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th key={header.id} scope="col" className={classOf(of(header.column.id))}>
                <table.FlexRender header={header} />
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {rows === undefined && <Bones columns={columns} rows={expected} />}
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id}>
            {row.getAllCells().map((cell) => (
              <Cell key={cell.id} column={of(cell.column.id)}>
                <table.FlexRender cell={cell} />
              </Cell>
            ))}
          </tr>
        ))}
        {rows !== undefined && columns.some(({ sum }) => sum !== undefined) && <Sums columns={columns} />}
      </tbody>
    </table>
  );
}

interface CellProps<Row> {
  readonly column: Column<Row> | undefined;
  readonly children: ReactNode;
}

function Cell<Row>({ column, children }: CellProps<Row>): ReactNode {
  if (!column?.names) return <td className={classOf(column)}>{children}</td>;
  return (
    <th scope="row" className={classOf(column)}>
      {children}
    </th>
  );
}

function classOf<Row>(column: Column<Row> | undefined): string | undefined {
  const names = [
    column?.number ? 'num' : '',
    column?.only === 'wide' ? 'wide' : '',
    column?.only === 'roomy' ? 'hide-s' : '',
  ].filter((name) => name !== '');
  return names.length === 0 ? undefined : names.join(' ');
}

const widths = ['62%', '48%', '70%', '54%'];

function Bones<Row>({ columns, rows }: { readonly columns: readonly Column<Row>[]; readonly rows: number }): ReactNode {
  return Array.from({ length: rows }, (_, row) => (
    <tr key={row}>
      {columns.map((column, at) => (
        <td key={column.id} className={classOf(column)}>
          <Bone width={widths[(row + at) % widths.length] ?? '50%'} />
        </td>
      ))}
    </tr>
  ));
}

function Sums<Row>({ columns }: { readonly columns: readonly Column<Row>[] }): ReactNode {
  return (
    <tr className="sum">
      {columns.map((column, at) =>
        at === 0 ? (
          <th key={column.id} scope="row" className={classOf(column)}>
            {column.sum}
          </th>
        ) : (
          <td key={column.id} className={classOf(column)}>
            {column.sum}
          </td>
        ),
      )}
    </tr>
  );
}

/** Facts of a column that is gone on a narrow screen, under the name of the row. */
export function Narrow({ below, children }: { readonly below: 900 | 640; readonly children: ReactNode }): ReactNode {
  return <small className={below === 900 ? 'only-w' : 'only-s'}>{children}</small>;
}
