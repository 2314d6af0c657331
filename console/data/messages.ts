import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWords } from '../text/use-text.tsx';
import { api, read, type Shape } from './api.ts';

type Status = Shape['Message']['status'];

/** What became of messages, in three parts that add up. */
export const messageStates: Readonly<Record<'sent' | 'waiting' | 'not', readonly Status[]>> = {
  sent: ['sent', 'bounced'],
  waiting: ['reserved', 'sending'],
  not: ['suppressed', 'skipped', 'dropped', 'failed', 'unknown'],
};

export const stateOf = (status: string): keyof typeof messageStates =>
  messageStates.sent.some((each) => each === status)
    ? 'sent'
    : messageStates.waiting.some((each) => each === status)
      ? 'waiting'
      : 'not';

export interface ReasonFilter {
  readonly campaign?: string;
  readonly template?: string;
  readonly memberId?: string;
}

export const useReasons = (filter: ReasonFilter): UseQueryResult<Shape['MessageReasons']> => {
  const { language } = useWords();
  return useQuery({
    queryKey: ['messages', 'reasons', filter, language],
    queryFn: () =>
      read(api.GET('/message-reasons', { params: { query: filter }, headers: { 'Accept-Language': language } })),
    meta: { live: ['messages'] },
  });
};

/** Of reasons those of one part, and their sum. */
export const countOf = ({ reasons }: Shape['MessageReasons'], state: keyof typeof messageStates): number =>
  reasons.reduce((sum, { status, count }) => sum + (stateOf(status) === state ? count : 0), 0);

export const useMessage = (messageId: string): UseQueryResult<Shape['Message']> => {
  const { language } = useWords();
  return useQuery({
    queryKey: ['messages', messageId, language],
    queryFn: () =>
      read(
        api.GET('/messages/{messageId}', { params: { path: { messageId } }, headers: { 'Accept-Language': language } }),
      ),
    meta: { live: ['messages'] },
  });
};

/** The template of a message as reports name it: a step that came to no message is told by its own name. */
export const templateOf = ({ steps }: Shape['CampaignFlow'], message: string): string =>
  steps.find(({ name }) => name === message)?.template ?? message;
