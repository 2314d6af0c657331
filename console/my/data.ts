import { queryOptions } from '@tanstack/react-query';
import { useMemo } from 'react';
import { createClient, type components, type PerennialClient, type Problem } from '../../client/create.ts';
import { type Answered, Refused } from '../data/refused.ts';
import { useText } from './text.tsx';
import { useToken } from './token.tsx';

/** The shapes of `/v1`. */
export type Shape = components['schemas'];
export type Me = Shape['Me'];
export type Programme = Shape['MyProgramme'];
export type Message = Shape['MyMessage'];

/** Lots of a page, and pages that are read for the ends of points; what is behind them is said as one sum. */
const lotsPerPage = 100;
const lotPagesMax = 5;
const messagesPerPage = 10;

/** The routes of `/me` for the member of the link, in the chosen language. */
export function useMember() {
  const { token = '', end } = useToken();
  const { language } = useText();
  return useMemo(() => {
    const client: PerennialClient = createClient({
      ...{ url: location.origin, key: token, attempts: 2 },
      fetch: (request) => {
        request.headers.set('Accept-Language', language);
        return fetch(request, { cache: 'no-store', referrerPolicy: 'no-referrer', credentials: 'omit' });
      },
    });
    const read = async <Data>(call: Promise<Answered<Data>>): Promise<Data> => {
      const { data, error, response } = await call;
      if (error === undefined && response.ok) return data as Data;
      // Without the leave to do something it is the same status, and the link goes on showing.
      const problem = error as Problem | undefined;
      if (response.status === 401 && (await isOver(client))) end();
      throw new Refused(response.status, problem);
    };
    return { ...readsOf(client, read, language), ...actsOf(client, read) };
  }, [token, end, language]);
}

async function isOver(client: PerennialClient): Promise<boolean> {
  const { response } = await client.GET('/me');
  return response.status === 401;
}

type Read = <Data>(call: Promise<Answered<Data>>) => Promise<Data>;

function readsOf(client: PerennialClient, read: Read, language: string) {
  return {
    me: queryOptions({ queryKey: ['me', language], queryFn: () => read(client.GET('/me')) }),
    programme: queryOptions({
      queryKey: ['programme', language],
      queryFn: () => read(client.GET('/me/programme')),
      staleTime: Infinity,
    }),
    lots: queryOptions({ queryKey: ['lots'], queryFn: () => readLots(client, read) }),
    coupons: queryOptions({
      queryKey: ['coupons'],
      queryFn: async () => {
        const query = { status: ['issued' as const], limit: 100 };
        return (await read(client.GET('/me/coupons', { params: { query } }))).data;
      },
    }),
    messages: (cursor: string | undefined) =>
      read(
        client.GET('/me/messages', {
          params: { query: { limit: messagesPerPage, ...(cursor === undefined ? {} : { cursor }) } },
        }),
      ),
  };
}

/** What is left in lots, those that end first, first. */
async function readLots(client: PerennialClient, read: Read): Promise<Shape['Lot'][]> {
  const lots: Shape['Lot'][] = [];
  let cursor: string | undefined;
  for (let page = 0; page < lotPagesMax; page++) {
    const query = { limit: lotsPerPage, ...(cursor === undefined ? {} : { cursor }) };
    const { data, nextCursor } = await read(client.GET('/me/lots', { params: { query } }));
    lots.push(...data.filter(({ status, left }) => status === 'active' && left > 0));
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return lots;
}

function actsOf(client: PerennialClient, read: Read) {
  return {
    checkIn: () => read(client.POST('/me/check-ins')),
    activate: () => read(client.POST('/me/activation')),
    change: (body: Shape['MePatch']) => read(client.PATCH('/me', { body })),
    noteRead: (messageId: string) =>
      read(client.POST('/me/messages/{messageId}/read', { params: { path: { messageId } } })),
  };
}
