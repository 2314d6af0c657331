import { type FormEvent, type ReactNode, useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { givenIn } from '../../data/given.ts';
import { quietEveryMs, useListed } from '../../data/listed.ts';
import { useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { Button, TextField } from '../../parts/form.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../text/use-text.tsx';

type Entry = Shape['AuditEntry'];

/** Who changed what, when, and why? */
export function Component(): ReactNode {
  const tell = useText();
  const { zoneName } = useFormats();
  const [search, setSearch] = useSearchParams();
  const actor = search.get('actor') ?? '';
  const target = search.get('target') ?? '';
  const isFiltered = actor !== '' || target !== '';
  const list = useListed<Entry>({
    key: ['audit', { actor, target }],
    live: ['audit'],
    // Not everything that is put down is told of by a notification.
    everyMs: quietEveryMs,
    page: async (from) =>
      read(
        api.GET('/audit-entries', {
          params: {
            query: { ...from, ...(actor === '' ? {} : { actor }), ...(target === '' ? {} : { target }) },
          },
        }),
      ),
  });
  const columns = useColumns();
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSearch(givenIn(event.currentTarget));
  };
  return (
    <Page title={tell('audit.title')} intro={tell('audit.intro')}>
      <div className="stack">
        <form className="filters" key={search.toString()} onSubmit={apply} aria-label={tell('audit.filters')}>
          <TextField label={tell('audit.target')} hint={tell('audit.targetHint')} name="target" defaultValue={target} />
          <TextField label={tell('audit.actor')} hint={tell('audit.actorHint')} name="actor" defaultValue={actor} />
          <Button type="submit">{tell('audit.show')}</Button>
        </form>
        <Panel
          title={isFiltered ? tell('audit.found') : tell('audit.all')}
          intro={tell('audit.order', { zone: zoneName() })}
        >
          <Table
            caption={tell('audit.caption')}
            columns={columns}
            rowKey={({ id }) => id}
            {...list}
            expected={8}
            empty={
              isFiltered ? (
                <Empty title={tell('audit.nothingFound')}>{tell('audit.searched')}</Empty>
              ) : (
                <Empty title={tell('audit.none')}>{tell('audit.noneWhy')}</Empty>
              )
            }
          />
        </Panel>
      </div>
    </Page>
  );
}

function useColumns(): readonly Column<Entry>[] {
  const tell = useText();
  return useMemo(
    () => [
      {
        ...{ id: 'what', head: tell('audit.what'), names: true },
        cell: (entry) => (
          <>
            <code className="anywhere">{entry.action}</code>
            <small className="anywhere">
              <Link to={`/audit?target=${encodeURIComponent(entry.target)}`}>{entry.target}</Link>
            </small>
            <Narrow below={640}>
              <Who entry={entry} />
            </Narrow>
            {entry.reason !== undefined && <small className="anywhere">↳ {entry.reason}</small>}
            <Changed entry={entry} />
          </>
        ),
      },
      { ...{ id: 'who', head: tell('audit.who'), only: 'roomy' }, cell: (entry) => <Who entry={entry} /> },
      { ...{ id: 'when', head: tell('audit.when') }, cell: ({ at }) => <When at={at} /> },
      {
        ...{ id: 'request', head: tell('audit.request'), only: 'wide' },
        cell: ({ requestId }) => (requestId === null ? tell('audit.atTheTerminal') : <code>{requestId}</code>),
      },
    ],
    [tell],
  );
}

function Who({ entry: { actor } }: { readonly entry: Entry }): ReactNode {
  return (
    <Link className="anywhere" to={`/audit?actor=${encodeURIComponent(actor)}`}>
      {actor}
    </Link>
  );
}

/** What was before and what is after, as it was put down. */
function Changed({ entry: { before, after } }: { readonly entry: Entry }): ReactNode {
  const tell = useText();
  if (before === undefined && after === undefined) return null;
  return (
    <details>
      <summary className="note">{tell('audit.changed')}</summary>
      <dl className="facts">
        {before !== undefined && (
          <>
            <dt>{tell('audit.before')}</dt>
            <dd className="anywhere">
              <code>{JSON.stringify(before)}</code>
            </dd>
          </>
        )}
        {after !== undefined && (
          <>
            <dt>{tell('audit.after')}</dt>
            <dd className="anywhere">
              <code>{JSON.stringify(after)}</code>
            </dd>
          </>
        )}
      </dl>
    </details>
  );
}
