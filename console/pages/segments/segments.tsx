import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import type { Shape } from '../../data/api.ts';
import { useSegmentCount, useSegments } from '../../data/segments.ts';
import { useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';

type Segment = Shape['Segment'];

/** Which groups of members have a name, and who uses them? */
export function Component(): ReactNode {
  const tell = useText();
  const list = useSegments();
  const columns = useColumns();
  return (
    <Page
      title={tell('segments.title')}
      intro={tell('segments.intro')}
      acts={
        <Link className="btn main-act" to="/segments/new">
          {tell('segments.new')}
        </Link>
      }
    >
      <Panel title={tell('segments.all')} intro={tell('segments.order')}>
        <Table
          caption={tell('segments.caption')}
          columns={columns}
          rows={list.data?.data}
          rowKey={({ code }) => code}
          error={list.error}
          again={() => void list.refetch()}
          expected={8}
          empty={<Empty title={tell('segments.none')}>{tell('segments.noneWhy')}</Empty>}
        />
      </Panel>
    </Page>
  );
}

const addressOf = (code: string) => `/segments/${encodeURIComponent(code)}`;

function useColumns(): readonly Column<Segment>[] {
  const tell = useText();
  return useMemo(
    () => [
      {
        ...{ id: 'segment', head: tell('segments.segment'), names: true },
        cell: ({ code, name, says }) => (
          <>
            <Link to={addressOf(code)}>{name}</Link>
            <small className="anywhere">
              <code>{code}</code>
            </small>
            <Narrow below={900}>{says}</Narrow>
          </>
        ),
      },
      { ...{ id: 'says', head: tell('segments.inWords'), only: 'wide' }, cell: ({ says }) => says },
      {
        ...{ id: 'now', head: tell('segments.now'), number: true },
        cell: ({ code, revision }) => <Now code={code} revision={revision} />,
      },
      {
        ...{ id: 'used', head: tell('segments.usedBy'), only: 'roomy' },
        cell: (segment) => <Users segment={segment} />,
      },
      {
        ...{ id: 'watched', head: tell('segments.watched'), only: 'wide' },
        cell: ({ watchedAt }) => (watchedAt === null ? tell('parts.none') : <When at={watchedAt} as="date" />),
      },
    ],
    [tell],
  );
}

/** Members in it now: each row asks for itself, and says so while it is counted. */
function Now({ code, revision }: Pick<Segment, 'code' | 'revision'>): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const { data, error } = useSegmentCount(code, revision);
  if (data !== undefined) {
    return (
      <Link className="made" to={`${addressOf(code)}#sample`}>
        {number(data.members)}
      </Link>
    );
  }
  return error === null ? <span aria-busy="true">{tell('parts.loading')}</span> : tell('parts.none');
}

/** Campaigns and segments that a change touches. */
export function Users({ segment: { usedBy } }: { readonly segment: Pick<Segment, 'usedBy'> }): ReactNode {
  const tell = useText();
  if (usedBy.length === 0) return <span className="dim">{tell('segments.unused')}</span>;
  return (
    <ul className="users">
      {usedBy.map(({ kind, code, name }) => (
        <li key={`${kind} ${code}`}>
          {kind === 'campaign' ? (
            <Link to={`/campaigns/${encodeURIComponent(code)}`}>{name}</Link>
          ) : (
            <Text k="segments.otherSegment" with={{ name }} a={(words) => <Link to={addressOf(code)}>{words}</Link>} />
          )}
        </li>
      ))}
    </ul>
  );
}
