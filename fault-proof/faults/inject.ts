import { setTimeout as sleep } from 'node:timers/promises';
import { recover } from '../../worker/recover.ts';
import { slowMailMs } from '../mail-patience.ts';
import { retryWhileDown } from '../retry-while-down.ts';
import { type Draw, drawFrom } from '../random.ts';
import type { World } from '../world.ts';
import { checkoutFaults, type FaultKind, tardyMail } from './plan.ts';
import { layPoison, poisonKinds } from './poison.ts';

/** A fault that has happened. */
export interface Injected {
  readonly kind: FaultKind;
  /** Real time. */
  readonly at: number;
}

/** Faults of one stretch of the proof fall within this. */
const spreadMs = 900;
/** Signals that are sent a second time by one fault. */
const signalsAtOnce = 25;

/** Keeps the count of what has really happened: an armed fault counts when it strikes. */
export class FaultLog {
  readonly injected: Injected[] = [];

  note(kind: FaultKind): void {
    this.injected.push({ kind, at: Date.now() });
  }
}

/** Faults that strike the servers and processes, one after the other at random moments; the rest are the sender's. */
export async function injectFault(
  world: World,
  log: FaultLog,
  faults: readonly FaultKind[],
  draw: Draw,
): Promise<void> {
  for (const kind of faults) {
    await sleep(draw.share() * (spreadMs / faults.length));
    await strikers[kind]?.(world, () => log.note(kind), draw);
  }
}

type FaultInjector = (world: World, note: () => void, draw: Draw) => Promise<unknown> | void;

const strikers: Partial<Record<FaultKind, FaultInjector>> = {
  'worker killed (-9)': ({ worker }, note) => (worker.kill(), note()),
  'relay killed (-9)': ({ relay }, note) => (relay.kill(), note()),
  'PostgreSQL restarted (immediate)': ({ stack }, note) => (note(), stack.restartPostgres('immediate')),
  'Temporal restarted (-9)': ({ stack }, note) => (note(), stack.restartTemporal()),
  'Temporal lost its storage, recovered': async ({ stack, ...world }, note) => {
    note();
    await stack.restartTemporal({ empty: true });
    await retryWhileDown(() => recover(world, { dryRun: false, force: false, actor: 'proof' }));
  },
  'SMTP server restarted': ({ mail }, note) => (note(), mail.restart()),
  // These count when they strike.
  'reply to a COMMIT dropped (worker)': ({ proxies }) => proxies.worker.dropNextReply(),
  'reply to a COMMIT dropped (intake)': ({ proxies }) => proxies.intake.dropNextReply(),
  'SMTP 4xx': ({ mail }, note, draw) =>
    mail.respond({ fault: 'refuse', code: draw.pick([421, 450, 451, 452]), times: 1, onApplied: note }),
  'SMTP connection dropped after the text': ({ mail }, note) =>
    mail.respond({ fault: 'drop-after', times: 1, onApplied: note }),
  'SMTP answers slowly': ({ mail }, note) =>
    mail.respond({ fault: 'slow', afterMs: slowMailMs, times: 1, onApplied: note }),
  'SMTP never answers': ({ mail }, note) => mail.respond({ fault: 'silence', at: 'data', times: 1, onApplied: note }),
  'signals sent again, out of order': async ({ database }, note, draw) => {
    const told = await retryWhileDown(() => tellAgain(database, draw));
    if (told > 0) note();
  },
  'Temporal answers late': ({ late }, note) => late.arm(note),
  // These count when they have been refused.
  ...Object.fromEntries(poisonKinds.map((kind) => [kind, (world: World) => layPoison(world, kind)])),
};

/** They have no half to be drawn: the other faults of a slot fall where they always did. */
const isRare = (kind: FaultKind) =>
  kind === 'Temporal answers late' || [...poisonKinds, ...tardyMail, ...checkoutFaults].some((rare) => rare === kind);

/** Forgets that some signals of running cohorts were delivered, older ones too: the relay sends them behind newer ones. */
function tellAgain(database: World['database'], draw: Draw): Promise<number> {
  const skip = draw.below(200);
  return database.$executeRaw`
    UPDATE signal_outbox SET delivered_at = NULL WHERE id IN (
      SELECT w.id FROM signal_outbox w JOIN enrolment en ON en.id = w.enrolment_id JOIN cohort c ON c.id = en.cohort_id
      WHERE w.delivered_at IS NOT NULL AND en.status = 'active' AND c.ended_at IS NULL
      ORDER BY w.id DESC OFFSET ${skip}::int LIMIT ${signalsAtOnce}::int)`;
}

/** The faults of a slot as the two halves of it see them, and those the sender sees to. */
export function halvesOf(seed: number, slot: number, faults: readonly FaultKind[]) {
  const draw = drawFrom(seed, `halves ${slot}`);
  const first: FaultKind[] = [];
  const second: FaultKind[] = [];
  // Rebuilt cohorts start all together: what two campaigns do to a member at one instant has an order only if that is done.
  const isSecond = (kind: FaultKind) => draw.share() >= 0.5 || kind === 'Temporal lost its storage, recovered';
  for (const kind of faults) (isRare(kind) || isSecond(kind) ? second : first).push(kind);
  return { first, second, draw };
}
