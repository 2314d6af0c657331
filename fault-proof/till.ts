import { z } from 'zod';
import { forEachConcurrently } from '../platform/each-of.ts';
import { type HeldVisit, toldAtOnce, toldLater, type Visit } from './checkouts.ts';
import type { FaultLog } from './faults/inject.ts';
import type { FaultKind } from './faults/plan.ts';
import { retryWhileDown } from './retry-while-down.ts';
import type { ScriptedEvent } from './script.ts';
import type { World } from './world.ts';

/** Members at the checkout at once. */
const atOnce = 4;
const timeoutMs = 5_000;

/** Calls `/v1` until there is an answer, now of one process, now of the other, always with the same key: as a shop does. */
async function call(world: World, method: 'GET' | 'POST', path: string, more: CallMore = {}): Promise<Answer> {
  const { apis, apiKey } = world;
  let turn = more.firstAt ?? 0;
  return retryWhileDown(async () => {
    const api = apis[turn++ % apis.length];
    const response = await fetch(`${api?.url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(more.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(more.key === undefined ? {} : { 'idempotency-key': more.key }),
      },
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body: unknown = await response.json();
    const { code } = problem.parse(body);
    if (response.status >= 500 || code === 'REQUEST_IN_PROGRESS') throw new Error(`${response.status} ${code}`);
    return { status: response.status, code, body };
  });
}

interface CallMore {
  readonly key?: string;
  readonly body?: object;
  /** Which process is asked first. */
  readonly firstAt?: number;
}

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly body: unknown;
}

const problem = z.object({ code: z.string().optional() });
const quoted = z.object({
  ...{ id: z.string(), quotedAt: z.string(), payableMinor: z.int() },
  redeem: z.object({ points: z.int() }),
});
const made = z.object({ id: z.string() });

/** What became of the checkout's calls; the same words as of events. */
export interface Tally {
  readonly accepted: Set<string>;
  readonly refused: Map<string, string>;
}

/** The checkout of a run, over HTTP. */
export interface Till {
  /** The visits of a slot, and what earlier ones led to. With `again` every call is made by both processes at once, and once more. */
  serve(slot: number, at: Date, faults: readonly FaultKind[]): Promise<void>;
  /** Calls that came twice and were answered as two. */
  readonly problems: readonly string[];
}

export interface TillOptions {
  readonly visits: readonly Visit[];
  readonly log: FaultLog;
  readonly tally: Tally;
  /** In the run with faults. */
  readonly breaks: boolean;
}

export function openTill(world: World, { visits, log, tally, breaks }: TillOptions): Till {
  const open: HeldVisit[] = [];
  const problems: string[] = [];
  return {
    problems,
    async serve(slot, at, faults) {
      let strikes = 0;
      for (const kind of faults) {
        if (kind === 'API killed (-9) before its answer' || kind === 'reply to a COMMIT dropped (API)') {
          world.apis[strikes++ % world.apis.length]?.arm(kind);
        }
      }
      const again = faults.filter((kind) => kind === 'checkout calls sent again').length;
      const isAgain = again > 0;
      const held: HeldVisit[] = [];
      const coming = visits.filter((visit) => visit.slot === slot);
      await forEachOf(coming, async (visit) => {
        const one = await holdFor({ world, problems }, visit, at, isAgain);
        if (one !== undefined) held.push(one);
      });
      if (isAgain && held.length > 0) for (let n = 0; n < again; n += 1) log.note('checkout calls sent again');
      // What is the same when it comes twice by its nature comes twice whenever anything breaks.
      await forEachOf(held, async (one) => {
        if ((await settle(world, one, isAgain || breaks)) && breaks) log.note('checkout calls sent again');
      });
      // Events behind all that is held: what they set in motion changes what others have.
      const due = open.filter(({ visit }) => visit.followsIn === slot);
      const told = [...held.flatMap(toldAtOnce), ...due.flatMap((one) => toldLater(one, at))];
      await forEachOf(told, (event) => tell(world, event, tally, isAgain));
      open.push(...held);
    },
  };
}

async function forEachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const { failed } = await forEachConcurrently(items, atOnce, work);
  if (failed) throw failed;
}

/** The answer; when it is to come again, of both processes at once and then once more. */
async function asked(world: World, path: string, more: CallMore, isAgain: boolean): Promise<Answer[]> {
  const ask = (firstAt: number) => call(world, 'POST', path, { ...more, firstAt });
  if (!isAgain) return [await ask(0)];
  const both = await Promise.all([ask(0), ask(1)]);
  return [...both, await ask(1)];
}

async function holdFor(
  { world, problems }: { readonly world: World; readonly problems: string[] },
  visit: Visit,
  at: Date,
  isAgain: boolean,
): Promise<HeldVisit | undefined> {
  const { memberId, orderId, basketMinor, share } = visit;
  const quote = async (points: number) => {
    const { status, body } = await retryWhileDown(async () => {
      const answer = await call(world, 'POST', '/quotes', { body: { memberId, amountMinor: basketMinor, points } });
      // A process looks at the clock a few times a second.
      if (answer.status === 200 && new Date(quoted.parse(answer.body).quotedAt) < at) throw new Error('an old quote');
      return answer;
    });
    return status === 200 ? quoted.parse(body) : undefined;
  };
  const most = (await quote(basketMinor))?.redeem.points ?? 0;
  if (most === 0) return undefined;
  const wanted = await quote(Math.ceil(most * share));
  if (wanted === undefined) return undefined;
  const body = { memberId, orderId, points: wanted.redeem.points, amountMinor: basketMinor };
  const answers = await asked(world, '/redemptions', { key: `hold-${orderId}`, body }, isAgain);
  const ids = new Set(answers.map((answer) => (answer.status === 201 ? made.parse(answer.body).id : answer.code)));
  const redemptionId = [...ids].find((id) => id?.startsWith('red_'));
  if (ids.size !== 1 || redemptionId === undefined)
    problems.push(`a hold for ${orderId} came to ${[...ids].join(', ')}`);
  if (redemptionId === undefined) return undefined;
  return { visit, redemptionId, quoteId: wanted.id, payableMinor: wanted.payableMinor, at };
}

/** Lets go, or uses a part, by the calls that are the same when they come twice: without a key. Answers whether it did. */
async function settle(world: World, { visit, redemptionId }: HeldVisit, isAgain: boolean): Promise<boolean> {
  if (visit.ending === 'releases') await asked(world, `/redemptions/${redemptionId}/release`, {}, isAgain);
  else if (visit.ending === 'captures') {
    await asked(world, `/redemptions/${redemptionId}/capture`, { body: { points: 1 } }, isAgain);
  } else return false;
  return true;
}

async function tell(world: World, event: ScriptedEvent, tally: Tally, isAgain: boolean): Promise<void> {
  const { id, type, memberId, occurredAt, data } = event;
  const body = { id, type, memberId, occurredAt: occurredAt.toISOString(), data };
  for (const { status, code } of await asked(world, '/events', { body }, isAgain)) {
    if (status < 300) tally.accepted.add(id);
    else tally.refused.set(id, code ?? String(status));
  }
}
