import type { JsonObject } from '../../../values/json.ts';
import { code, endOf, expiryDaysDefault, type MessageSample, offerDefault, type Samples } from '../sample-values.ts';
import type { WinBackRung } from './rules.ts';
import type { WinBackSettings } from './settings.ts';

export const winBack: Samples<WinBackSettings> = {
  'win-back-reminder': (settings) => offered(settings, 'reminder', () => ({})),
  'win-back-coupon': (settings, now) =>
    offered(settings, 'coupon', (rung) => {
      const { name, validDays, minOrderMinor } = rung?.coupon ?? offerDefault;
      const couponMinOrder = minOrderMinor ?? 0;
      return { couponName: name, couponCode: code, couponUntil: endOf(now, validDays), couponMinOrder };
    }),
  'win-back-points': (settings, now) =>
    offered(settings, 'points', (rung) => ({
      points: rung?.points ?? 100,
      pointsUntil: endOf(now, rung?.expiresInDays ?? expiryDaysDefault),
    })),
};

/** As the first rung of this kind would say it: the ladder for everybody is looked at first. */
function offered<Offer extends WinBackRung['offer']>(
  { ladder, segments, inactiveDays }: WinBackSettings,
  offer: Offer,
  say: (rung: Extract<WinBackRung, { offer: Offer }> | undefined) => JsonObject,
): MessageSample {
  const ladders = [{ name: '', ladder }, ...segments];
  const isWanted = (rung: WinBackRung): rung is Extract<WinBackRung, { offer: Offer }> => rung.offer === offer;
  const found = ladders.find((each) => each.ladder.some(isWanted)) ?? { name: '', ladder };
  const rung = found.ladder.find(isWanted);
  const lastCall = rung !== undefined && rung === found.ladder.at(-1);
  const common = { segment: found.name, daysAway: inactiveDays + (rung?.afterDays ?? 0), lastCall };
  return { class: 'marketing', variables: { ...common, ...say(rung) } };
}
