import type { ReactNode } from 'react';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { Tag } from '../../parts/status.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { useText } from '../../text/use-text.tsx';
import { type Import, isOpen } from './import-words.tsx';
import { isNdjson } from './mended.ts';

/** How the file was read: what was found out of it, which column is what, and which nobody reads. */
export function ReadAs({ of: each }: { readonly of: Import }): ReactNode {
  const tell = useText();
  const { readAs } = each;
  if (readAs === undefined) {
    return (
      <Panel title={tell('imports.readAs')}>
        {isOpen(each) ? (
          <Empty title={tell('imports.notReadYet')} />
        ) : (
          <Empty title={tell('imports.notKept')}>{tell('imports.notKeptWhy')}</Empty>
        )}
      </Panel>
    );
  }
  return (
    <Panel title={tell('imports.readAs')}>
      <div className="pad">
        <Facts readAs={readAs} kind={each.kind} />
      </div>
      {!isNdjson(readAs.header) && <ColumnsTable readAs={readAs} />}
    </Panel>
  );
}

type Reading = NonNullable<Import['readAs']>;

function Facts({ readAs, kind }: { readonly readAs: Reading; readonly kind: Import['kind'] }): ReactNode {
  const tell = useText();
  const { format, encoding, delimiter, dates, decimal, zone, lines } = readAs;
  const dateWords: Readonly<Record<string, string>> = {
    dmy: tell('imports.dmy'),
    mdy: tell('imports.mdy'),
    ymd: tell('imports.ymd'),
  };
  const lineWords: Readonly<Record<string, string>> = {
    sum: tell('imports.linesSum'),
    first: tell('imports.linesFirst'),
  };
  const facts: readonly (readonly [string, string])[] = [
    [tell('imports.format'), format],
    [tell('imports.encoding'), encoding],
    ...(delimiter === null
      ? []
      : [[tell('imports.delimiter'), delimiter === '\t' ? tell('imports.tab') : delimiter] as const]),
    [tell('imports.dates'), dates === null ? tell('imports.datesClear') : (dateWords[dates] ?? dates)],
    ...(kind === 'members' || decimal === null
      ? []
      : [[tell('imports.decimal'), decimal === ',' ? '12,50' : '12.50'] as const]),
    ...(kind === 'members'
      ? []
      : [[tell('imports.lines'), lines === null ? tell('imports.linesEach') : (lineWords[lines] ?? lines)] as const]),
    [tell('imports.zone'), zone],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name} className="pair">
          <dt>{name}</dt>
          <dd className="anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Row {
  readonly column: string;
  readonly field: string | undefined;
}

function ColumnsTable({ readAs: { columns, unread, header } }: { readonly readAs: Reading }): ReactNode {
  const tell = useText();
  const place = ({ column }: Row) => header.findIndex((name) => name.trim() === column.trim());
  const rows: readonly Row[] = [
    ...Object.entries(columns).map(([field, column]) => ({ field, column })),
    ...unread.map((column) => ({ column, field: undefined })),
  ].sort((one, other) => place(one) - place(other));
  const shape: readonly Column<Row>[] = [
    {
      ...{ id: 'column', head: tell('imports.column'), names: true },
      cell: ({ column }) => <span className="anywhere">{column}</span>,
    },
    {
      ...{ id: 'field', head: tell('imports.isReadAs') },
      cell: ({ field }) => (field === undefined ? <Tag>{tell('imports.unread')}</Tag> : <code>{field}</code>),
    },
  ];
  return (
    <Table
      caption={tell('imports.columnsCaption')}
      columns={shape}
      rows={rows}
      rowKey={({ column, field }) => `${column} ${field ?? ''}`}
      empty={<Empty title={tell('imports.noColumns')} />}
    />
  );
}
