import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import { api, read } from '../../data/api.ts';
import { quietEveryMs, useListed } from '../../data/listed.ts';
import { useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { Tag } from '../../parts/status.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../text/use-text.tsx';
import { type Import, ImportStatus, isOpen, useImportName, useKindWords, useSum } from './import-words.tsx';
import { UploadDrawer } from './upload.tsx';

/** What came in from elsewhere, and what became of each row? */
export function Component(): ReactNode {
  const tell = useText();
  const { zoneName } = useFormats();
  const { to } = useDrawer('new');
  const columns = useColumns();
  const list = useListed<Import>({
    ...{ key: ['imports', 'list'], live: ['imports'], everyMs: quietEveryMs },
    page: async (from) => read(api.GET('/imports', { params: { query: from } })),
  });
  return (
    <Page
      title={tell('imports.title')}
      intro={tell('imports.intro')}
      acts={
        <Link className="btn main-act" to={to}>
          {tell('imports.new')}
        </Link>
      }
    >
      <Panel title={tell('imports.all')} intro={tell('imports.order', { zone: zoneName() })}>
        <Table
          caption={tell('imports.caption')}
          columns={columns}
          rowKey={({ id }) => id}
          {...list}
          empty={<Empty title={tell('imports.none')}>{tell('imports.noneWhy')}</Empty>}
        />
      </Panel>
      <UploadDrawer />
    </Page>
  );
}

function useColumns(): readonly Column<Import>[] {
  const tell = useText();
  const { number } = useFormats();
  return useMemo(() => {
    const count = (id: keyof Import['counts'], head: string): Column<Import> => ({
      ...{ id, head, number: true, only: 'wide' },
      cell: ({ counts }) => number(counts[id]),
    });
    return [
      {
        ...{ id: 'import', head: tell('imports.import'), names: true },
        cell: (each) => <Named of={each} />,
      },
      {
        ...{ id: 'when', head: tell('imports.when'), only: 'roomy' },
        cell: ({ createdAt, createdBy }) => (
          <>
            <When at={createdAt} />
            {createdBy !== undefined && <small className="anywhere">{createdBy}</small>}
          </>
        ),
      },
      count('lines', tell('imports.rows')),
      count('imported', tell('imports.taken')),
      count('duplicates', tell('imports.there')),
      count('leftOut', tell('imports.leftOut')),
      {
        ...{ id: 'rejected', head: tell('imports.rejected'), number: true },
        cell: ({ id, counts: { rejected } }) =>
          rejected === 0 ? number(0) : <Link to={`/imports/${id}#rejects`}>{number(rejected)}</Link>,
      },
      {
        ...{ id: 'state', head: tell('imports.state') },
        cell: (each) => (
          <>
            <ImportStatus status={each.status} />
            {isOpen(each) && each.linesTotal !== undefined && (
              <small>{tell('imports.of', { done: number(each.counts.lines), all: number(each.linesTotal) })}</small>
            )}
          </>
        ),
      },
    ];
  }, [tell, number]);
}

function Named({ of: each }: { readonly of: Import }): ReactNode {
  const tell = useText();
  const nameOf = useImportName();
  const kindOf = useKindWords();
  const sumOf = useSum();
  return (
    <>
      <Link className="anywhere" to={`/imports/${each.id}`}>
        {nameOf(each)}
      </Link>
      <small>
        {kindOf[each.kind]} {each.dryRun && <Tag>{tell('imports.dryRun')}</Tag>}
      </small>
      <Narrow below={640}>
        <When at={each.createdAt} />
      </Narrow>
      <Narrow below={900}>{sumOf(each.counts)}</Narrow>
    </>
  );
}
