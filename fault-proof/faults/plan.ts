import { drawFrom } from '../random.ts';

/** The kinds of faults, with their share of a thousand: what costs seconds of restart is rarer than what costs none. */
export const faultShares = {
  'worker killed (-9)': 60,
  'relay killed (-9)': 110,
  'PostgreSQL restarted (immediate)': 30,
  'Temporal restarted (-9)': 15,
  'Temporal lost its storage, recovered': 2,
  'SMTP server restarted': 35,
  'reply to a COMMIT dropped (worker)': 160,
  'reply to a COMMIT dropped (intake)': 110,
  'events sent again': 170,
  'events sent in another order': 90,
  'signals sent again, out of order': 90,
  'SMTP 4xx': 170,
  'SMTP connection dropped after the text': 25,
} as const;

export type FaultKind = keyof typeof faultShares | 'SMTP 5xx';

/** Every fault by the slot in which it is to happen, from a seed; at least one of every kind. */
export function planFaults(seed: number, slots: number, count: number): FaultKind[][] {
  const draw = drawFrom(seed, 'faults');
  const plan: FaultKind[][] = Array.from({ length: slots }, () => []);
  const total = Object.values(faultShares).reduce((sum, share) => sum + share, 0);
  for (const [kind, share] of Object.entries(faultShares)) {
    const times = Math.max(1, Math.round((count * share) / total));
    // Storage is lost when there is something to lose.
    const [from, below] = kind === 'Temporal lost its storage, recovered' ? [slots / 3, slots / 3] : [0, slots];
    for (let time = 0; time < times; time += 1)
      plan[Math.floor(from) + draw.below(Math.ceil(below))]?.push(kind as FaultKind);
  }
  return plan.map((faults) => draw.shuffle(faults));
}
