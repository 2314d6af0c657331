import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Refused } from './refused.ts';
import { sessionKey } from './session.tsx';

/** What was read is taken as true for so long; the stream of notifications says what is not. */
const staleMs = 30_000;

/** The session has ended: the frame then asks for a key. */
const noticeEnd = (error: Error) => {
  if (error instanceof Refused && error.status === 401) queryClient.setQueryData(sessionKey, null);
};

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeEnd }),
  mutationCache: new MutationCache({ onError: noticeEnd }),
  // The client of /v1 has tried again already.
  defaultOptions: { queries: { retry: false, staleTime: staleMs } },
});
