import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useAttempt } from '../../data/attempt.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { ActDrawer } from '../../parts/act-drawer.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { AreaField, Button, TextField } from '../../parts/form.tsx';
import { Callout, Empty } from '../../parts/states.tsx';
import { useText } from '../../text/use-text.tsx';
import type { Import, Reject } from './import-words.tsx';
import { fileOf, isNdjson, type Mended, rowsToSend } from './mended.ts';
import { sendFile } from './send-file.ts';
import { Wrong } from './wrong.tsx';

interface MendProps {
  readonly of: Import;
  readonly rejects: readonly Reject[];
  readonly mended: Mended;
  readonly onMend: (line: number, cells: readonly string[]) => void;
}

/** The row that the address names, `#mend-311`, a field for each column. */
export function MendDrawer(props: MendProps): ReactNode {
  const tell = useText();
  const { hash } = useLocation();
  const named = /^#mend-(\d+)$/.exec(hash)?.[1];
  const [line, setLine] = useState<number>();
  if (named !== undefined && Number(named) !== line) setLine(Number(named));
  if (line === undefined) return null;
  const reject = props.rejects.find((each) => each.line === line);
  if (reject !== undefined) return <Row key={line} {...props} reject={reject} />;
  return (
    <Drawer id={`mend-${line}`} title={tell('imports.mend')}>
      <Empty title={tell('imports.notAmong')}>{tell('imports.notAmongWhy')}</Empty>
    </Drawer>
  );
}

function Row({ of: each, mended, onMend, reject }: MendProps & { readonly reject: Reject }): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const { line } = reject;
  const id = `mend-${line}`;
  const { close } = useDrawer(id);
  const header = each.readAs?.header ?? [];
  const [cells, setCells] = useState(mended.get(line) ?? reject.cells);
  const set = (place: number, text: string) => {
    const wide = Array.from({ length: Math.max(cells.length, header.length) }, (_, at) => cells[at] ?? '');
    setCells(wide.with(place, text));
  };
  return (
    <Drawer
      id={id}
      title={tell('imports.mendTitle', { line: number(line) })}
      note={tell('imports.mendNote')}
      onSubmit={() => {
        onMend(line, cells);
        close();
      }}
      foot={
        <>
          <Button type="submit" main>
            {tell('imports.keepMended')}
          </Button>
          <Leave id={id} />
        </>
      }
    >
      <Callout kind="bad">
        <p>
          <Wrong of={reject} />
        </p>
      </Callout>
      {isNdjson(header) ? (
        <AreaField
          label={tell('imports.row')}
          {...{ rows: 10, spellCheck: false }}
          value={cells[0] ?? ''}
          onChange={(event) => set(0, event.target.value)}
        />
      ) : (
        Array.from({ length: Math.max(cells.length, header.length) }, (_, place) => {
          const name = header[place]?.trim() ?? '';
          return (
            <TextField
              key={place}
              label={name === '' ? tell('imports.columnNo', { n: place + 1 }) : name}
              hint={name !== '' && name === reject.field ? <span lang="en">{reject.fix}</span> : undefined}
              {...{ autoComplete: 'off', spellCheck: false }}
              value={cells[place] ?? ''}
              onChange={(event) => set(place, event.target.value)}
            />
          );
        })
      )}
    </Drawer>
  );
}

interface SendProps extends Omit<MendProps, 'onMend'> {
  /** Rejects that are not on the page yet. */
  readonly hasMore: boolean;
}

/** Sends the mended rows as an import of their own, read as the file was that they stood in. */
export function SendDrawer({ of: each, rejects, hasMore, mended }: SendProps): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const rows = sentRows(each, rejects, mended);
  const blocked = useSendBlocked({ of: each, rejects, hasMore, mended });
  const mutation = useSend(each, rows);
  const others = rows.length - mended.size;
  const given = { n: rows.length, count: number(rows.length) };
  return (
    <ActDrawer
      id="send"
      title={tell('imports.sendTitle')}
      act={tell('imports.sendRows', given)}
      blocked={blocked}
      mutation={mutation}
    >
      <Consequences
        title={tell('imports.follows')}
        lines={[
          [tell('imports.newImport', given), tell('imports.newImportWhy')],
          ...(others > 0
            ? [
                [
                  tell('imports.sameOrders', { n: others, count: number(others) }),
                  tell('imports.sameOrdersWhy'),
                ] as const,
              ]
            : []),
          each.dryRun
            ? [tell('imports.stillTried'), tell('imports.stillTriedWhy')]
            : [tell('imports.isTaken'), tell('imports.isTakenWhy')],
        ]}
      />
    </ActDrawer>
  );
}

/** Where the order's number stands, if several rows of one order belong together. */
function orderPlaceOf({ readAs }: Import): number {
  if (readAs === undefined || readAs.lines === null) return -1;
  return readAs.header.findIndex((name) => name.trim() === readAs.columns.order_id);
}

const sentRows = (each: Import, rejects: readonly Reject[], mended: Mended) =>
  rowsToSend(rejects, mended, orderPlaceOf(each));

/** Why it can't be sent: nothing is mended, the key may not, or rows of the last order are not on the page. */
function useSendBlocked({ of: each, rejects, hasMore, mended }: SendProps): string | undefined {
  const tell = useText();
  const lacks = useBlocked('write');
  if (mended.size === 0) return tell('imports.nothingMended');
  const place = orderPlaceOf(each);
  const last = rejects.at(-1)?.cells[place]?.trim() ?? '';
  const isCut =
    hasMore && last !== '' && rejects.some((row) => mended.has(row.line) && row.cells[place]?.trim() === last);
  return isCut ? tell('imports.showMore', { order: last }) : lacks;
}

function useSend(each: Import, rows: readonly (readonly string[])[]) {
  const tell = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const header = each.readAs?.header ?? [];
  const ending = isNdjson(header) ? 'ndjson' : 'csv';
  return useMutation({
    mutationFn: () =>
      sendFile(new Blob([fileOf(header, rows)]), `${tell('imports.mendedName', { id: each.id })}.${ending}`, {
        query: { kind: each.kind, dryRun: each.dryRun, as: each.id },
        header: attempt.header(),
      }),
    onSuccess: async (made) => {
      client.setQueryData(['imports', made.id], made);
      await navigate(`/imports/${made.id}`);
      await client.invalidateQueries({ queryKey: ['imports', 'list'] });
    },
    onSettled: (_, error) => attempt.answered(error),
  });
}
