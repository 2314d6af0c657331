/** How amounts and dates are said. */
export interface DisplayFormat {
  readonly asset: string;
  readonly currency: string;
  /** The member's: when something happened is told as the member lived it. */
  readonly zone: string;
  /** The programme's: the day of an expiry is one of its calendar, as in its mails. */
  readonly programmeZone: string;
  /** Names of the tiers by code. */
  readonly tiers?: Readonly<Record<string, string>>;
}

/** `£139.12` */
export function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}

/** `1,240 points`, `1 point`; a name the merchant gave stays as it is. */
export function points(count: number, { asset }: Pick<DisplayFormat, 'asset'>): string {
  return `${count.toLocaleString('en')} ${count === 1 && asset === 'points' ? 'point' : asset}`;
}

/** `Sun 22 Nov 2026`, where the member lives. */
export function day(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: zone,
  })
    .format(at)
    .replace(',', '');
}

/** `22 Nov 2026` */
export function date(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: zone }).format(
    at,
  );
}

/** `09:04` */
export function timeOfDay(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at);
}
