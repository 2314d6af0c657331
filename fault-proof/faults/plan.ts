import { drawFrom } from '../random.ts';
import { type PoisonKind, poisonKinds } from './poison.ts';

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

/** Rare enough to be counted by hand. They are drawn apart, so that the others of a seed stay what they are. */
const lateShare = 2;
/** Each keeps a connection for seconds. */
export const tardyMail = ['SMTP answers slowly', 'SMTP never answers'] as const;
const tardyShare = 10;
/** What strikes the checkout; drawn apart, too. A kill and a lost reply come between the COMMIT of a call and its answer. */
export const checkoutFaults = [
  'API killed (-9) before its answer',
  'reply to a COMMIT dropped (API)',
  'checkout calls sent again',
] as const;
export type CheckoutFault = (typeof checkoutFaults)[number];
const checkoutShares: Readonly<Record<CheckoutFault, number>> = {
  'API killed (-9) before its answer': 10,
  'reply to a COMMIT dropped (API)': 30,
  'checkout calls sent again': 20,
};
/** What strikes the journey, at moments of its own: nothing of it is drawn. */
export const journeyFaults = [
  'journey: killed (-9) in the middle of a launch',
  'journey: killed (-9) while entries are decided',
  'journey: killed (-9) while steps are performed',
  'journey: killed (-9) in the middle of an edit',
  'journey: reply to a COMMIT dropped (edited)',
  'journey: reply to a COMMIT dropped (decided)',
  'journey: reply to a COMMIT dropped (performed)',
  'journey: events sent again, in another order',
] as const;
export type JourneyFault = (typeof journeyFaults)[number];
/** Members have points by then. */
const checkoutFrom = 4;
/** Poison lies there from early on, to be refused again and again: once somebody has joined, and before storage is lost. */
const poisonFrom = 2;

export type FaultKind =
  | keyof typeof faultShares
  | (typeof tardyMail)[number]
  | CheckoutFault
  | JourneyFault
  | 'SMTP 5xx'
  | 'Temporal answers late'
  | PoisonKind;

/** All kinds, in the order in which they are told of. */
export const faultKinds: readonly FaultKind[] = [
  ...(Object.keys(faultShares) as (keyof typeof faultShares)[]),
  ...tardyMail,
  ...checkoutFaults,
  ...journeyFaults,
  'SMTP 5xx',
  'Temporal answers late',
  ...poisonKinds,
];

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
  const rare = planRare(seed, slots, count);
  const tardy = planTardy(seed, slots, count);
  const checkout = planCheckout(seed, slots, count);
  return plan.map((faults, slot) => [
    ...draw.shuffle(faults),
    ...[rare, tardy, checkout].flatMap((planned) => planned[slot] ?? []),
  ]);
}

/** They strike the next mail that leaves: some of each kind, over all slots but the last, after which there may be none. */
function planTardy(seed: number, slots: number, count: number): FaultKind[][] {
  const draw = drawFrom(seed, 'tardy mail servers');
  const plan: FaultKind[][] = Array.from({ length: slots }, () => []);
  const times = Math.max(2, Math.round((count * tardyShare) / 1_000));
  for (const kind of tardyMail)
    for (let time = 0; time < times; time += 1) plan[draw.below(Math.max(1, Math.ceil(slots * 0.75)))]?.push(kind);
  return plan;
}

/** While members go to the checkout: nobody does in the last days. */
function planCheckout(seed: number, slots: number, count: number): FaultKind[][] {
  const draw = drawFrom(seed, 'checkout');
  const plan: FaultKind[][] = Array.from({ length: slots }, () => []);
  const within = Math.max(1, Math.floor(slots * 0.75) - checkoutFrom);
  for (const kind of checkoutFaults) {
    const times = Math.max(2, Math.round((count * checkoutShares[kind]) / 1_000));
    for (let time = 0; time < times; time += 1)
      plan[Math.min(slots - 1, checkoutFrom + draw.below(within))]?.push(kind);
  }
  return plan;
}

function planRare(seed: number, slots: number, count: number): FaultKind[][] {
  const draw = drawFrom(seed, 'rare faults');
  const plan: FaultKind[][] = Array.from({ length: slots }, () => []);
  const poisonWithin = Math.max(1, Math.floor(slots / 3) - poisonFrom);
  for (const kind of poisonKinds) plan[Math.min(slots - 1, poisonFrom + draw.below(poisonWithin))]?.push(kind);
  // It waits for a relay that carries something: not too near to the end.
  const times = Math.max(1, Math.round((count * lateShare) / 1_000));
  for (let time = 0; time < times; time += 1) plan[draw.below(Math.ceil(slots / 2))]?.push('Temporal answers late');
  return plan;
}
