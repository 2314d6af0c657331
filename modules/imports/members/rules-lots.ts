import { endOfLocalDay, localDay } from '../../../values/calendar.ts';
import type { Instant } from '../../../values/instant.ts';
import { isList, type JsonValue } from '../../../values/json.ts';
import { type DateForm, parseMoment } from '../reading/rules-dates.ts';

/** Points that a member brings along. */
export interface OpeningLot {
  readonly points: number;
  readonly earnedAt: Instant;
  /** Null never expires; undefined leaves it to the rules of the programme. */
  readonly expiresAt: Instant | null | undefined;
}

export interface LotProblem {
  readonly field: 'points' | 'pointsEarnedAt' | 'pointsExpireAt' | 'lots';
  readonly reason: string;
  readonly fix: string;
}

/** Lots of one member: a shop that counts by the day has some hundreds. */
const lotsMax = 500;
const pointsMax = 1e12;
const lotText = /^(\S+)@([^@]+?)(?:\.\.(.+))?$/;

interface Written {
  readonly points: JsonValue | undefined;
  readonly earnedAt: JsonValue | undefined;
  readonly expiresAt: JsonValue | undefined;
}

/** The lots that a row tells of, as one balance or several, or what is wrong with them. */
export function readLots(
  { lots, ...one }: Written & { readonly lots: JsonValue | undefined },
  form: DateForm,
): readonly OpeningLot[] | LotProblem {
  if (lots === undefined) {
    if (one.points === undefined || Number(one.points) === 0) return [];
    const lot = readLot(one, form, ['points', 'pointsEarnedAt', 'pointsExpireAt']);
    return 'field' in lot ? lot : [lot];
  }
  if (one.points !== undefined) {
    return { field: 'lots', reason: 'says points a second time', fix: 'write either points or lots' };
  }
  const written = writtenLots(lots);
  if (written === undefined || written.length > lotsMax) {
    const fix = `write up to ${lotsMax} as 120@2025-03-01..2026-03-01; 30@2025-09-14`;
    return { field: 'lots', reason: 'is no list of lots', fix };
  }
  const read: OpeningLot[] = [];
  for (const each of written) {
    const lot = readLot(each, form, ['lots', 'lots', 'lots']);
    if ('field' in lot) return lot;
    read.push(lot);
  }
  return read;
}

function writtenLots(lots: JsonValue): Written[] | undefined {
  if (typeof lots === 'string') {
    const parts = lots
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const found = parts.map((part) => lotText.exec(part));
    if (found.some((match) => match === null)) return undefined;
    return found.map((match) => ({ points: match?.[1], earnedAt: match?.[2]?.trim(), expiresAt: match?.[3]?.trim() }));
  }
  if (!isList(lots)) return undefined;
  const known = new Set(['points', 'earnedAt', 'expiresAt', 'earned_at', 'expires_at']);
  const made = lots.map((lot): Written | undefined => {
    if (typeof lot !== 'object' || lot === null || isList(lot)) return undefined;
    if (Object.keys(lot).some((key) => !known.has(key))) return undefined;
    const never = lot.expiresAt === null || lot.expires_at === null;
    return {
      points: lot.points,
      earnedAt: lot.earnedAt ?? lot.earned_at,
      expiresAt: never ? 'never' : (lot.expiresAt ?? lot.expires_at),
    };
  });
  return made.every((lot) => lot !== undefined) ? made : undefined;
}

function readLot(
  { points, earnedAt, expiresAt }: Written,
  form: DateForm,
  [ofPoints, ofEarned, ofEnd]: readonly [LotProblem['field'], LotProblem['field'], LotProblem['field']],
): OpeningLot | LotProblem {
  const count =
    typeof points === 'number'
      ? points
      : typeof points === 'string' && /^\d+$/.test(points)
        ? Number(points)
        : Number.NaN;
  if (!Number.isSafeInteger(count) || count <= 0 || count > pointsMax) {
    return { field: ofPoints, reason: 'is not a whole number of points above 0', fix: 'write them as 120' };
  }
  if (earnedAt === undefined) {
    const fix = 'say when they were earned: points never grow younger by being moved';
    return { field: ofEarned, reason: 'is missing', fix };
  }
  const earned = typeof earnedAt === 'string' ? parseMoment(earnedAt, form) : undefined;
  if (earned === undefined) return { field: ofEarned, reason: 'is not a date', fix: 'write it as 2025-03-01' };
  if (expiresAt === undefined) return { points: count, earnedAt: earned, expiresAt: undefined };
  if (expiresAt === 'never') return { points: count, earnedAt: earned, expiresAt: null };
  const end = typeof expiresAt === 'string' ? endOf(expiresAt, form) : undefined;
  if (end === undefined) return { field: ofEnd, reason: 'is not a date', fix: 'write it as 2026-03-01, or never' };
  if (end <= earned) return { field: ofEnd, reason: 'is before they were earned', fix: 'check the two dates' };
  return { points: count, earnedAt: earned, expiresAt: end };
}

/** Of a day alone, its last instant: points that expire on a day can be spent on it. */
function endOf(text: string, form: DateForm): Instant | undefined {
  const at = parseMoment(text, form);
  if (at === undefined || /\d:\d/.test(text)) return at;
  return endOfLocalDay(localDay(new Date(at), form.zone), form.zone).getTime();
}
