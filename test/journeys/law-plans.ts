import fc from 'fast-check';
import { DateTime } from 'luxon';
import { parseData } from '../../platform/parse-data.ts';
import type { Setting } from '../../rehearsal/stage.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import { journeySchema } from './journeys.ts';
import { Shop } from './shop.ts';

/** A small journey that members enter by joining, if it does not say otherwise. */
export const lawPlan = (rest: object): JourneyFile =>
  parseData(
    { campaign: 'law', name: 'Law', lifecycle: 'journey', entry: [{ event: 'member.joined' }], ...rest },
    'law',
    journeySchema,
  ).value;

export const zone = 'Europe/London';
/** Some minutes after a local time, as local time. */
export const after = (start: string, minutes: number): string =>
  DateTime.fromISO(start, { zone }).plus({ minutes }).toISO({ includeOffset: true }) ?? '';
export const at = (text: string): number => DateTime.fromISO(text, { zone }).toMillis();
/** The same local time some days later. */
export const daysAfter = (instant: number, days: number): number =>
  DateTime.fromMillis(instant, { zone }).plus({ days }).toMillis();
export const shown = (instant: number, where = zone): string =>
  DateTime.fromMillis(instant, { zone: where }).toFormat('MM-dd HH:mm');

export const hour = 60;
export const day = 24 * hour;
/** Minutes from one to another, on whole quarters of an hour, so that some of them fall together. */
export const minutes = (from: number, to: number) =>
  fc.integer({ min: Math.ceil(from / 15), max: Math.floor(to / 15) }).map((quarters) => quarters * 15);

interface Options {
  readonly start?: string;
  readonly until?: string;
  /** When anna joins; she does not when it is empty. */
  readonly joins?: string;
  readonly member?: Parameters<Shop['member']>[1];
  readonly setting?: Partial<Setting>;
}

/** Anna lives the journey, and whatever else is arranged happens. */
export async function live(
  file: JourneyFile,
  arrange: (shop: Shop) => void = () => undefined,
  {
    start = '2026-11-02T08:00',
    until = '2026-12-01',
    joins = '2026-11-02T09:00',
    member = {},
    setting = {},
  }: Options = {},
): Promise<Shop> {
  const shop = new Shop(start, setting);
  shop.member('anna', member);
  shop.launch(file);
  if (joins !== '') shop.happens('anna', joins, 'member.joined', {}, { id: 'a-joins' });
  arrange(shop);
  await shop.run(until);
  return shop;
}

/** A property that is held against so many journeys. */
export const holds = <Values extends [unknown, ...unknown[]]>(
  runs: number,
  ...args: [
    ...arbitraries: { [Place in keyof Values]: fc.Arbitrary<Values[Place]> },
    check: (...values: Values) => Promise<void>,
  ]
): Promise<void> => {
  const check = args.pop() as (...values: Values) => Promise<void>;
  const arbitraries = args as unknown as { [Place in keyof Values]: fc.Arbitrary<Values[Place]> };
  return fc.assert(fc.asyncProperty(...arbitraries, check), { numRuns: runs });
};
