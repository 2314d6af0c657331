import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { quietEveryMs, useListed } from '../../data/listed.ts';
import { useFormats } from '../../data/session.tsx';
import { useAnchor } from '../../parts/anchor.ts';
import { useDrawer } from '../../parts/drawer.tsx';
import { Button } from '../../parts/form.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty, NotDone } from '../../parts/states.tsx';
import { Status } from '../../parts/status.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { useText } from '../../text/use-text.tsx';
import { type Import, isOpen, type Reject } from './import-words.tsx';
import { MendDrawer, SendDrawer } from './mend.tsx';
import type { Mended } from './mended.ts';
import { Wrong } from './wrong.tsx';

/** Rows that could not be taken: each with what is wrong, to be mended here or in the file. */
export function Rejects({ of: each }: { readonly of: Import }): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const [mended, setMended] = useState<Mended>(new Map());
  const send = useDrawer('send');
  const list = useListed<Reject>({
    ...{ key: ['rejects', each.id, each.status], live: ['imports'] },
    ...(isOpen(each) ? { everyMs: quietEveryMs } : {}),
    // The list, and not the file that the same address has.
    page: (from) =>
      read(api.GET('/imports/{importId}/rejects', { params: { path: { importId: each.id }, query: from } })) as Promise<
        Shape['RejectPage']
      >,
  });
  const { rows = [] } = list;
  const columns = useColumns(each, mended);
  useAnchor(list.rows !== undefined);
  const mend = (line: number, cells: readonly string[]) => setMended(new Map(mended).set(line, cells));
  return (
    <Panel
      id="rejects"
      title={tell('imports.rejects')}
      intro={tell('imports.rejectsIntro')}
      more={rows.length > 0 && <Download importId={each.id} />}
      foot={
        mended.size === 0 ? undefined : (
          <span className="row-acts">
            <span role="status">{tell('imports.isMended', { n: mended.size, count: number(mended.size) })}</span>
            <Link className="btn main-act" to={send.to}>
              {tell('imports.sendMended')}
            </Link>
          </span>
        )
      }
    >
      <Table
        caption={tell('imports.rejectsCaption')}
        columns={columns}
        rowKey={({ line }) => String(line)}
        {...list}
        empty={
          isOpen(each) ? (
            <Empty title={tell('imports.noRejectsYet')} />
          ) : each.counts.rejected > 0 ? (
            <Empty title={tell('imports.rejectsElsewhere')}>{tell('imports.rejectsElsewhereWhy')}</Empty>
          ) : (
            <Empty title={tell('imports.noRejects')} />
          )
        }
      />
      <MendDrawer of={each} rejects={rows} mended={mended} onMend={mend} />
      <SendDrawer of={each} rejects={rows} hasMore={list.more !== undefined} mended={mended} />
    </Panel>
  );
}

function useColumns(each: Import, mended: Mended): readonly Column<Reject>[] {
  const tell = useText();
  const { number } = useFormats();
  const canMend = each.readAs !== undefined;
  return useMemo(
    () => [
      { ...{ id: 'line', head: tell('imports.line'), number: true }, cell: ({ line }) => number(line) },
      {
        ...{ id: 'wrong', head: tell('imports.wrong'), names: true },
        cell: (reject) => (
          <>
            <Wrong of={reject} />
            <Narrow below={900}>
              <code className="anywhere">{reject.row}</code>
            </Narrow>
          </>
        ),
      },
      {
        ...{ id: 'row', head: tell('imports.row'), only: 'wide' },
        cell: ({ row }) => <code className="anywhere">{row}</code>,
      },
      {
        ...{ id: 'mend', head: tell('imports.acts') },
        cell: ({ line }) => (
          <>
            {canMend ? (
              <Link
                className="nowrap"
                to={`#mend-${line}`}
                aria-label={tell('imports.mendLine', { line: number(line) })}
                preventScrollReset
              >
                {tell('imports.mend')}
              </Link>
            ) : (
              tell('parts.none')
            )}
            {mended.has(line) && (
              <div>
                <Status kind="ok">{tell('imports.mended')}</Status>
              </div>
            )}
          </>
        ),
      },
    ],
    [tell, number, canMend, mended],
  );
}

/** All of them as the file that can be mended and imported. */
function Download({ importId }: { readonly importId: string }): ReactNode {
  const tell = useText();
  const mutation = useMutation({
    mutationFn: () =>
      read(
        api.GET('/imports/{importId}/rejects', {
          params: { path: { importId } },
          headers: { Accept: 'text/csv' },
          parseAs: 'blob',
        }),
      ),
    onSuccess: (file) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = `${importId}.rejects.csv`;
      link.click();
      URL.revokeObjectURL(link.href);
    },
  });
  return (
    <>
      <Button busy={mutation.isPending} onClick={() => mutation.mutate()}>
        {tell('imports.download')}
      </Button>
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </>
  );
}
