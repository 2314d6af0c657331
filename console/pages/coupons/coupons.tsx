import { type FormEvent, type ReactNode, useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, read } from '../../data/api.ts';
import { givenIn } from '../../data/given.ts';
import { useListed } from '../../data/listed.ts';
import { Page } from '../../frame/page.tsx';
import { Button, SelectField, TextField } from '../../parts/form.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { EndOf } from '../../parts/when.tsx';
import { useText } from '../../text/use-text.tsx';
import { type Coupon, CouponStatus, useBenefit, useCouponWords } from './status.tsx';

/** Which coupons are out, and what became of them? */
export function Component(): ReactNode {
  const tell = useText();
  const words = useCouponWords();
  const [search, setSearch] = useSearchParams();
  const [memberId, campaign, status] = ['member', 'campaign', 'status'].map((name) => search.get(name) ?? '');
  const filter = {
    ...(memberId ? { memberId } : {}),
    ...(campaign ? { campaign } : {}),
    ...(status ? { status: [status as Coupon['status']] } : {}),
  };
  const isFiltered = Object.keys(filter).length > 0;
  const list = useListed<Coupon>({
    ...{ key: ['coupons', filter], live: ['coupons'] },
    page: async (from) => read(api.GET('/coupons', { params: { query: { ...from, ...filter } } })),
  });
  const columns = useColumns();
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSearch(givenIn(event.currentTarget));
  };
  const options = [
    { value: '', name: tell('coupons.any') },
    ...Object.entries(words).map(([value, name]) => ({ value, name })),
  ];
  return (
    <Page title={tell('coupons.title')} intro={tell('coupons.intro')}>
      <div className="stack">
        <form className="filters" key={search.toString()} onSubmit={apply} aria-label={tell('coupons.filters')}>
          <TextField label={tell('coupons.member')} name="member" defaultValue={memberId} />
          <TextField label={tell('coupons.campaign')} name="campaign" defaultValue={campaign} />
          <SelectField label={tell('coupons.state')} name="status" options={options} defaultValue={status} />
          <Button type="submit">{tell('coupons.show')}</Button>
        </form>
        <Panel title={isFiltered ? tell('coupons.found') : tell('coupons.all')} intro={tell('coupons.order')}>
          <Table
            caption={tell('coupons.caption')}
            columns={columns}
            rowKey={({ code }) => code}
            {...list}
            expected={8}
            empty={
              isFiltered ? (
                <Empty title={tell('coupons.nothingFound')}>{tell('coupons.searched')}</Empty>
              ) : (
                <Empty title={tell('coupons.none')}>{tell('coupons.noneWhy')}</Empty>
              )
            }
          />
        </Panel>
      </div>
    </Page>
  );
}

function useColumns(): readonly Column<Coupon>[] {
  const tell = useText();
  const benefitOf = useBenefit();
  return useMemo(
    () => [
      {
        ...{ id: 'coupon', head: tell('coupons.coupon'), names: true },
        cell: (coupon) => (
          <>
            <Link to={`/coupons/${encodeURIComponent(coupon.code)}`}>{coupon.name}</Link>
            <small className="anywhere">
              <code>{coupon.code}</code>
            </small>
            <Narrow below={640}>
              {benefitOf(coupon)}; {coupon.memberId}
            </Narrow>
          </>
        ),
      },
      { ...{ id: 'benefit', head: tell('coupons.benefit'), only: 'roomy' }, cell: (coupon) => benefitOf(coupon) },
      {
        ...{ id: 'member', head: tell('coupons.member'), only: 'roomy' },
        cell: ({ memberId }) => (
          <Link className="anywhere" to={`/members/${encodeURIComponent(memberId)}`}>
            {memberId}
          </Link>
        ),
      },
      {
        ...{ id: 'ends', head: tell('coupons.ends'), only: 'wide' },
        cell: ({ expiresAt }) => <EndOf at={expiresAt} />,
      },
      { ...{ id: 'state', head: tell('coupons.state') }, cell: ({ status }) => <CouponStatus status={status} /> },
    ],
    [tell, benefitOf],
  );
}
