import type { FormEvent, ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { useCampaigns } from '../../data/campaigns.ts';
import { givenIn } from '../../data/given.ts';
import { useListed } from '../../data/listed.ts';
import { messageStates, type ReasonFilter, useReasons } from '../../data/messages.ts';
import { useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { Button, SelectField, TextField } from '../../parts/form.tsx';
import { MessageStatus } from '../../parts/message-status.tsx';
import { Columns, Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText, useWords } from '../../text/use-text.tsx';
import { MessageFigures } from './figures.tsx';
import { messagesTo, ReasonsPanel } from './reasons.tsx';

type Message = Shape['Message'];

/** What was sent, and why not the rest? */
export function Component(): ReactNode {
  const tell = useText();
  const [search] = useSearchParams();
  const filter = filterIn(search);
  const reasons = useReasons(filter);
  return (
    <Page title={tell('frame.messages')} intro={tell('messages.intro')}>
      <MessageFigures filter={filter} reasons={reasons} />
      <Filters search={search} filter={filter} />
      <Columns
        main={<List search={search} filter={filter} />}
        side={reasons.data !== undefined && <ReasonsPanel reasons={reasons.data} filter={filter} />}
      />
    </Page>
  );
}

function filterIn(search: URLSearchParams): ReasonFilter {
  const of = (name: 'campaign' | 'template' | 'memberId') => {
    const value = search.get(name);
    return value === null || value === '' ? {} : { [name]: value };
  };
  return { ...of('campaign'), ...of('template'), ...of('memberId') };
}

interface FilteredProps {
  readonly search: URLSearchParams;
  readonly filter: ReasonFilter;
}

function Filters({ search, filter }: FilteredProps): ReactNode {
  const tell = useText();
  const navigate = useNavigate();
  const campaigns = useCampaigns('notEnded').data?.data ?? [];
  const status = search.get('status') ?? '';
  const options = campaigns.map(({ code, name }) => ({ value: code, name }));
  const chosen = filter.campaign;
  // One that has ended is chosen by its address.
  const isOther = chosen !== undefined && !options.some(({ value }) => value === chosen);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = { ...givenIn(event.currentTarget), ...(status && { status }) };
    void navigate(`/messages?${new URLSearchParams(wanted).toString()}`);
  };
  const segment = (value: string, name: string) => (
    <Link
      to={messagesTo(filter, value === '' ? {} : { status: value })}
      aria-current={status === value ? 'true' : undefined}
    >
      {name}
    </Link>
  );
  return (
    <>
      <form className="filters" onSubmit={send} key={search.toString()}>
        <nav className="seg" aria-label={tell('messages.which')}>
          {segment('', tell('messages.whichAll'))}
          {segment('sent', tell('messages.sent'))}
          {segment('waiting', tell('messages.waiting'))}
          {segment('not', tell('messages.not'))}
        </nav>
        <SelectField
          label={tell('messages.campaign')}
          name="campaign"
          defaultValue={chosen ?? ''}
          options={[
            { value: '', name: tell('messages.anyCampaign') },
            ...options,
            ...(isOther ? [{ value: chosen, name: chosen }] : []),
          ]}
        />
        <TextField label={tell('messages.member')} name="memberId" defaultValue={filter.memberId ?? ''} />
        <Button type="submit">{tell('messages.show')}</Button>
        {search.size > 0 && <Link to="/messages">{tell('messages.clear')}</Link>}
      </form>
      <Only search={search} filter={filter} />
    </>
  );
}

function Only({ search, filter }: FilteredProps): ReactNode {
  const tell = useText();
  const reasons = useReasons(filter).data?.reasons ?? [];
  const reason = search.get('reason');
  if (filter.template === undefined && reason === null) return null;
  return (
    <p className="note filters">
      {filter.template !== undefined && tell('messages.onlyTemplate', { template: filter.template })}{' '}
      {reason !== null &&
        tell('messages.onlyReason', { reason: reasons.find((each) => each.reason === reason)?.text ?? reason })}
    </p>
  );
}

const rows = 20;

function List({ search, filter }: FilteredProps): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const { language } = useWords();
  const wanted = search.get('status') ?? '';
  const reason = search.get('reason');
  const status = (
    wanted in messageStates ? messageStates[wanted as keyof typeof messageStates] : wanted === '' ? undefined : [wanted]
  ) as Message['status'][] | undefined;
  const asked = { ...filter, ...(status && { status }), ...(reason === null ? {} : { reason }) };
  const list = useListed<Message>({
    ...{ key: ['messages', 'list', asked, language], live: ['messages'], rowsMax: rows, keepsFormer: false },
    page: async (from) =>
      read(
        api.GET('/messages', { params: { query: { ...asked, ...from } }, headers: { 'Accept-Language': language } }),
      ),
  });
  const columns = useColumns();
  return (
    <Panel title={tell('messages.list')} order={2} intro={tell('messages.zone', { zone: formats.zoneName() })}>
      <Table
        caption={tell('messages.list')}
        columns={columns}
        rowKey={({ id }) => id}
        {...list}
        expected={8}
        empty={
          search.size === 0 ? (
            <Empty title={tell('messages.none')}>{tell('messages.noneHow')}</Empty>
          ) : (
            <Empty title={tell('messages.noneFound')}>
              <Text k="messages.noneFoundHow" a={(words) => <Link to="/messages">{words}</Link>} />
            </Empty>
          )
        }
      />
    </Panel>
  );
}

function useColumns(): readonly Column<Message>[] {
  const tell = useText();
  return [
    {
      ...{ id: 'message', head: tell('messages.message'), names: true },
      cell: (message) => (
        <>
          <Link to={`/messages/${message.id}`}>{message.subject ?? message.template}</Link>
          <small>
            <Text
              k="messages.toMember"
              with={{ member: message.memberId }}
              a={(words) => <Link to={`/members/${encodeURIComponent(message.memberId)}`}>{words}</Link>}
            />{' '}
            ·{' '}
            {message.campaign === null
              ? tell('messages.ofNone', message)
              : tell('messages.ofCampaign', { ...message, campaign: message.campaign })}
          </small>
          {message.reasonText && <small>{message.reasonText}</small>}
        </>
      ),
    },
    {
      ...{ id: 'state', head: tell('messages.state') },
      cell: ({ status, sentAt, notBefore }) => (
        <>
          <MessageStatus status={status} />
          <Narrow below={640}>
            <When at={sentAt ?? notBefore} />
          </Narrow>
        </>
      ),
    },
    {
      ...{ id: 'when', head: tell('messages.when'), only: 'roomy' as const },
      cell: ({ sentAt, notBefore }) => <When at={sentAt ?? notBefore} />,
    },
  ];
}
