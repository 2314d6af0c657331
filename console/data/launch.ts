import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWords } from '../text/use-text.tsx';
import { api, read, type Shape } from './api.ts';
import { campaignKey } from './campaigns.ts';

export type Plan = Shape['LaunchPlan'];
export type LaunchCheck = Plan['checks'][number];

/** It counts every member of the audience: it is read again so often, and when somebody asks. */
const checkedEveryMs = 60_000;

/** What a launch would come to, and what keeps it from being one. */
export const usePlan = (code: string, version: number | undefined): UseQueryResult<Plan> => {
  const { language } = useWords();
  return useQuery({
    queryKey: [...campaignKey(code), 'plan', version, language],
    queryFn: ({ signal }) =>
      read(
        api.GET('/campaigns/{code}/plan', {
          params: { path: { code } },
          ...{ headers: { 'Accept-Language': language }, signal },
        }),
      ),
    enabled: version !== undefined,
    staleTime: checkedEveryMs,
    refetchInterval: checkedEveryMs,
  });
};

/** Members for whom it is launched: those of the audience who are not held out. */
export const launchedFor = ({ audience, holdOut }: Plan): number | undefined =>
  audience === null ? undefined : audience.members - (holdOut ?? 0);
