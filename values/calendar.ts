import { DateTime, IANAZone } from 'luxon';

/** A date on somebody's calendar. */
export interface LocalDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

const quarterMs = 900_000;
const dayMs = 86_400_000;
/** Offsets remembered per zone: nearly 30 years of days, 2 MB; then the memory starts again. */
const offsetsMax = 10_000;
/** By zone and day of UTC; undefined for a day on which the offset changes. */
const offsets = new Map<string, Map<number, number | undefined>>();

/** True for an IANA zone that this machine knows, such as `Europe/London`. */
export function isZone(zone: string): boolean {
  return zone.includes('/') || zone === 'UTC' ? IANAZone.isValidZone(zone) : false;
}

/** The date in `zone` at an instant. */
export function localDay(at: Date, zone: string): LocalDay {
  const local = new Date(at.getTime() + offsetMs(at.getTime(), zone));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
}

/** `2026-03-29`: a key that is the same for every instant of a local day. */
export function localDayKey(at: Date, zone: string): string {
  const { year, month, day } = localDay(at, zone);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** True on Saturday and Sunday. */
export function isWeekend({ year, month, day }: LocalDay): boolean {
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** The last millisecond of a local day, whatever its length: 23, 24 or 25 hours. */
export function endOfLocalDay(day: LocalDay, zone: string): Date {
  return inZone(day, zone).endOf('day').toJSDate();
}

/** The last millisecond of the month of a local day. */
export function endOfLocalMonth(day: LocalDay, zone: string): Date {
  return inZone(day, zone).endOf('month').toJSDate();
}

/** The first millisecond of a local day: usually midnight, an hour later where the clock skips midnight. */
export function startOfLocalDay(day: LocalDay, zone: string): Date {
  return inZone(day, zone).startOf('day').toJSDate();
}

/** This hour of a local day; where the clock skips it, as much later. */
export function atLocalHour({ year, month, day }: LocalDay, hour: number, zone: string): Date {
  return DateTime.fromObject({ year, month, day, hour }, { zone }).toJSDate();
}

/** The same day some months later, or the last day of that month when it is shorter. */
export function addMonths({ year, month, day }: LocalDay, months: number): LocalDay {
  const target = new Date(Date.UTC(year, month - 1 + months, 1));
  return clampDay(target.getUTCFullYear(), target.getUTCMonth() + 1, day);
}

/** Some days later (or earlier, when negative). */
export function addDays({ year, month, day }: LocalDay, days: number): LocalDay {
  const target = new Date(Date.UTC(year, month - 1, day + days));
  return { year: target.getUTCFullYear(), month: target.getUTCMonth() + 1, day: target.getUTCDate() };
}

/** The same local time some days later: 23 or 25 hours a day where the clock changes in between. */
export function daysLater(at: number, days: number, zone: string): number {
  return DateTime.fromMillis(at, { zone }).plus({ days }).toMillis();
}

/** Midnights that lie between two instants: 1 from any time of a day to any time of the next, however long the days are. */
export function calendarDaysBetween(from: Date, to: Date, zone: string): number {
  const dateOf = (at: Date) => {
    const { year, month, day } = localDay(at, zone);
    return Date.UTC(year, month - 1, day);
  };
  return (dateOf(to) - dateOf(from)) / dayMs;
}

/** A day of a month, or the month's last one: the 31st of April is the 30th. */
export function clampDay(year: number, month: number, day: number): LocalDay {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { year, month, day: Math.min(day, last) };
}

/** A birthday as it is written on a form, or undefined when there is no such date. */
export function parseLocalDay(text: string): LocalDay | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || clampDay(year, month, day).day !== day) return undefined;
  return { year, month, day };
}

/** The instant of a local time such as "2026-05-05T14:30"; undefined when there is no such date. */
export function instantOfLocalTime(text: string, zone: string): Date | undefined {
  const local = DateTime.fromISO(text, { zone });
  return local.isValid ? local.toJSDate() : undefined;
}

function inZone({ year, month, day }: LocalDay, zone: string): DateTime {
  // Noon exists on every day in every zone; midnight does not.
  return DateTime.fromObject({ year, month, day, hour: 12 }, { zone });
}

/** One look-up a day is enough but for the days on which the clock changes, which it does on whole quarters of an hour. */
function offsetMs(ms: number, zone: string): number {
  let known = offsets.get(zone);
  if (!known || known.size > offsetsMax) {
    known = new Map<number, number | undefined>();
    offsets.set(zone, known);
  }
  const day = Math.floor(ms / dayMs);
  if (!known.has(day)) {
    const first = lookUpOffsetMs(day * dayMs, zone);
    known.set(day, first === lookUpOffsetMs((day + 1) * dayMs, zone) ? first : undefined);
  }
  return known.get(day) ?? lookUpOffsetMs(Math.floor(ms / quarterMs) * quarterMs, zone);
}

function lookUpOffsetMs(ms: number, zone: string): number {
  const offset = IANAZone.create(zone).offset(ms) * 60_000;
  if (Number.isNaN(offset)) throw new RangeError(`"${zone}" is not a time zone this machine knows.`);
  return offset;
}
