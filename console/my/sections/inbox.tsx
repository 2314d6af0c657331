import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode, ToggleEvent } from 'react';
import { type Message, useMember } from '../data.ts';
import { Failed, PlainText, Section } from '../parts.tsx';
import type { Shown } from '../shown.ts';
import { useText } from '../text.tsx';

/** Messages of the programme, the latest first; one that is opened is read. */
export function Inbox(shown: Shown): ReactNode {
  const { tell } = useText();
  const member = useMember();
  const inbox = useInfiniteQuery({
    queryKey: ['messages'],
    queryFn: ({ pageParam }) => member.messages(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const messages = inbox.data?.pages.flatMap(({ data }) => data) ?? [];
  const unread = shown.me.unreadMessages;
  return (
    <Section id="inbox" title={tell('inbox.title')}>
      <p className="note" role="status">
        {unread > 0 ? tell('inbox.unread', { n: unread }) : ''}
      </p>
      {inbox.isPending && (
        <p className="dim" aria-busy="true">
          {tell('loading')}
        </p>
      )}
      {inbox.error !== null && <Failed error={inbox.error} again={() => void inbox.refetch()} />}
      {inbox.isSuccess && messages.length === 0 && <p className="dim">{tell('inbox.none')}</p>}
      {messages.map((message) => (
        <Letter key={message.id} message={message} {...shown} />
      ))}
      {inbox.hasNextPage && (
        <button type="button" className="btn" onClick={() => void inbox.fetchNextPage()}>
          {tell('inbox.older')}
        </button>
      )}
    </Section>
  );
}

function Letter({ message, formats }: Shown & { readonly message: Message }): ReactNode {
  const { tell } = useText();
  const member = useMember();
  const queries = useQueryClient();
  const noteRead = useMutation({ mutationFn: member.noteRead, onSuccess: () => queries.invalidateQueries() });
  const { id, subject, text, sentAt, readAt, locale } = message;
  const opened = (event: ToggleEvent<HTMLDetailsElement>) => {
    if (event.newState === 'open' && readAt === null && !noteRead.isPending) noteRead.mutate(id);
  };
  return (
    <details className="letter" onToggle={opened}>
      <summary>
        {readAt === null && <span className="new">{tell('inbox.new')}</span>}
        <span className="subject" lang={locale}>
          {subject}
        </span>
        <time className="note" dateTime={sentAt}>
          {formats.dateTime(sentAt)}
        </time>
      </summary>
      <div lang={locale}>
        <PlainText text={text} />
      </div>
    </details>
  );
}
