import type { JsonObject } from '../values/json.ts';
import { seededRandom } from '../values/random.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** An event of the demo's month, at its own time. */
export interface CastEvent {
  readonly id: string;
  readonly type: string;
  readonly memberId: string;
  readonly occurredAt: Date;
  readonly data: JsonObject;
}

export interface CastOptions {
  readonly seed: number;
  readonly newcomers: number;
  /** The first midnight of the month. */
  readonly startsAt: Date;
  readonly currency: string;
  /** Amounts of real orders, in minor units, to draw from. */
  readonly amountsMinor: readonly number[];
  /** Referral codes of members who invite friends. */
  readonly referralCodes: readonly string[];
}

const firstNames = [
  'Ada',
  'Bea',
  'Carl',
  'Dora',
  'Emil',
  'Fay',
  'Gus',
  'Hana',
  'Ivo',
  'June',
  '小雨',
  '子涵',
  '思远',
  '佳怡',
];
const places = [
  { zone: 'Europe/London', locale: 'en' },
  { zone: 'Europe/Berlin', locale: 'en' },
  { zone: 'America/New_York', locale: 'en' },
  { zone: 'Asia/Shanghai', locale: 'zh-CN' },
] as const;

/** When a newcomer completes the profile, in days after joining; 0 is on joining, undefined is never. Far from day 3, when the reminder goes. */
const profileDays = [0, 0, 0, 1, 1, 5, 5, undefined, undefined, undefined];
/** When the first order comes; far from the reminder too. */
const orderDays = [1.6, 6, 6, 9, 9, 14, undefined, undefined, undefined, undefined];

/** The people who join during the demo's month and what each of them does, in the order of time; one seed, one cast. */
export function generateNewcomers(options: CastOptions): CastEvent[] {
  const random = seededRandom(options.seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const events: CastEvent[] = [];
  for (let n = 1; n <= options.newcomers; n += 1) {
    const memberId = `newcomer-${String(n).padStart(4, '0')}`;
    const joinedAt = options.startsAt.getTime() + Math.floor(random() * 12) * dayMs + (9 + random() * 8) * hourMs;
    const place = pick(places);
    const name = pick(firstNames);
    const completesAfter = pick(profileDays);
    const ordersAfter = pick(orderDays);
    const event = (type: string, afterDays: number, data: JsonObject) =>
      events.push({
        id: `demo:${memberId}:${type}`,
        type,
        memberId,
        occurredAt: new Date(joinedAt + afterDays * dayMs),
        data,
      });

    // Every fortieth newcomer is a second account of the one before: same person, no second gift.
    const emailOf = n % 40 === 0 ? n - 1 : n;
    const profile = { birthday: '1990-05-17' };
    // Every third one is invited; now and then on a telephone that has been used to join before.
    const code = n % 3 === 0 ? options.referralCodes[(n / 3) % options.referralCodes.length] : undefined;
    const deviceId = `phone-${n % 24 === 0 ? n - 1 : n}`;
    event('member.joined', 0, {
      email: `newcomer-${String(emailOf).padStart(4, '0')}@example.test`,
      name,
      zone: place.zone,
      locale: place.locale,
      consent: { email: random() < 0.8 },
      deviceId,
      ...(code === undefined ? {} : { referralCode: code }),
      ...(completesAfter === 0 ? profile : {}),
    });
    if (completesAfter !== undefined && completesAfter > 0) event('member.updated', completesAfter, profile);
    if (ordersAfter !== undefined) {
      const orderId = `demo-${memberId}`;
      const amountMinor = pick(options.amountsMinor);
      event('order.placed', ordersAfter, { orderId, amountMinor, currency: options.currency });
      if (random() < 0.1)
        event('order.returned', ordersAfter + 4, { orderId, amountMinor, currency: options.currency });
    }
  }
  return events.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** Orders of members who were there before: `perDay` of them every day of the month, amounts drawn from real orders. */
export function generateRegulars(
  options: CastOptions & { days: number; perDay: number; memberIds: readonly string[] },
): CastEvent[] {
  const random = seededRandom(options.seed + 1);
  const events: CastEvent[] = [];
  for (let day = 0; day < options.days; day += 1) {
    for (let n = 0; n < options.perDay; n += 1) {
      const memberId = options.memberIds[Math.floor(random() * options.memberIds.length)];
      const amountMinor = options.amountsMinor[Math.floor(random() * options.amountsMinor.length)];
      if (memberId === undefined || amountMinor === undefined) continue;
      const orderId = `demo-d${day}-${n}`;
      // In the evening: far from the morning hour at which offers go out.
      const occurredAt = new Date(options.startsAt.getTime() + day * dayMs + (15 + random() * 5) * hourMs);
      events.push({
        id: `demo:order:${orderId}`,
        type: 'order.placed',
        memberId,
        occurredAt,
        data: { orderId, amountMinor, currency: options.currency },
      });
    }
  }
  return events.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.id < b.id ? -1 : 1));
}
