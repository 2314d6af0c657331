import { type FormEvent, type ReactNode, useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { givenIn } from '../../data/given.ts';
import { useListed } from '../../data/listed.ts';
import { useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { Button, SelectField, TextField } from '../../parts/form.tsx';
import { MemberStatus, useMemberStatusWords } from '../../parts/member-status.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { Tag } from '../../parts/status.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../text/use-text.tsx';
import { Elsewhere } from './elsewhere.tsx';

type Member = Shape['Member'];

/** Who is a member? Found by anything. */
export function Component(): ReactNode {
  const tell = useText();
  const [search, setSearch] = useSearchParams();
  const q = search.get('q') ?? '';
  const status = search.get('status') ?? '';
  const tag = search.get('tag') ?? '';
  const list = useMembers({ q, status, tag });
  const columns = useColumns();
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSearch(givenIn(event.currentTarget));
  };
  const isFiltered = q !== '' || status !== '' || tag !== '';
  return (
    <Page title={tell('members.title')} intro={tell('members.intro')}>
      <div className="stack">
        <Filters key={search.toString()} values={{ q, status, tag }} onSubmit={apply} />
        <Panel title={isFiltered ? tell('members.found') : tell('members.all')} intro={tell('members.order')}>
          <Table
            caption={tell('members.caption')}
            columns={columns}
            rowKey={(member) => member.id}
            {...list}
            expected={8}
            empty={
              isFiltered ? (
                <NothingFound q={q} />
              ) : (
                <Empty title={tell('members.none')}>{tell('members.noneWhy')}</Empty>
              )
            }
          />
        </Panel>
      </div>
    </Page>
  );
}

interface Filter {
  readonly q: string;
  readonly status: string;
  readonly tag: string;
}

function useMembers({ q, status, tag }: Filter) {
  const filter = {
    ...(q === '' ? {} : { query: q }),
    ...(status === '' ? {} : { status: [status as Member['status']] }),
    ...(tag === '' ? {} : { tag }),
  };
  return useListed<Member>({
    ...{ key: ['members', filter], live: ['members'] },
    page: async (from) => read(api.GET('/members', { params: { query: { ...filter, ...from } } })),
  });
}

function Filters({
  values,
  onSubmit,
}: {
  readonly values: Filter;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}) {
  const tell = useText();
  const words = useMemberStatusWords();
  const options = [
    { value: '', name: tell('members.anyStatus') },
    ...Object.entries(words).map(([value, name]) => ({ value, name })),
  ];
  return (
    <form className="filters" onSubmit={onSubmit} aria-label={tell('members.filters')}>
      <TextField
        label={tell('members.who')}
        hint={tell('members.whoHint')}
        name="q"
        type="search"
        defaultValue={values.q}
      />
      <SelectField label={tell('members.status')} name="status" options={options} defaultValue={values.status} />
      <TextField label={tell('members.tag')} name="tag" defaultValue={values.tag} />
      <Button type="submit">{tell('members.show')}</Button>
    </form>
  );
}

function NothingFound({ q }: { readonly q: string }): ReactNode {
  const tell = useText();
  return (
    <>
      <Empty title={q === '' ? tell('members.nobody') : tell('members.nobodyLike', { q })}>
        {tell('members.searched')}
      </Empty>
      {q !== '' && <Elsewhere q={q} />}
    </>
  );
}

function useColumns(): readonly Column<Member>[] {
  const tell = useText();
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'member',
        head: tell('members.member'),
        names: true,
        cell: (member) => (
          <>
            <Link to={`/members/${encodeURIComponent(member.id)}`}>{member.name ?? member.id}</Link>
            <small>{member.email ?? member.id}</small>
            <Narrow below={640}>
              <Tag>{member.tier}</Tag>
            </Narrow>
          </>
        ),
      },
      { id: 'status', head: tell('members.status'), cell: ({ status }) => <MemberStatus status={status} /> },
      { id: 'tier', head: tell('members.tier'), only: 'roomy', cell: ({ tier }) => <Tag>{tier}</Tag> },
      {
        id: 'points',
        head: tell('members.toSpend'),
        number: true,
        cell: ({ balance }) => formats.number(balance.available),
      },
      {
        id: 'orders',
        head: tell('members.orders'),
        number: true,
        only: 'wide',
        cell: ({ ordersCount }) => formats.number(ordersCount),
      },
      {
        id: 'spent',
        head: tell('members.spent'),
        number: true,
        only: 'wide',
        cell: ({ spentMinor }) => formats.money(spentMinor),
      },
      {
        id: 'joined',
        head: tell('members.joined'),
        only: 'wide',
        cell: ({ joinedAt }) => <When at={joinedAt} as="date" />,
      },
    ],
    [tell, formats],
  );
}
