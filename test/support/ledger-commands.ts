import * as fc from 'fast-check';
import { expect } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import type { LedgerKind } from '../../modules/ledger/post.ts';
import type { LedgerAnswer } from '../../modules/ledger/requests.ts';
import { expireDue, lapseDue } from '../../modules/ledger/sweep.ts';
import type { Database } from '../../platform/database.ts';
import { LedgerModel, type ModelAnswer, type Operation } from './ledger-model.ts';
import { day, dayMs, type LedgerWorld, newWorld, postAll } from './ledger-world.ts';

/** Where the model and PostgreSQL stand while commands run side by side. */
interface Story {
  readonly model: LedgerModel;
  /** The programme's time: requests are made at it or up to two days late. */
  now: number;
  keys: number;
  readonly inactivityDays: number | undefined;
  readonly batches: Operation[][];
}

type LedgerCommand = fc.AsyncCommand<Story, LedgerWorld>;

/** A request before it is known which earlier one it refers to. */
interface Draft {
  readonly member: number;
  readonly points: number;
  readonly lateDays: number;
  readonly waitDays: number;
  readonly lifeDays: number;
  /** Which of the earlier requests it refers to, counted back from the newest. */
  readonly back: number;
  readonly all: boolean;
  readonly clamp: boolean;
  /** 0 repeats an earlier key, 1 to 6 are wrong in a way each, the rest is as it should be. */
  readonly oddity: number;
}

const membersMax = 2;
/** Days without activity after which points lapse: few enough that it happens in most stories. Half of them have no such rule. */
const inactivityRules = [undefined, 2] as const;
/** How often each kind comes: enough earns that there is something to undo, and little that ends everything. */
const shares: Record<LedgerKind, number> = {
  EARN: 8,
  SPEND: 3,
  HOLD: 3,
  CAPTURE: 3,
  RELEASE: 3,
  REFUND: 4,
  CLAWBACK: 4,
  REVERT: 2,
  CONFIRM: 2,
  CANCEL_PENDING: 1,
  ADJUST: 2,
  FORFEIT: 0.3,
};

const drafts = fc.record<Draft>({
  member: fc.nat({ max: membersMax - 1 }),
  points: fc.integer({ min: 1, max: 40 }),
  lateDays: fc.constantFrom(0, 0, 0, 1, 2),
  waitDays: fc.constantFrom(0, 0, 0, 1, 3),
  lifeDays: fc.constantFrom(2, 4, 6, 9, 15, 0),
  back: fc.nat({ max: 12 }),
  all: fc.boolean(),
  clamp: fc.boolean(),
  oddity: fc.nat({ max: 39 }),
});

/** Posts a batch in both and compares answers, lots and balances. */
class Post implements LedgerCommand {
  readonly kind: LedgerKind;
  readonly drafts: readonly Draft[];
  constructor(kind: LedgerKind, batch: readonly Draft[]) {
    this.kind = kind;
    this.drafts = batch;
  }
  check = () => true;
  async run(story: Story, world: LedgerWorld): Promise<void> {
    const kind = possibleKind(this.kind, this.drafts, story);
    const operations = this.drafts.map((draft) => operationOf(kind, draft, story));
    story.batches.push(operations);
    await postBoth(story, world, operations);
  }
  toString = () => `${this.kind} ${fc.stringify(this.drafts)}`;
}

/** Posts an earlier batch once more, as a caller does that never saw the answer. */
class Replay implements LedgerCommand {
  readonly back: number;
  constructor(back: number) {
    this.back = back;
  }
  check = ({ batches }: Readonly<Story>) => batches.length > 0;
  async run(story: Story, world: LedgerWorld): Promise<void> {
    await postBoth(story, world, story.batches.at(-1 - (this.back % story.batches.length)) ?? []);
  }
  toString = () => `replay ${this.back}`;
}

/** Uses a key again with one thing changed: that is another request, and is refused. */
class Alter implements LedgerCommand {
  readonly back: number;
  readonly field: number;
  constructor(back: number, field: number) {
    this.back = back;
    this.field = field;
  }
  check = ({ model }: Readonly<Story>) => model.posted.size > 0;
  async run(story: Story, world: LedgerWorld): Promise<void> {
    const posted = [...story.model.posted.values()];
    const { operation } = posted.at(-1 - (this.back % posted.length)) ?? {};
    if (operation) await postBoth(story, world, [altered(operation, this.field)]);
  }
  toString = () => `alter ${this.back}.${this.field}`;
}

function altered(operation: Operation, field: number): Operation {
  const { at, member, points, expiresAt, reason, refKey, policy } = operation;
  const changes: Partial<Operation>[] = [
    { at: at - 1 },
    { member: (member + 1) % membersMax },
    ...(points === undefined ? [] : [{ points: points + 1 }, { points: points + 2 }]),
    ...(expiresAt === undefined || expiresAt === null ? [] : [{ expiresAt: expiresAt + 1 }]),
    ...(reason === undefined ? [] : [{ reason: `${reason}.` }]),
    ...(refKey === undefined ? [] : [{ refKey: `${refKey}.` }]),
    ...(policy === undefined ? [] : [{ policy: policy === 'DEBT' ? ('CLAMP' as const) : ('DEBT' as const) }]),
  ];
  return { ...operation, ...changes[field % changes.length] };
}

/** Days pass, and the sweep expires what is due, by its date and for want of activity, in pages of `membersMax`. */
class PassDays implements LedgerCommand {
  readonly days: number;
  readonly membersMax: number;
  constructor(days: number, pageSize: number) {
    this.days = days;
    this.membersMax = pageSize;
  }
  check = () => true;
  async run(story: Story, world: LedgerWorld): Promise<void> {
    story.now += this.days * dayMs;
    const expired = await sweep(world, story.now, this.membersMax);
    expect(expired).toBe(story.model.expire(story.now));
    expect(await lapse(world, story.now, this.membersMax)).toBe(story.model.lapse(story.now, story.inactivityDays));
    await compareLots(story, world);
  }
  toString = () => `${this.days} days pass`;
}

/** Expires all that is due in pages of `pageSize` members, and says how many points that was. */
export const sweep = (world: LedgerWorld, now: number, pageSize?: number) =>
  pageByPage(expireDue, world, now, pageSize);

/** Expires all that has lapsed without activity, in the same way. */
export const lapse = (world: LedgerWorld, now: number, pageSize?: number) => pageByPage(lapseDue, world, now, pageSize);

async function pageByPage(
  takePage: typeof expireDue,
  { database, programmeId }: LedgerWorld,
  now: number,
  membersMax = 1_000,
): Promise<number> {
  let points = 0;
  let afterMemberId: bigint | null = null;
  do {
    const page: Awaited<ReturnType<typeof expireDue>> = await takePage(database, {
      ...{ programmeId, now: new Date(now), afterMemberId, membersMax },
    });
    points += page.points;
    afterMemberId = page.nextAfterMemberId;
  } while (afterMemberId !== null);
  return points;
}

function operationOf(kind: LedgerKind, draft: Draft, story: Story): Operation {
  const keys = [...story.model.posted.keys()];
  const at = story.now - draft.lateDays * dayMs;
  const refKey = referenceOf(kind, draft, story);
  const points = pointsOf(kind, draft, story, refKey);
  const lifeMs = draft.lifeDays * dayMs;
  const waitMs = kind === 'EARN' ? draft.waitDays * dayMs : 0;
  const expiresAt = draft.lifeDays === 0 ? null : at + lifeMs + (draft.oddity === 6 ? -waitMs : waitMs);
  const repeated = draft.oddity === 0 ? keys.at(-1 - draft.back) : undefined;
  return {
    kind,
    member: draft.member,
    key: repeated ?? (draft.oddity === 1 ? '' : `k${(story.keys += 1)}`),
    at,
    ...(points !== undefined && { points: draft.oddity === 3 ? 0 : points }),
    ...(kind === 'EARN' && draft.clamp && { gift: true }),
    ...(waitMs > 0 && { availableAt: at + waitMs }),
    ...((kind === 'EARN' || kind === 'ADJUST') && { expiresAt }),
    ...(kind === 'HOLD' && { expiresAt: at + Math.max(lifeMs, dayMs) }),
    ...(referredKinds[kind].length > 0 && { refKey }),
    ...(kind === 'CLAWBACK' && { policy: draft.clamp && draft.all ? 'CLAMP' : 'DEBT' }),
    ...(['ADJUST', 'FORFEIT', 'REVERT'].includes(kind) && { reason: draft.oddity === 4 ? ' ' : 'because' }),
  };
}

/** The kind itself, or what has to come before it when there is nothing yet that it could refer to. */
function possibleKind(kind: LedgerKind, batch: readonly Draft[], story: Story): LedgerKind {
  const [needed] = referredKinds[kind];
  if (needed === undefined || batch.some((draft) => referenceOf(kind, draft, story) !== 'none')) return kind;
  return possibleKind(needed, batch, story);
}

/** The key of an earlier request that this one can refer to; with some oddities one that it cannot. */
function referenceOf(kind: LedgerKind, { back, member, oddity }: Draft, { model }: Story): string {
  const pending = kind === 'CONFIRM' || kind === 'CANCEL_PENDING';
  const fitting = [...model.posted.values()].filter(
    ({ operation }) =>
      referredKinds[kind].includes(operation.kind) &&
      (oddity === 2 || operation.member === member) &&
      (!pending ||
        oddity === 5 ||
        model.lotsOf(member).some(({ key, state }) => key === operation.key && state === 'PENDING')),
  );
  return fitting.at(-1 - (back % Math.max(fitting.length, 1)))?.operation.key ?? 'none';
}

/** Small enough for most requests to be met, and now and then too large. */
function pointsOf(
  kind: LedgerKind,
  { points, all, member }: Draft,
  { model }: Story,
  refKey: string,
): number | undefined {
  const small = 1 + (points % 12);
  switch (kind) {
    case 'CONFIRM':
    case 'CANCEL_PENDING':
    case 'FORFEIT':
      return undefined;
    case 'CAPTURE':
    case 'RELEASE':
      return all ? undefined : small;
    case 'ADJUST':
      return all ? -small : points;
    case 'CLAWBACK': {
      const earned = model.posted.get(refKey)?.amount ?? points;
      return all ? earned : Math.ceil((earned * points) / 38);
    }
    case 'REFUND':
    case 'REVERT':
      return small;
    case 'HOLD':
      return small;
    case 'SPEND':
      return (all ? model.balance(member).available : 0) || small;
    case 'EARN':
      return points;
  }
}

const referredKinds: Record<LedgerKind, readonly LedgerKind[]> = {
  EARN: [],
  SPEND: [],
  HOLD: [],
  ADJUST: [],
  FORFEIT: [],
  CONFIRM: ['EARN'],
  CANCEL_PENDING: ['EARN'],
  CLAWBACK: ['EARN'],
  REVERT: ['EARN'],
  CAPTURE: ['HOLD'],
  RELEASE: ['HOLD'],
  REFUND: ['SPEND', 'CAPTURE'],
};

async function postBoth(story: Story, world: LedgerWorld, operations: readonly Operation[]): Promise<void> {
  const expected = operations.map((operation) => story.model.post(operation));
  const answers = await postAll(world, operations);
  expect(answers.map(comparable)).toEqual(expected);
  await compareLots(story, world);
}

function comparable(answer: LedgerAnswer): ModelAnswer {
  if (!answer.ok) return { ok: false, code: answer.code };
  const { ok, points, balance, replayed } = answer;
  return { ok, points, balance, replayed };
}

async function compareLots({ model }: Story, world: LedgerWorld): Promise<void> {
  expect(await readLots(world)).toEqual(world.memberIds.map((_, member) => model.lotsOf(member).map(lotFacts)));
}

const lotFacts = ({ key, state, earned, remaining, held, expiresAt }: ReturnType<LedgerModel['lotsOf']>[number]) => ({
  key,
  state,
  earned,
  remaining,
  held,
  expiresAt: Number.isFinite(expiresAt) ? expiresAt : null,
});

/** Every lot of the programme by member, earliest expiry first. */
export async function readLots({ database, programmeId, memberIds }: LedgerWorld) {
  const rows = await database.$queryRaw<
    {
      member_id: bigint;
      key: string;
      state: string;
      earned: bigint;
      remaining: bigint;
      held: bigint;
      expires_at: Date | null;
    }[]
  >`SELECT l.member_id, t.idem_key AS key, l.state, l.earned, l.remaining, l.held, nullif(l.expires_at, 'infinity') AS expires_at
    FROM ledger.lot l JOIN ledger.txn t ON t.id = l.id WHERE l.programme_id = ${programmeId}::smallint
    ORDER BY l.member_id, l.expires_at, l.id`;
  return memberIds.map((memberId) =>
    rows
      .filter((row) => row.member_id === memberId)
      .map(({ key, state, earned, remaining, held, expires_at }) => ({
        key,
        state,
        earned: Number(earned),
        remaining: Number(remaining),
        held: Number(held),
        expiresAt: expires_at?.getTime() ?? null,
      })),
  );
}

const batches = fc.tuple(
  fc.oneof(
    ...(Object.keys(shares) as LedgerKind[]).map((kind) => ({
      arbitrary: fc.constant(kind),
      weight: Math.round(shares[kind] * 10),
    })),
  ),
  fc.array(drafts, { minLength: 1, maxLength: 5 }),
);
const commands = [
  batches.map(([kind, batch]) => new Post(kind, batch)),
  batches.map(([kind, batch]) => new Post(kind, batch)),
  batches.map(([kind, batch]) => new Post(kind, batch)),
  batches.map(([kind, batch]) => new Post(kind, batch)),
  batches.map(([kind, batch]) => new Post(kind, batch)),
  fc.nat({ max: 5 }).map((back) => new Replay(back)),
  fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 99 })).map(([back, field]) => new Alter(back, field)),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }))
    .map(([days, size]) => new PassDays(days, size)),
];

const storiesAndRules = (length: number) =>
  fc.tuple(fc.commands(commands, { maxCommands: length, size: 'max' }), fc.constantFrom(...inactivityRules));

/**
 * Runs random stories in the model and in PostgreSQL side by side, and the invariants after each. Throws at a difference;
 * with `shrink` only after looking for the shortest story that shows it.
 */
export async function compareWithModel(
  database: Database,
  { runs, length, seed, shrink = true }: { runs: number; length: number; seed?: number; shrink?: boolean },
) {
  await fc.assert(
    fc.asyncProperty(storiesAndRules(length), async ([story, inactivityDays]) => {
      const expiry = { kind: 'never', ...(inactivityDays !== undefined && { inactivityDays }) };
      const world = await newWorld(database, membersMax, { expiry });
      const model = { model: new LedgerModel(membersMax), now: day(10), keys: 0, inactivityDays, batches: [] };
      await fc.asyncModelRun(() => ({ model, real: world }), story);
      expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
    }),
    { numRuns: runs, endOnFailure: !shrink, ...(seed !== undefined && { seed }) },
  );
}
