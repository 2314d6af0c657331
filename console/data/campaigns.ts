import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useWords } from '../text/use-text.tsx';
import { api, read, type Shape } from './api.ts';

/** No notification tells of a campaign that was paused or applied: it is asked for so often. */
export const statusEveryMs = 5_000;

const notEnded: Shape['Campaign']['status'][] = ['draft', 'in_review', 'scheduled', 'live', 'paused'];

/** Campaigns shown: a programme runs a handful. */
const listMax = 100;

export const useCampaigns = (which: 'notEnded' | 'ended'): UseQueryResult<Shape['CampaignPage']> =>
  useQuery({
    queryKey: ['campaigns', which],
    queryFn: () =>
      read(
        api.GET('/campaigns', {
          params: { query: { status: which === 'ended' ? ['ended'] : notEnded, limit: listMax } },
        }),
      ),
    meta: { live: ['campaigns'] },
    refetchInterval: statusEveryMs,
  });

type Counted = Pick<Shape['Campaign'], 'counts'>;

/** Places in a campaign that are taken now. */
export const insideOf = ({ counts }: Counted): number => counts.active ?? 0;
/** Places that ever were. */
export const enteredOf = ({ counts }: Counted): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
export const isBeforeLaunch = ({ status }: Pick<Shape['Campaign'], 'status'>): boolean =>
  ['draft', 'in_review', 'scheduled'].includes(status);

/** Has all that shows campaigns read again, once somebody has moved or changed one here. */
export function useCampaignsChanged(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all(['campaigns', 'campaign'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}

export const campaignKey = (code: string): readonly string[] => ['campaign', code];

export const useCampaign = (code: string): UseQueryResult<Shape['Campaign']> =>
  useQuery({
    queryKey: campaignKey(code),
    queryFn: () => read(api.GET('/campaigns/{code}', { params: { path: { code } } })),
    meta: { live: ['campaigns'] },
    refetchInterval: statusEveryMs,
  });

/** Where everybody is; `status` and `version` have it read again when they change. */
export const useFlow = (
  code: string,
  of: Pick<Shape['Campaign'], 'status' | 'version'> | undefined,
): UseQueryResult<Shape['CampaignFlow']> => {
  const { language } = useWords();
  return useQuery({
    queryKey: [...campaignKey(code), 'flow', of?.status, of?.version, language],
    queryFn: () =>
      read(
        api.GET('/campaigns/{code}/flow', { params: { path: { code } }, headers: { 'Accept-Language': language } }),
      ),
    placeholderData: (before) => before,
    enabled: of !== undefined,
    meta: { live: ['campaigns'] },
  });
};

export const useReport = (code: string): UseQueryResult<Shape['CampaignReport']> => {
  const { language } = useWords();
  return useQuery({
    queryKey: [...campaignKey(code), 'report', language],
    queryFn: () =>
      read(
        api.GET('/campaigns/{code}/report', { params: { path: { code } }, headers: { 'Accept-Language': language } }),
      ),
    meta: { live: ['campaigns'] },
  });
};
