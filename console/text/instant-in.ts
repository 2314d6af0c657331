/** The instant at which clocks of a zone show this: of `2026-11-25T16:20`. Undefined for what is no time. */
export function instantIn(shown: string, zone: string): string | undefined {
  const asUtc = Date.parse(`${shown}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  // The difference is that of the instant which is looked for: near a change of clocks the first guess may be an hour off.
  const guess = asUtc - aheadMs(asUtc, zone);
  return new Date(asUtc - aheadMs(guess, zone)).toISOString();
}

/** How far clocks of a zone are ahead of UTC. */
function aheadMs(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return shown - Math.floor(at / 1_000) * 1_000;
}
