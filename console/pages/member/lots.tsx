import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { byEnd, type LotsOfDay, lotsQuery } from './lots-query.ts';

/** Points by the day they end, soonest first; the sum is what is to spend, pending and on hold. */
export function Lots({ member: { id } }: { readonly member: Shape['Member'] }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const query = useQuery(lotsQuery(id));
  const days = useMemo(
    () => (query.data === undefined ? undefined : byEnd(query.data, formats.dayKey)),
    [query.data, formats],
  );
  const columns = useMemo((): readonly Column<LotsOfDay>[] => {
    const total = (amount: (day: LotsOfDay) => number) =>
      formats.number((days ?? []).reduce((sum, day) => sum + amount(day), 0));
    return [
      {
        ...{ id: 'end', head: tell('member.endsOn'), names: true, sum: tell('member.together') },
        cell: ({ expiresAt, lots }) => (
          <>
            {expiresAt === null ? tell('member.never') : <When at={expiresAt} as="day" />}
            <small>
              <Text k="member.ofLots" with={{ n: lots.length }} />
            </small>
          </>
        ),
      },
      {
        ...{ id: 'left', head: tell('member.left'), number: true, sum: total((day) => day.left + day.held) },
        cell: ({ left, held }) => (
          <>
            {formats.number(left + held)}
            {held > 0 && (
              <small>
                <Text k="member.ofThemHeld" with={{ held: formats.number(held) }} />
              </small>
            )}
          </>
        ),
      },
      {
        ...{ id: 'earned', head: tell('member.begun'), number: true, sum: total(({ earned }) => earned) },
        cell: ({ earned }) => formats.number(earned),
      },
    ];
  }, [days, formats, tell]);
  return (
    <Panel title={tell('member.lots')} intro={tell('member.lotsIntro')} id="lots" order={-1}>
      <Table
        caption={tell('member.lotsCaption')}
        columns={columns}
        rows={days}
        rowKey={({ key }) => key}
        error={query.error}
        again={() => void query.refetch()}
        empty={<Empty title={tell('member.noLots')}>{tell('member.noLotsWhy')}</Empty>}
      />
    </Panel>
  );
}
