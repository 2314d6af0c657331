import type { Db } from '../platform/database.ts';
import type { StepRequest } from '../workflows/engine/protocol.ts';
import type { AnyStep, Outcome } from '../workflows/engine/story.ts';
import type { StepContext } from './step-context.ts';

/** A step to perform: `key` names it once and for all, and comes again with it when a reply was lost. */
export interface OwnStepRequest<Step extends AnyStep = AnyStep> {
  readonly key: string;
  /** As the shop names the member. */
  readonly memberId: string;
  readonly enrolmentId: string;
  readonly step: Step;
}

/** Where steps of a kind from outside are performed: in the transaction that records what came of them. */
export interface OwnStepWork<Step extends AnyStep = AnyStep> {
  readonly programmeId: number;
  readonly campaignId: number;
  readonly now: Date;
  readonly requests: readonly OwnStepRequest<Step>[];
  /** Reads or writes in that transaction: `$1` stands for the first value. What it writes is there once, or not at all. */
  query(sql: string, ...values: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** A kind of step that comes from outside the product. */
export interface OwnStepKind<Step extends AnyStep = AnyStep> {
  /** What stories ask for it by: with a dot, so that no kind of the product's can ever be called so. */
  readonly kind: string;
  /** An outcome for each request, in their order. What it does outside of `query` may be done twice: let the other side know the key. */
  perform(work: OwnStepWork<Step>): Promise<readonly Outcome[]>;
}

const kindPattern = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;
const kindsMax = 100;

const own = new Map<string, OwnStepKind>();

/** Makes a kind of step known to the workers of this process. Throws when it can't be one. */
export function registerStepKind(added: OwnStepKind): void {
  const { kind } = added;
  if (!kindPattern.test(kind) || kind.length > 60) {
    throw new TypeError(`The kind of step "${kind}" can't be registered: its name is such as "till.receipt".`);
  }
  const known = own.get(kind);
  if (known !== undefined && known !== added) {
    throw new TypeError(`The kind of step "${kind}" can't be registered: there is another one of this name.`);
  }
  if (own.size >= kindsMax && known === undefined) {
    throw new TypeError(`The kind of step "${kind}" can't be registered: there are ${kindsMax} already.`);
  }
  own.set(kind, added);
}

/** The kinds that were registered, in that order. */
export const ownStepKinds = (): readonly string[] => [...own.keys()];

/** Performs steps of one registered kind. */
export async function performOwn(
  tx: Db,
  { programmeId, campaignId, now }: StepContext,
  kind: string,
  requests: readonly StepRequest[],
): Promise<readonly Outcome[]> {
  const found = own.get(kind);
  if (found === undefined) throw new TypeError(`no step is of the kind "${kind}"`);
  const ids = requests.map(({ memberId }) => BigInt(memberId));
  const members = await tx.member.findMany({ where: { id: { in: ids } }, select: { id: true, externalId: true } });
  const shopIds = new Map(members.map(({ id, externalId }) => [String(id), externalId]));
  const outcomes = await found.perform({
    ...{ programmeId, campaignId, now },
    requests: requests.map(({ key, memberId, enrolmentId, step }) => ({
      ...{ key, memberId: shopIds.get(memberId) ?? memberId, enrolmentId, step },
    })),
    query: (sql, ...values) => tx.$queryRawUnsafe(sql, ...values),
  });
  if (outcomes.length !== requests.length) {
    throw new TypeError(`${requests.length} steps of the kind "${kind}" came to ${outcomes.length} outcomes`);
  }
  return outcomes;
}
