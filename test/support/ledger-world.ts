import { adjust, forfeit, revert } from '../../modules/ledger/correct.ts';
import { cancelPending, clawback, confirm, earn } from '../../modules/ledger/earn.ts';
import type { JsonObject } from '../../values/json.ts';
import type { LedgerKind } from '../../modules/ledger/post.ts';
import { capture, hold, refund, release, spend } from '../../modules/ledger/redeem.ts';
import type { LedgerAnswer } from '../../modules/ledger/requests.ts';
import type { Database, Db } from '../../platform/database.ts';
import type { Operation } from './ledger-model.ts';

/** A programme of a test's own, with members in it. */
export interface LedgerWorld {
  readonly database: Database;
  readonly programmeId: number;
  readonly memberIds: readonly bigint[];
}

let programmes = 0;

/** A new programme with `members` members, beside whatever the database holds already. */
export async function newWorld(
  database: Database,
  members = 1,
  {
    clawbackPolicy = 'DEBT',
    zone = 'UTC',
    expiry = {},
  }: { clawbackPolicy?: string; zone?: string; expiry?: JsonObject } = {},
): Promise<LedgerWorld> {
  const code = `ledger-${process.pid}-${(programmes += 1)}`;
  const terms = {
    name: 'Test',
    asset: 'points',
    currency: 'GBP',
    zone,
    locale: 'en',
    definition: { expiry },
    definitionHash: '',
  };
  const { id: programmeId } = await database.programme.create({ data: { code, clawbackPolicy, ...terms } });
  await database.member.createMany({
    data: Array.from({ length: members }, (_, place) => ({
      programmeId,
      externalId: `m${place}`,
      joinedAt: new Date(0),
    })),
  });
  const rows = await database.member.findMany({ where: { programmeId }, orderBy: { id: 'asc' }, select: { id: true } });
  return { database, programmeId, memberIds: rows.map(({ id }) => id) };
}

export const dayMs = 86_400_000;
/** The first day of every test. */
const dayOne = Date.UTC(2026, 0, 1);
/** An instant by its day: `day(3)` is three days after the first. */
export const day = (n: number) => dayOne + n * dayMs;

/** Posts a batch of one kind, through the function its callers use. */
export function postAll(
  world: LedgerWorld,
  operations: readonly Operation[],
  db: Db = world.database,
): Promise<LedgerAnswer[]> {
  const kind = operations[0]?.kind;
  if (kind === undefined) return Promise.resolve([]);
  return calls[kind](db, operations, world);
}

/** Posts one request. */
export async function postOne(
  world: LedgerWorld,
  operation: Operation,
  db: Db = world.database,
): Promise<LedgerAnswer> {
  const [answer] = await postAll(world, [operation], db);
  if (!answer) throw new Error('no answer');
  return answer;
}

/** Posts one request that must be accepted. */
export async function posted(world: LedgerWorld, operation: Operation): Promise<LedgerAnswer & { ok: true }> {
  const answer = await postOne(world, operation);
  if (!answer.ok) throw new Error(`${operation.kind} was refused: ${answer.code}, ${answer.message}`);
  return answer;
}

const reasonFor = ({ reason }: Operation) => (reason === undefined ? {} : { reason });

function base(operation: Operation, { programmeId, memberIds }: LedgerWorld) {
  return {
    programmeId,
    memberId: memberIds[operation.member] ?? 0n,
    key: operation.key,
    at: new Date(operation.at),
    source: { type: operation.gift ? 'enrolment' : 'test', id: '1' },
    actor: 'test',
    ...reasonFor(operation),
  };
}

const points = (operation: Operation) => operation.points ?? 0;
const some = (operation: Operation) => (operation.points === undefined ? {} : { points: operation.points });
const referred = (operation: Operation) => operation.refKey ?? 'none';
const expiry = ({ expiresAt }: Operation) =>
  expiresAt === undefined || expiresAt === null ? null : new Date(expiresAt);

type Call = (db: Db, operations: readonly Operation[], world: LedgerWorld) => Promise<LedgerAnswer[]>;

const calls: Record<LedgerKind, Call> = {
  EARN: (db, all, world) =>
    earn(
      db,
      all.map((one) => ({
        ...base(one, world),
        points: points(one),
        expiresAt: expiry(one),
        ...(one.availableAt !== undefined && { availableAt: new Date(one.availableAt) }),
      })),
    ),
  CONFIRM: (db, all, world) =>
    confirm(
      db,
      all.map((one) => ({ ...base(one, world), earnKey: referred(one) })),
    ),
  CANCEL_PENDING: (db, all, world) =>
    cancelPending(
      db,
      all.map((one) => ({ ...base(one, world), earnKey: referred(one) })),
    ),
  CLAWBACK: (db, all, world) =>
    clawback(
      db,
      all.map((one) => ({
        ...base(one, world),
        earnKey: referred(one),
        totalPoints: points(one),
        policy: one.policy ?? 'DEBT',
      })),
    ),
  SPEND: (db, all, world) =>
    spend(
      db,
      all.map((one) => ({ ...base(one, world), points: points(one) })),
    ),
  HOLD: (db, all, world) =>
    hold(
      db,
      all.map((one) => ({ ...base(one, world), points: points(one), expiresAt: expiry(one) ?? new Date(day(3_650)) })),
    ),
  CAPTURE: (db, all, world) =>
    capture(
      db,
      all.map((one) => ({ ...base(one, world), holdKey: referred(one), ...some(one) })),
    ),
  RELEASE: (db, all, world) =>
    release(
      db,
      all.map((one) => ({ ...base(one, world), holdKey: referred(one), ...some(one) })),
    ),
  REFUND: (db, all, world) =>
    refund(
      db,
      all.map((one) => ({ ...base(one, world), redemptionKey: referred(one), points: points(one) })),
    ),
  ADJUST: (db, all, world) =>
    adjust(
      db,
      all.map((one) => ({
        ...base(one, world),
        points: points(one),
        reason: one.reason ?? '',
        ...(one.expiresAt !== undefined && { expiresAt: expiry(one) }),
      })),
    ),
  REVERT: (db, all, world) =>
    revert(
      db,
      all.map((one) => ({
        ...base(one, world),
        earnKey: referred(one),
        points: points(one),
        reason: one.reason ?? '',
      })),
    ),
  FORFEIT: (db, all, world) =>
    forfeit(
      db,
      all.map((one) => ({ ...base(one, world), reason: one.reason ?? '' })),
    ),
};
