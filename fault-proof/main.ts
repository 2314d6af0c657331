// `npm run prove`: members live through every campaign twice, once while everything is broken at random, and end the same.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lifecycleCodes } from '../workflows/lifecycles/codes.ts';
import { readRedeemed, type Redeemed } from './redeemed.ts';
import { writeBaskets } from './journey/baskets.ts';
import { journeyCode } from './journey/launch.ts';
import { writeVisits } from './checkouts.ts';
import { type EndState, readEndState } from './end-state.ts';
import { FaultLog } from './faults/inject.ts';
import { type CheckoutFault, checkoutFaults, type FaultKind, planFaults } from './faults/plan.ts';
import { readPoison } from './faults/poison.ts';
import { compareEndStates, type Observed, type Verdict } from './judge.ts';
import { type Intake, live } from './live.ts';
import { countFaults, isProven, render, renderProblems, type Report } from './report.ts';
import { readScattered, writeScattered } from './scattered.ts';
import { type ScriptedEvent, slotsOf, writePeople, writeScript } from './script.ts';
import { openWorld, type World } from './world.ts';

const help = `Usage: npm run prove -- [options]

Members live through every campaign on real servers twice: once undisturbed, once while workers, relays, PostgreSQL,
Temporal, the mail server and the API are killed, replies are dropped, events and calls come twice, Temporal answers late,
and rows are there that nobody can carry. Both must end the same.

  --members <n>  people (2000; with --quick 150)
  --faults <n>   faults at least (1000; with --quick 60)
  --days <n>     days of the programme (28; with --quick 10)
  --seed <n>     what members do and what breaks when (1)
  --quick        a run of about two minutes
  --dir <path>   folder of the servers' data and logs (.perennial/prove)
  --out <path>   write the table there, too
  --json         the figures as JSON on stdout
`;

interface Settings {
  readonly members: number;
  readonly faults: number;
  readonly days: number;
  readonly seed: number;
  readonly dir: string;
  readonly quiet: boolean;
  readonly lateMs: number;
}

const { values } = parseArgs({
  options: {
    members: { type: 'string' },
    faults: { type: 'string' },
    days: { type: 'string' },
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    dir: { type: 'string', default: '.perennial/prove' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (text: string) => void process.stderr.write(`${text}\n`);
/** What is drawn may come to nothing here and there: so much more is planned. */
const planMargin = 1.08;
/** At the end nothing breaks any more, so that a mail which was refused for now has its next try. */
const calmSlots = 4;
/** In the run with faults: there are more cohorts than that, and each that wakes puts another one out. */
const cachedWorkflowsMax = 10;
/** How late Temporal answers; in the quick run longer than a lease of the relay (1 s), and not so long that all wait. */
const lateMs = 30_000;
const lateQuickMs = 3_000;
/** Sunday midnight, some days before the clocks change in Europe. */
const startsAt = new Date('2026-03-15T00:00:00Z');

if (values.help) process.stdout.write(help);
else process.exitCode = await prove();

async function prove(): Promise<number> {
  const { quick } = values;
  const settings = {
    members: numberOf('members', values.members, quick ? 150 : 2_000),
    faults: numberOf('faults', values.faults, quick ? 60 : 1_000),
    days: numberOf('days', values.days, quick ? 10 : 28),
    seed: numberOf('seed', values.seed, 1),
    dir: resolve(values.dir),
    quiet: values.json,
    lateMs: quick ? lateQuickMs : lateMs,
  };
  say(`seed ${settings.seed}: ${settings.members} members, ${settings.days} days, ${settings.faults} faults`);
  const slots = slotsOf({ ...settings, startsAt });
  const reference = await run('reference', settings, []);
  const broken = await run(
    'faults',
    settings,
    planFaults(settings.seed, Math.max(1, slots.length - calmSlots), settings.faults * planMargin),
  );

  const verdict = compareEndStates(reference.end, broken.end, broken.seen);
  const report = reportOf(settings, { reference, broken }, verdict);
  const text = render(report);
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${text}\n`);
  if (values.out !== undefined) writeFileSync(values.out, `${text}\n`);
  writeFileSync(join(settings.dir, 'report.json'), JSON.stringify({ report, verdict }, null, 2));
  if (isProven(report)) return 0;
  say(`\n${renderProblems(verdict)}\n\nEverything is in ${settings.dir}.`);
  return 1;
}

function reportOf(
  settings: Settings,
  { reference, broken }: { readonly reference: Run; readonly broken: Run },
  verdict: Verdict,
): Report {
  const { faults, scattered, redeemed, cache, poisoned } = broken.seen;
  return {
    command: ['npm run prove --', ...process.argv.slice(2)].join(' ').replace(/ --$/, ''),
    at: new Date().toISOString(),
    ...{
      seed: settings.seed,
      members: settings.members,
      days: settings.days,
      campaigns: [...lifecycleCodes, journeyCode],
    },
    faults: countFaults(faults),
    faultsInAll: faults.length,
    ...{ lateSeconds: settings.lateMs / 1_000, cachedWorkflowsMax, cache, scattered, redeemed, poisoned },
    accepted: broken.intake.accepted.size,
    refused: broken.intake.refused.size,
    performed: broken.end.steps.length,
    mails: broken.end.mails.filter(({ arrivedAt }) => arrivedAt.length > 0).length,
    copiesInWindow: verdict.inWindow.copies,
    unknownInWindow: verdict.inWindow.unknown,
    lost: verdict.lost.length,
    doubled: verdict.doubled.length,
    mailsDoubled: verdict.mailsDoubled.length,
    violations: verdict.violations.length,
    membersThatDiffer: verdict.members.length,
    stayed: verdict.stayed.length,
    poisonProblems: verdict.poison.length,
    lateProblems: verdict.late.length,
    checkoutProblems: verdict.checkout.length,
    journey: broken.end.journey.counts,
    journeyEnds: verdict.journey.ends.length,
    journeyGiven: verdict.journey.given.length,
    journeyBooked: verdict.journey.booked.length,
    neverStruck: verdict.neverStruck.length,
    seconds: { reference: reference.seconds, faults: broken.seconds },
    machine: `${cpus().length} x ${cpus()[0]?.model ?? 'processor'}, Node ${process.versions.node}`,
  };
}

interface Run {
  readonly end: EndState;
  readonly intake: Intake;
  readonly seen: Observed;
  readonly seconds: number;
}

async function run(name: string, settings: Settings, plan: readonly (readonly FaultKind[])[]): Promise<Run> {
  const { seed, members, days } = settings;
  const options = { seed, members, days, startsAt };
  const slots = slotsOf(options);
  const together = writeScript(options);
  const script: readonly ScriptedEvent[] = [...together, ...writeScattered(options, together)];
  const visits = writeVisits(options, script);
  const busy = new Set(
    [...script, ...visits, ...visits.map(({ memberId, followsIn: slot }) => ({ memberId, slot }))].map(
      ({ memberId, slot }) => `${memberId} ${slot}`,
    ),
  );
  const baskets = writeBaskets(options, (memberId, slot) => busy.has(`${memberId} ${slot}`));
  const dir = join(settings.dir, name);
  mkdirSync(dir, { recursive: true });
  const log = new FaultLog();
  const kinds = {
    worker: 'reply to a COMMIT dropped (worker)',
    intake: 'reply to a COMMIT dropped (intake)',
    'dead address': 'SMTP 5xx',
  } as const;
  say(`${name}: starting`);
  const world = await openWorld({
    dir,
    startsAt,
    people: writePeople(options),
    onFault: (kind) => log.note(isOfCheckout(kind) ? kind : kinds[kind]),
    ...{ say, lateMs: settings.lateMs },
    ...(plan.length === 0 ? {} : { cachedWorkflowsMax }),
  });
  const stopOnSignal = () => void world.stop().finally(() => process.exit(130));
  process.once('SIGINT', stopOnSignal).once('SIGTERM', stopOnSignal);
  try {
    const startedAt = performance.now();
    const onSlot = (slot: number) => {
      if (settings.quiet || (slot + 1) % 4 !== 0) return;
      const seconds = Math.round((performance.now() - startedAt) / 1_000);
      say(`${name}: slot ${slot + 1} of ${slots.length}, ${log.injected.length} faults, ${seconds} s`);
    };
    const intake = await live(world, { seed, slots, script, visits, baskets, plan, log, onSlot });
    const end = await readEndState(world);
    writeFileSync(join(dir, 'end.json'), JSON.stringify({ ...end, members: Object.fromEntries(end.members) }, null, 1));
    const seen = await observe(world, log, intake);
    return { end, intake, seen, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    process.off('SIGINT', stopOnSignal).off('SIGTERM', stopOnSignal);
    await world.stop();
  }
}

/** What there is to say of a run beside its end; poison counts as a fault once it was refused. */
async function observe(world: World, log: FaultLog, { readiness, checkout }: Intake): Promise<Observed> {
  const poisoned = await readPoison(world);
  for (const { kind, refused } of poisoned) if (refused > 0) log.note(kind);
  const late = world.late.problems(log.injected.map(({ at }) => at));
  const scattered = await readScattered(world);
  const redeemed: Redeemed = await readRedeemed(world);
  const cache = world.workerWatch.cache();
  return { faults: log.injected, poisoned, readiness, late, scattered, redeemed, checkout, cache };
}

function isOfCheckout(kind: string): kind is CheckoutFault {
  return checkoutFaults.some((each) => each === kind);
}

function numberOf(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  say(`--${name}: write a whole number from 1 on.`);
  process.exit(2);
}
