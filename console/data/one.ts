import { queryOptions } from '@tanstack/react-query';
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
