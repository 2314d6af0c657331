import { code, endOf, type Samples } from '../sample-values.ts';
import type { PointsExpirySettings } from './settings.ts';

export const pointsExpiry: Samples<PointsExpirySettings> = {
  'points-expiring': ({ ladderDays, coupon: offer, couponDaysBefore }, now) => {
    const daysBefore = (offer && couponDaysBefore) ?? ladderDays[0] ?? 7;
    return {
      class: 'service',
      variables: {
        daysBefore,
        lastCall: daysBefore === Math.min(...ladderDays),
        couponName: offer?.name ?? '',
        couponCode: offer ? code : '',
        couponUntil: offer ? endOf(now, offer.validDays) : 0,
        couponMinOrder: offer?.minOrderMinor ?? 0,
      },
      expiringWithinDays: daysBefore,
    };
  },
};
