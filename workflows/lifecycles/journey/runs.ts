import { DateTime } from 'luxon';
import type { Instant } from '../../../values/instant.ts';
import type { JourneyFile } from './file.ts';

/** `2026-12-01` or `2026-12-01 10:00` on a calendar; undefined when there is no such date. */
export function readInstant(text: string, zone: string): Instant | undefined {
  const at = readLocal(text, zone);
  return at.isValid ? at.toMillis() : undefined;
}

const hasClock = (text: string) => text.length > 'yyyy-mm-dd'.length;
const readLocal = (text: string, zone: string) =>
  DateTime.fromFormat(text, hasClock(text) ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd', { zone });

/** When a campaign begins to take members in, and when it is over: a day that is named without a time is the last one. */
export function runOf(
  { runs }: Pick<JourneyFile, 'runs'>,
  zone: string,
): { readonly from?: Instant; readonly until?: Instant } {
  const from = runs?.from === undefined ? undefined : readInstant(runs.from, zone);
  const until = runs?.until === undefined ? undefined : endOf(runs.until, zone);
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
}

function endOf(text: string, zone: string): Instant | undefined {
  const at = readLocal(text, zone);
  if (!at.isValid) return undefined;
  return hasClock(text) ? at.toMillis() : at.plus({ days: 1 }).toMillis();
}
