import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Shape } from '../../data/api.ts';
import { countOf, type ReasonFilter, stateOf } from '../../data/messages.ts';
import { useFormats } from '../../data/session.tsx';
import { useMessageStates } from '../../parts/message-status.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { useText } from '../../text/use-text.tsx';

export type Reason = Shape['MessageReasons']['reasons'][number];

interface ReasonsProps {
  readonly reasons: Shape['MessageReasons'];
  readonly filter: ReasonFilter;
  /** Whether a reason's messages are in the list: a step that was refused made none. */
  readonly isListed?: (reason: Reason) => boolean;
}

/** Where a part of the messages is listed. */
export const messagesTo = (filter: ReasonFilter, more: Readonly<Record<string, string>> = {}): string =>
  `/messages?${new URLSearchParams({ ...filter, ...more }).toString()}`;

/** Why messages were not sent, most first; each number opens its messages. */
export function ReasonsPanel({ reasons, filter, isListed = () => true }: ReasonsProps): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const states = useMessageStates();
  const rows = reasons.reasons.filter(({ status }) => stateOf(status) === 'not');
  const all = countOf(reasons, 'not');
  const columns: readonly Column<Reason>[] = [
    {
      ...{ id: 'reason', head: tell('messages.reason'), names: true, sum: tell('messages.notSum') },
      cell: ({ text, status }) => (
        <>
          {text ?? tell('messages.noReason')}
          <small>{states[status as keyof typeof states] ?? tell('messages.stateRefused')}</small>
        </>
      ),
    },
    {
      ...{ id: 'count', head: tell('messages.count'), number: true, sum: formats.number(all) },
      cell: (row) => {
        const { status, reason, count } = row;
        if (!isListed(row)) return formats.number(count);
        return (
          <Link className="made" to={messagesTo(filter, { status, ...(reason === null ? {} : { reason }) })}>
            {formats.number(count)}
          </Link>
        );
      },
    },
  ];
  return (
    <Panel id="not-sent" title={tell('messages.reasons', { n: all })} order={1}>
      <Table
        caption={tell('messages.reasonsCaption')}
        columns={columns}
        rows={rows}
        rowKey={({ status, reason }) => `${status} ${reason ?? ''}`}
        empty={<Empty title={tell('messages.allSent')} />}
      />
    </Panel>
  );
}
