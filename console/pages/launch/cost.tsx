import type { ReactNode } from 'react';
import type { Plan } from '../../data/launch.ts';
import { useFormats } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { useText } from '../../text/use-text.tsx';

type Cost = NonNullable<Plan['perMember']>;

/** What a cost comes to in money: coupons, and points where they can be used at the checkout. */
export const moneyOf = ({ worth, pointsWorth }: Cost): number => worth + (pointsWorth ?? 0);

/** The dearest way through for everybody, kind by kind, and the limits of the budget. */
export function CostPanel({ plan }: { readonly plan: Plan }): ReactNode {
  const tell = useText();
  const { perMember, inAll, budget } = plan;
  return (
    <Panel id="cost" title={tell('launch.cost')} order={2} intro={tell('launch.costIntro')}>
      {perMember === null ? (
        <Empty title={tell('launch.costUnknown')}>{tell('launch.costUnknownWhy')}</Empty>
      ) : (
        <CostTable each={perMember} inAll={inAll} />
      )}
      <BudgetTable budget={budget} members={plan.audience?.members} />
    </Panel>
  );
}

function CostTable({ each, inAll }: { readonly each: Cost; readonly inAll: Cost | null }): ReactNode {
  const tell = useText();
  const { number, money } = useFormats();
  const none = tell('parts.none');
  const row = (title: string, of: 'points' | 'coupons' | 'messages', worth?: (cost: Cost) => number | null) => (
    <tr key={of}>
      <th scope="row">{title}</th>
      <td className="num">{number(each[of])}</td>
      <td className="num">
        {inAll === null ? none : number(inAll[of])}
        {worth !== undefined && inAll !== null && worth(inAll) !== null && <small>{money(worth(inAll) ?? 0)}</small>}
      </td>
    </tr>
  );
  return (
    <table>
      <caption className="sr">{tell('launch.costCaption')}</caption>
      <thead>
        <tr>
          <th scope="col">{tell('launch.what')}</th>
          <th scope="col" className="num">
            {tell('launch.each')}
          </th>
          <th scope="col" className="num">
            {tell('launch.atMost')}
          </th>
        </tr>
      </thead>
      <tbody>
        {row(tell('launch.points'), 'points', ({ pointsWorth }) => pointsWorth ?? null)}
        {row(tell('launch.coupons'), 'coupons', ({ worth }) => worth)}
        {row(tell('launch.messages'), 'messages')}
        <tr className="sum">
          <th scope="row">{tell('launch.worst')}</th>
          <td className="num">{money(moneyOf(each))}</td>
          <td className="num">{inAll === null ? none : money(moneyOf(inAll))}</td>
        </tr>
      </tbody>
    </table>
  );
}

/** Each limit, what is taken of it, and for how many members more it is enough. */
function BudgetTable({
  budget,
  members,
}: {
  readonly budget: Plan['budget'];
  readonly members: number | undefined;
}): ReactNode {
  const tell = useText();
  const { number, money } = useFormats();
  const names: Readonly<Record<Plan['budget'][number]['of'], string>> = {
    points: tell('launch.points'),
    coupons: tell('launch.coupons'),
    messages: tell('launch.messages'),
    worth: tell('launch.worth'),
    members: tell('launch.members'),
  };
  if (budget.length === 0) return <p className="foot warn">{tell('launch.noBudget')}</p>;
  return (
    <table>
      <caption className="label pad">{tell('launch.budget')}</caption>
      <thead>
        <tr>
          <th scope="col">{tell('launch.limit')}</th>
          <th scope="col" className="num">
            {tell('launch.used')}
          </th>
          <th scope="col" className="num">
            {tell('launch.enoughFor')}
          </th>
        </tr>
      </thead>
      <tbody>
        {budget.map(({ of, limit, used, enoughFor }) => {
          const figure = of === 'worth' ? money : number;
          const isShort = enoughFor !== null && members !== undefined && enoughFor < members;
          return (
            <tr key={of}>
              <th scope="row">{tell('launch.limitOf', { what: names[of], limit: figure(limit) })}</th>
              <td className="num">{figure(used)}</td>
              <td className={isShort ? 'num bad' : 'num'}>
                {enoughFor === null ? tell('launch.nothingOfIt') : tell('launch.nMembers', { n: enoughFor })}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
