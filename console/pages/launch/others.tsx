import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Plan } from '../../data/launch.ts';
import { useFormats } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { useText } from '../../text/use-text.tsx';

/** Other campaigns that run, and how many of this audience they hold. */
export function OthersPanel({ plan: { others, audience } }: { readonly plan: Plan }): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  return (
    <Panel id="other" title={tell('launch.others')} order={4} intro={tell('launch.othersIntro')}>
      {others.length === 0 ? (
        <Empty title={tell('launch.othersNone')}>{tell('launch.othersNoneWhy')}</Empty>
      ) : (
        <table>
          <caption className="sr">{tell('launch.othersCaption')}</caption>
          <thead>
            <tr>
              <th scope="col">{tell('launch.campaign')}</th>
              <th scope="col" className="num">
                {audience === null ? tell('launch.inside') : tell('launch.ofYours')}
              </th>
            </tr>
          </thead>
          <tbody>
            {others.map(({ campaign, priority, inside, alsoIn }) => (
              <tr key={campaign}>
                <th scope="row">
                  <Link to={`/campaigns/${encodeURIComponent(campaign)}`}>{campaign}</Link>
                  <small>{tell('launch.otherNote', { priority, inside: number(inside) })}</small>
                </th>
                <td className="num">{number(audience === null ? inside : alsoIn)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
