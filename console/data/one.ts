import { queryOptions, useQuery } from '@tanstack/react-query';
import { useWords } from '../text/use-text.tsx';
import { api, read, type Shape } from './api.ts';

/** One member as every page that names one reads it. */
export const memberQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['member', memberId],
    queryFn: (): Promise<Shape['Member']> =>
      read(
        api.GET('/members/{memberId}', {
          params: { path: { memberId }, query: { expand: ['coupons', 'referral'] } },
        }),
      ),
    meta: { live: ['members', 'points', 'coupons', 'referrals'], member: memberId },
  });

/** The programme: its rules, tiers and totals. */
export const programmeQuery = queryOptions({
  queryKey: ['programme'],
  queryFn: (): Promise<Shape['Programme']> => read(api.GET('/programme')),
  meta: { live: ['programme'] },
});

interface Tier {
  readonly code: string;
  readonly name?: unknown;
  readonly names?: Readonly<Record<string, string>>;
}

/** What a tier is called; its code while that is not known. */
export function useTierName(): (code: string) => string {
  const { language } = useWords();
  const { data } = useQuery(programmeQuery);
  const { tiers } = (data?.definition ?? {}) as { readonly tiers?: readonly Tier[] };
  return (code) => {
    const tier = tiers?.find((each) => each.code === code);
    return tier?.names?.[language] ?? (typeof tier?.name === 'string' ? tier.name : code);
  };
}
