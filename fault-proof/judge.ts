import type { EndState, SentMail } from './end-state.ts';
import type { Injected } from './faults/inject.ts';
import type { Poisoned } from './faults/poison.ts';
import { checkoutFaults, type FaultKind, journeyFaults, tardyMail } from './faults/plan.ts';
import type { JourneyEnd } from './journey/end.ts';
import { judgePoison } from './poison-verdict.ts';
import type { Redeemed } from './redeemed.ts';
import type { Scattered } from './scattered.ts';
import type { CacheCounts, Readiness } from './worker-watch.ts';

/** What the faults have done, each item in words; all of them should be none. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly mailsDoubled: readonly string[];
  readonly violations: readonly string[];
  readonly members: readonly string[];
  /** Enrolments that an exit has not ended, in either run. */
  readonly stayed: readonly string[];
  /** What poison did to others, and what is not noted of it. */
  readonly poison: readonly string[];
  /** What was seen while Temporal answered late. */
  readonly late: readonly string[];
  /** Calls of the checkout that came twice and were answered as two. */
  readonly checkout: readonly string[];
  readonly journey: JourneyVerdict;
  /** What was to happen and never did: it has proved nothing. */
  readonly neverStruck: readonly string[];
  /** Second copies within the stated window, and marketing mails that are given up in it. */
  readonly inWindow: { readonly copies: number; readonly unknown: number };
}

/** What the faults have done to the journey: how members come in and end, what they are given, what is booked for it. */
export interface JourneyVerdict {
  readonly ends: readonly string[];
  readonly given: readonly string[];
  readonly booked: readonly string[];
}

/** What can keep the outcome of a mail from being noted. */
const mailFaults: readonly FaultKind[] = [
  'worker killed (-9)',
  'PostgreSQL restarted (immediate)',
  'SMTP server restarted',
  'reply to a COMMIT dropped (worker)',
  'SMTP connection dropped after the text',
  // A server that answers late excuses nothing.
  'SMTP never answers',
  // All of these kill, or lose a reply.
  ...journeyFaults.filter((kind) => !kind.includes('sent again')),
];
/** A group of mails is sent and noted within its lease of three seconds; a restart takes its time. */
const windowBeforeMs = 4_000;
const windowAfterMs = 6_000;

/** What was seen of a run with faults, beside its end. */
export interface Observed {
  readonly faults: readonly Injected[];
  readonly poisoned: readonly Poisoned[];
  readonly readiness: Readiness | undefined;
  readonly late: readonly string[];
  readonly scattered: Scattered;
  readonly redeemed: Redeemed;
  readonly checkout: readonly string[];
  readonly cache: CacheCounts;
}

/** Compares what a run with faults came to with one without. */
export function compareEndStates(reference: EndState, seen: EndState, observed: Observed): Verdict {
  const { faults } = observed;
  const events = compare(reference.events, seen.events);
  const steps = compare(reference.steps, seen.steps);
  const redemptions = compare(reference.redemptions, seen.redemptions);
  const { beyond, inWindow } = judgeMails(seen.mails, faults);
  return {
    lost: [
      ...events.missing.map((name) => `event ${name}`),
      ...steps.missing.map((name) => `step ${name}`),
      ...redemptions.missing.map((name) => `redemption ${name}`),
    ],
    doubled: [
      ...events.surplus.map((name) => `event ${name}`),
      ...steps.surplus.map((name) => `step ${name}`),
      ...redemptions.surplus.map((name) => `redemption ${name}`),
    ],
    mailsDoubled: beyond,
    violations: seen.violations,
    members: compareMembers(reference.members, seen.members),
    poison: judgePoison(observed.poisoned, observed.readiness),
    late: observed.late,
    checkout: observed.checkout,
    journey: judgeJourney(reference.journey, seen.journey),
    neverStruck: neverStruck(observed, seen.journey),
    stayed: [...reference.stayed.map((name) => `${name} (without faults)`), ...seen.stayed],
    inWindow: { copies: inWindow, unknown: seen.mails.filter(({ status }) => status === 'unknown').length },
  };
}

/** Those that are few, and drawn to strike: each proves something that no other does. */
function neverStruck({ faults, scattered, redeemed, cache }: Observed, { counts: ways }: JourneyEnd): string[] {
  const counts: Readonly<Record<string, number>> = {
    'scattered exits': scattered.exits,
    'scattered reactions': scattered.reactions,
    'scattered events that no step waits for': scattered.unheard,
    'cohorts put out of the cache': cache.evicted,
    'points used on an order': redeemed.used,
    'points given back': redeemed.givenBack,
    'holds let go': redeemed.released,
    'holds run out': redeemed.expired,
    'points used after their hold had run out': redeemed.late,
    ...Object.fromEntries(Object.entries(ways).map(([way, count]) => [`journey: ${way}`, count])),
    ...Object.fromEntries(
      (['Temporal answers late', ...tardyMail, ...checkoutFaults, ...journeyFaults] as const).map((name) => [
        name,
        faults.filter(({ kind }) => kind === name).length,
      ]),
    ),
  };
  return Object.keys(counts).filter((name) => counts[name] === 0);
}

function compare(expected: readonly string[], seen: readonly string[]) {
  const counts = new Map<string, number>();
  for (const name of expected) counts.set(name, (counts.get(name) ?? 0) + 1);
  const surplus: string[] = [];
  for (const name of seen) {
    const left = counts.get(name) ?? 0;
    if (left === 0) surplus.push(name);
    else counts.set(name, left - 1);
  }
  const missing = [...counts].flatMap(([name, left]) => Array.from({ length: left }, () => name));
  return { missing, surplus };
}

function judgeJourney(reference: JourneyEnd, seen: JourneyEnd): JourneyVerdict {
  const differing = (expected: readonly string[], found: readonly string[]) => {
    const { missing, surplus } = compare(expected, found);
    return [...missing.map((line) => `- ${line}`), ...surplus.map((line) => `+ ${line}`)];
  };
  return {
    ends: differing(reference.ends, seen.ends),
    given: differing(reference.given, seen.given),
    booked: [
      ...differing(reference.booked, seen.booked),
      ...reference.amiss.map((line) => `${line} (without faults)`),
      ...seen.amiss,
    ],
  };
}

function compareMembers(expected: EndState['members'], seen: EndState['members']): string[] {
  const names = [...new Set([...expected.keys(), ...seen.keys()])].sort();
  return names.flatMap((name) => {
    const { missing, surplus } = compare(expected.get(name) ?? [], seen.get(name) ?? []);
    const lines = [...missing.map((line) => `  - ${line}`), ...surplus.map((line) => `  + ${line}`)];
    return lines.length === 0 ? [] : [[name, ...lines].join('\n')];
  });
}

/** A copy too many is one that no attempt was noted for, one of a marketing mail, or one with no fault about when it left. */
function judgeMails(mails: readonly SentMail[], faults: readonly Injected[]) {
  const times = faults.filter(({ kind }) => mailFaults.includes(kind)).map(({ at }) => at);
  const isExcused = (firstAt: number) =>
    times.some((at) => at >= firstAt - windowBeforeMs && at <= firstAt + windowAfterMs);
  const beyond: string[] = [];
  let inWindow = 0;
  for (const { name, class: messageClass, attempts, arrivedAt } of mails) {
    const [firstAt, ...copies] = arrivedAt;
    if (firstAt === undefined || copies.length === 0) continue;
    inWindow += copies.length;
    if (arrivedAt.length > attempts) beyond.push(`${name}: ${arrivedAt.length} copies, ${attempts} attempts`);
    else if (messageClass === 'marketing') beyond.push(`${name}: ${arrivedAt.length} copies of a marketing mail`);
    else if (!isExcused(firstAt)) beyond.push(`${name}: ${arrivedAt.length} copies, and no fault when the first left`);
  }
  return { beyond, inWindow: inWindow - beyond.length };
}
