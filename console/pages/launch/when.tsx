import type { ReactNode } from 'react';
import type { Plan } from '../../data/launch.ts';
import { useFormats } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';

/** When the first message may leave: here, and where the members live. */
export function WhenPanel({ plan, children }: { readonly plan: Plan; readonly children?: ReactNode }): ReactNode {
  const tell = useText();
  const { zoneName, number } = useFormats();
  const { firstMessageAt, pace, zones } = plan;
  return (
    <Panel
      id="when"
      title={tell('launch.when')}
      order={3}
      intro={
        firstMessageAt === null ? (
          tell('launch.whenDepends')
        ) : (
          <Text k="launch.whenIntro" with={{ at: <When at={firstMessageAt} />, zone: zoneName() }} />
        )
      }
      {...(pace === null
        ? {}
        : { foot: tell('launch.pace', { perHour: number(pace.perHour), hours: number(pace.hours) }) })}
    >
      {zones.length > 0 && <Zones zones={zones} />}
      {children}
    </Panel>
  );
}

function Zones({ zones }: Pick<Plan, 'zones'>): ReactNode {
  const tell = useText();
  const { zoneName, number } = useFormats();
  const all = zones.reduce((sum, { members }) => sum + members, 0);
  return (
    <table>
      <caption className="sr">{tell('launch.zonesCaption')}</caption>
      <thead>
        <tr>
          <th scope="col">{tell('launch.zone')}</th>
          <th scope="col" className="num">
            {tell('launch.members')}
          </th>
          <th scope="col">{tell('launch.leaves')}</th>
        </tr>
      </thead>
      <tbody>
        {zones.map(({ zone, members, leavesAt }) => (
          <tr key={zone ?? ''}>
            <th scope="row" className="anywhere">
              {zone ?? tell('launch.otherZones')}
            </th>
            <td className="num">{number(members)}</td>
            <td>
              {zone === null ? (
                <When at={leavesAt} />
              ) : (
                <>
                  <When at={leavesAt} zone={zone} />
                  <small>
                    <Text k="launch.here" with={{ at: <When at={leavesAt} as="time" />, zone: zoneName() }} />
                  </small>
                </>
              )}
            </td>
          </tr>
        ))}
        <tr className="sum">
          <th scope="row">{tell('launch.inAll')}</th>
          <td className="num">{number(all)}</td>
          <td />
        </tr>
      </tbody>
    </table>
  );
}
