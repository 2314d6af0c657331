import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWords } from '../text/use-text.tsx';
import { api, read, type Shape } from './api.ts';
import { campaignKey } from './campaigns.ts';

/** One thing that was looked at before a launch. */
export interface LaunchCheck {
  readonly code: string;
  readonly kind: 'stop' | 'note' | 'passed';
  readonly message: string;
  readonly fix: string | null;
  readonly values: Readonly<Record<string, string | number>>;
}

type Told = Shape['LaunchPlan'];
type Cost = NonNullable<Told['perMember']> & { readonly pointsWorth?: number | null };

export interface Plan extends Omit<Told, 'others' | 'perMember' | 'inAll'> {
  readonly perMember: Cost | null;
  readonly inAll: Cost | null;
  readonly holdOut: number | null;
  readonly zones: readonly { readonly zone: string | null; readonly members: number; readonly leavesAt: string }[];
  readonly others: readonly (Told['others'][number] & { readonly alsoIn: number })[];
  readonly checks: readonly LaunchCheck[];
  readonly canLaunch: boolean;
}

/** A plan with every part a page shows. */
function wholePlan(told: Told & Partial<Omit<Plan, 'others'>>): Plan {
  const others = told.others.map((other) => ({ alsoIn: 0, ...other }));
  return { holdOut: null, zones: [], checks: [], canLaunch: true, ...told, others };
}

/** It counts every member of the audience: it is read again so often, and when somebody asks. */
const checkedEveryMs = 60_000;

/** What a launch would come to, and what keeps it from being one. */
export const usePlan = (code: string, version: number | undefined): UseQueryResult<Plan> => {
  const { language } = useWords();
  return useQuery({
    queryKey: [...campaignKey(code), 'plan', version, language],
    queryFn: async ({ signal }) =>
      wholePlan(
        await read(
          api.GET('/campaigns/{code}/plan', {
            params: { path: { code } },
            ...{ headers: { 'Accept-Language': language }, signal },
          }),
        ),
      ),
    enabled: version !== undefined,
    staleTime: checkedEveryMs,
    refetchInterval: checkedEveryMs,
  });
};

/** Members for whom it is launched: those of the audience who are not held out. */
export const launchedFor = ({ audience, holdOut }: Plan): number | undefined =>
  audience === null ? undefined : audience.members - (holdOut ?? 0);
