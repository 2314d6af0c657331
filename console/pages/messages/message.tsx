import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { Refused } from '../../data/refused.ts';
import { useCampaign, useFlow } from '../../data/campaigns.ts';
import { useMessage } from '../../data/messages.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { Button } from '../../parts/form.tsx';
import { MessageStatus } from '../../parts/message-status.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Bone, Callout, Empty, Failure, NotDone } from '../../parts/states.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText, useWords } from '../../text/use-text.tsx';
import { Mails } from './mails.tsx';

type Message = Shape['Message'];

/** What became of one message, and what its member sees. */
export function Component(): ReactNode {
  const tell = useText();
  const { messageId = '' } = useParams();
  const query = useMessage(messageId);
  const above = [{ to: '/messages', name: tell('frame.messages') }];
  if (query.data !== undefined) return <Shown message={query.data} above={above} />;
  const { error } = query;
  const isGone = error instanceof Refused && (error.status === 404 || error.status === 422);
  return (
    <Page title={isGone ? tell('messages.gone') : tell('messages.message')} above={above}>
      {error === null ? (
        <section className="panel" aria-busy="true">
          <div className="pad">
            <Bone width="62%" />
          </div>
        </section>
      ) : isGone ? (
        <Empty title={tell('messages.goneWhy', { id: messageId })} />
      ) : (
        <Failure error={error} again={() => void query.refetch()} />
      )}
    </Page>
  );
}

interface ShownProps {
  readonly message: Message;
  readonly above: readonly { readonly to: string; readonly name: string }[];
}

function Shown({ message, above }: ShownProps): ReactNode {
  const tell = useText();
  const { to } = useDrawer('retry');
  const { template, subject, status, campaign } = message;
  return (
    <Page
      title={subject ?? template}
      above={above}
      beside={<MessageStatus status={status} />}
      intro={<Intro message={message} />}
      acts={
        status === 'failed' && (
          <Link className="btn main-act" to={to}>
            {tell('messages.retry')}
          </Link>
        )
      }
    >
      <div className="stack">
        <div className="cols even">
          <Facts message={message} />
          <Answers message={message} />
        </div>
        {campaign !== null && <AsSeen message={message} campaign={campaign} />}
      </div>
      <RetryDrawer message={message} />
    </Page>
  );
}

function Intro({ message }: { readonly message: Message }): ReactNode {
  const tell = useText();
  const { language } = useWords();
  const { memberId: member, campaign, locale } = message;
  const classes = {
    marketing: tell('messages.classMarketing'),
    service: tell('messages.classService'),
    transactional: tell('messages.classTransactional'),
  };
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(locale) ?? locale;
  const words = { member, locale: name, class: classes[message.class] };
  const link = (inner: ReactNode) => <Link to={`/members/${encodeURIComponent(member)}`}>{inner}</Link>;
  if (campaign === null) return <Text k="messages.oneIntro" with={words} a={link} />;
  return (
    <Text
      k="messages.oneIntroCampaign"
      with={{ ...words, campaign }}
      a={link}
      b={(inner) => <Link to={`/campaigns/${campaign}`}>{inner}</Link>}
    />
  );
}

function Facts({ message }: { readonly message: Message }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const { reasonText, reservedAt, notBefore, deadline, sentAt, attempts = 0, subject } = message;
  const { channel, deliveredAt, providerId } = message;
  const channelNames: Readonly<Record<string, string>> = {
    ...{ email: tell('messages.text.email'), inbox: tell('messages.text.inbox'), sms: tell('messages.text.sms') },
    ...{ wechat: tell('messages.text.wechat'), push: tell('messages.text.push') },
  };
  const when = (at: string | null | undefined) => (at ? <When at={at} /> : tell('messages.none1'));
  return (
    <Panel title={tell('messages.whatBecame')} intro={tell('messages.zone', { zone: formats.zoneName() })} padded>
      {reasonText && (
        <div className="pad-below">
          <Callout kind={message.status === 'sent' ? 'info' : 'warn'}>
            <p>{reasonText}</p>
          </Callout>
        </div>
      )}
      <dl className="facts">
        <dt>{tell('messages.askedFor')}</dt>
        <dd>{when(reservedAt)}</dd>
        <dt>{tell('messages.notBefore')}</dt>
        <dd>{when(notBefore)}</dd>
        <dt>{tell('messages.deadline')}</dt>
        <dd>{when(deadline)}</dd>
        <dt>{tell('messages.sentAt')}</dt>
        <dd>{when(sentAt)}</dd>
        {deliveredAt && (
          <>
            <dt>{tell('messages.deliveredAt')}</dt>
            <dd>{when(deliveredAt)}</dd>
          </>
        )}
        <dt>{tell('messages.channel')}</dt>
        <dd>
          {channelNames[channel] ?? channel}
          {providerId && <small className="anywhere">{providerId}</small>}
        </dd>
        <dt>{tell('messages.attempts')}</dt>
        <dd>{formats.number(attempts)}</dd>
        <dt>{tell('messages.subject')}</dt>
        <dd>{subject ?? tell('messages.none1')}</dd>
      </dl>
    </Panel>
  );
}

interface ServerAnswer {
  readonly key: string;
  readonly at: string;
  readonly answer: string;
  readonly note: string;
}

/** What mail servers said: of the last attempt, and in reports that came later. */
function Answers({ message }: { readonly message: Message }): ReactNode {
  const tell = useText();
  const { reason, status, reports = [], notBefore } = message;
  const isAnswer = reason !== null && reason !== undefined && ['failed', 'unknown', 'reserved'].includes(status);
  const rows: ServerAnswer[] = [
    ...reports.map(({ type, hard, detail, at }, place) => ({
      ...{ key: `${place}`, at, answer: detail === '' ? type : detail },
      note: hard ? tell('messages.hard') : type,
    })),
    ...(isAnswer ? [{ key: 'last', at: notBefore, answer: reason, note: tell('messages.lastAnswer') }] : []),
  ];
  const columns: readonly Column<ServerAnswer>[] = [
    {
      ...{ id: 'answer', head: tell('messages.answer'), names: true },
      cell: ({ answer, note }) => (
        <>
          <code lang="en">{answer}</code>
          <small>{note}</small>
        </>
      ),
    },
    { ...{ id: 'at', head: tell('messages.at') }, cell: ({ at }) => <When at={at} /> },
  ];
  return (
    <Panel title={tell('messages.answers')}>
      <Table
        caption={tell('messages.answersCaption')}
        columns={columns}
        rows={rows}
        rowKey={({ key }) => key}
        empty={<Empty title={tell('messages.noAnswers')} />}
      />
    </Panel>
  );
}

function AsSeen({ message, campaign: code }: { readonly message: Message; readonly campaign: string }): ReactNode {
  const { memberId, template } = message;
  const campaign = useCampaign(code);
  const flow = useFlow(code, campaign.data);
  const error = campaign.error ?? flow.error;
  if (flow.data === undefined) {
    return error === null ? <div aria-busy="true" /> : <Failure error={error} again={() => void flow.refetch()} />;
  }
  const locales = flow.data.messages.find((each) => each.template === template)?.locales;
  return locales === undefined ? null : (
    <Mails campaign={code} template={template} locales={locales} member={memberId} />
  );
}

function RetryDrawer({ message: { id: messageId, memberId, status } }: { readonly message: Message }): ReactNode {
  const tell = useText();
  const client = useQueryClient();
  const { close } = useDrawer('retry');
  const blocked = useBlocked('write');
  const retry = useMutation({
    mutationFn: () => read(api.POST('/messages/{messageId}/retry', { params: { path: { messageId } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['messages'] });
      close();
    },
  });
  return (
    <Drawer
      id="retry"
      mayOpen={status === 'failed'}
      title={tell('messages.retryTitle')}
      note={tell('messages.retryNote')}
      onSubmit={() => retry.mutate()}
      foot={
        <>
          <Button type="submit" main busy={retry.isPending} blocked={blocked}>
            {tell('messages.retryNow')}
          </Button>
          <Leave id="retry" />
        </>
      }
    >
      <ul className="consequences">
        <li>
          {tell('messages.retryWhat', { member: memberId })}
          <small>{tell('messages.retryWhy')}</small>
        </li>
      </ul>
      {retry.error !== null && <NotDone error={retry.error} />}
    </Drawer>
  );
}
