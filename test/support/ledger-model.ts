import type { LedgerKind } from '../../modules/ledger/post.ts';
import type { Balance, LedgerRefusal } from '../../modules/ledger/requests.ts';

/** A request as the model sees it: members by place, instants in milliseconds. */
export interface Operation {
  readonly kind: LedgerKind;
  readonly member: number;
  readonly key: string;
  readonly at: number;
  readonly points?: number;
  readonly availableAt?: number;
  readonly expiresAt?: number | null;
  readonly refKey?: string;
  readonly policy?: 'DEBT' | 'CLAMP';
  readonly reason?: string;
  /** An earn that a campaign gives: nothing the member did. */
  readonly gift?: boolean;
}

export type ModelAnswer =
  | { readonly ok: true; readonly points: number; readonly balance: Balance; readonly replayed: boolean }
  | { readonly ok: false; readonly code: LedgerRefusal };

export interface ModelLot {
  readonly key: string;
  readonly born: number;
  readonly earned: number;
  readonly availableAt: number;
  readonly expiresAt: number;
  state: 'PENDING' | 'ACTIVE' | 'CLOSED';
  remaining: number;
  held: number;
  /** What of it expired, lapsed or was forfeited. */
  expired: number;
}

interface Posted {
  readonly operation: Operation;
  readonly answer: ModelAnswer & { ok: true };
  readonly amount: number;
  /** A hold's or redemption's points, one lot for each, earliest expiry first. */
  readonly line: readonly ModelLot[];
  captured: number;
  released: number;
  reversed: number;
}

const refusal = (code: LedgerRefusal): ModelAnswer => ({ ok: false, code });
const never = Number.POSITIVE_INFINITY;
const dayMs = 86_400_000;

/** What the ledger must do, said as simply as it can be: one request at a time, one point at a time. */
export class LedgerModel {
  readonly lots: ModelLot[][];
  readonly debts: number[];
  /** When each member last earned or redeemed. */
  readonly activeAt: number[];
  readonly posted = new Map<string, Posted>();
  #lotsBorn = 0;

  constructor(members: number) {
    this.lots = Array.from({ length: members }, () => []);
    this.debts = Array.from({ length: members }, () => 0);
    this.activeAt = Array.from({ length: members }, () => -never);
  }

  balance(member: number): Balance {
    const lots = this.lotsOf(member);
    const sum = (part: (lot: ModelLot) => number) => lots.reduce((total, lot) => total + part(lot), 0);
    return {
      pending: sum((lot) => (lot.state === 'PENDING' ? lot.remaining : 0)),
      available: sum((lot) => (lot.state === 'ACTIVE' ? lot.remaining : 0)),
      held: sum((lot) => lot.held),
      debt: this.debts[member] ?? 0,
    };
  }

  /** A member's lots, earliest expiry first. */
  lotsOf(member: number): ModelLot[] {
    return [...(this.lots[member] ?? [])].sort((a, b) => a.expiresAt - b.expiresAt || a.born - b.born);
  }

  post(operation: Operation): ModelAnswer {
    const { kind, key, points } = operation;
    if (key.length < 1 || key.length > 200) return refusal('KEY_INVALID');
    const prior = this.posted.get(key);
    if (prior)
      return sameBody(prior.operation, operation)
        ? { ...prior.answer, replayed: true }
        : refusal('IDEMPOTENCY_KEY_REUSED');
    if (!pointsFit(kind, points)) return refusal('POINTS_INVALID');
    if (['ADJUST', 'FORFEIT', 'REVERT'].includes(kind) && !operation.reason?.trim()) return refusal('REASON_REQUIRED');
    if (expiryOf(operation) <= availableOf(operation)) return refusal('EXPIRY_INVALID');
    switch (kind) {
      case 'EARN':
        return this.#give(operation);
      case 'ADJUST':
        return (points ?? 0) > 0 ? this.#give(operation) : this.#take(operation, -(points ?? 0));
      case 'SPEND':
      case 'HOLD':
        return this.#take(operation, points ?? 0);
      case 'CONFIRM':
      case 'CANCEL_PENDING':
        return this.#settle(operation);
      case 'CAPTURE':
      case 'RELEASE':
        return this.#unhold(operation);
      case 'REFUND':
        return this.#refund(operation);
      case 'CLAWBACK':
        return this.#clawback(operation);
      case 'REVERT':
        return this.#revert(operation);
      case 'FORFEIT':
        return this.#forfeit(operation);
    }
  }

  /** Expires what is due and says how many points that was. */
  expire(now: number): number {
    let expired = 0;
    for (const lot of this.lots.flat()) {
      if (lot.state !== 'ACTIVE' || lot.expiresAt > now) continue;
      expired += lot.remaining;
      lot.expired += lot.remaining;
      lot.remaining = 0;
      close(lot);
    }
    return expired;
  }

  /** Expires what no activity has renewed for `days` whole days, if there is such a rule, and says how many points that was. */
  lapse(now: number, days = never): number {
    let lapsed = 0;
    for (const [member, lots] of this.lots.entries()) {
      for (const lot of lots) {
        const lastDay = Math.floor(Math.max(lot.availableAt, this.activeAt[member] ?? -never) / dayMs);
        if (lot.state !== 'ACTIVE' || lot.expiresAt <= now || (lastDay + days + 1) * dayMs - 1 > now) continue;
        lapsed += lot.remaining;
        lot.expired += lot.remaining;
        lot.remaining = 0;
        close(lot);
      }
    }
    return lapsed;
  }

  #give(operation: Operation): ModelAnswer {
    const points = operation.points ?? 0;
    const waits = availableOf(operation) > operation.at;
    const lot: ModelLot = {
      key: operation.key,
      born: (this.#lotsBorn += 1),
      earned: points,
      availableAt: availableOf(operation),
      expiresAt: expiryOf(operation),
      state: waits ? 'PENDING' : 'ACTIVE',
      remaining: points,
      held: 0,
      expired: 0,
    };
    this.lots[operation.member]?.push(lot);
    if (!waits) lot.remaining -= this.#repay(operation.member, points);
    close(lot);
    return this.#answer(operation, points, points);
  }

  #take(operation: Operation, points: number): ModelAnswer {
    const line = this.lotsOf(operation.member)
      .filter((lot) => lot.state === 'ACTIVE' && lot.expiresAt > operation.at)
      .flatMap((lot) => Array<ModelLot>(lot.remaining).fill(lot))
      .slice(0, points);
    if (line.length < points) return refusal('POINTS_INSUFFICIENT');
    for (const lot of line) {
      lot.remaining -= 1;
      if (operation.kind === 'HOLD') lot.held += 1;
      close(lot);
    }
    return this.#answer(operation, operation.points ?? 0, points, line);
  }

  #settle(operation: Operation): ModelAnswer {
    const earn = this.#reference(operation, ['EARN']);
    const lot = earn && this.lots[operation.member]?.find(({ key }) => key === operation.refKey);
    if (!earn || !lot) return refusal('TRANSACTION_NOT_FOUND');
    if (lot.state !== 'PENDING') return refusal('NOT_PENDING');
    const points = lot.remaining;
    if (operation.kind === 'CONFIRM') {
      lot.state = 'ACTIVE';
      lot.remaining -= this.#repay(operation.member, points);
    } else {
      lot.remaining = 0;
      earn.reversed += points;
    }
    close(lot);
    return this.#answer(operation, points, points);
  }

  #unhold(operation: Operation): ModelAnswer {
    const hold = this.#reference(operation, ['HOLD']);
    if (!hold) return refusal('TRANSACTION_NOT_FOUND');
    const captures = operation.kind === 'CAPTURE';
    if (captures && operation.at >= expiryOf(hold.operation)) return refusal('HOLD_EXPIRED');
    const open = hold.line.slice(hold.captured, hold.amount - hold.released);
    const points = operation.points ?? open.length;
    if (points === 0 || points > open.length) return refusal('REFERENCE_EXHAUSTED');
    if (captures) {
      const line = open.slice(0, points);
      for (const lot of line) {
        lot.held -= 1;
        close(lot);
      }
      hold.captured += points;
      return this.#answer(operation, points, points, line);
    }
    const line = open.slice(-points).reverse();
    for (const lot of line) lot.held -= 1;
    this.#restore(operation.member, line);
    hold.released += points;
    return this.#answer(operation, points, points);
  }

  #refund(operation: Operation): ModelAnswer {
    const redemption = this.#reference(operation, ['SPEND', 'CAPTURE']);
    const points = operation.points ?? 0;
    if (!redemption) return refusal('TRANSACTION_NOT_FOUND');
    if (points > redemption.amount - redemption.reversed) return refusal('REFERENCE_EXHAUSTED');
    const line = [...redemption.line].reverse().slice(redemption.reversed, redemption.reversed + points);
    this.#restore(operation.member, line);
    redemption.reversed += points;
    return this.#answer(operation, points, points);
  }

  #clawback(operation: Operation): ModelAnswer {
    const earn = this.#reference(operation, ['EARN']);
    if (!earn) return refusal('TRANSACTION_NOT_FOUND');
    const total = operation.points ?? 0;
    if (total > earn.amount) return refusal('POINTS_INVALID');
    const own = this.lotsOf(operation.member).filter(({ key }) => key === operation.refKey);
    const gone = earn.reversed + own.reduce((sum, { expired }) => sum + expired, 0);
    if (total <= gone) return refusal('REFERENCE_EXHAUSTED');
    const points = total - gone;
    const others = this.lotsOf(operation.member).filter(
      ({ key, state }) => key !== operation.refKey && state === 'ACTIVE',
    );
    const alive = (lot: ModelLot) => lot.expiresAt > operation.at;
    let left = points;
    for (const lot of [...own, ...others.filter(alive), ...others.filter((lot) => !alive(lot))]) {
      const taken = Math.min(left, lot.remaining);
      lot.remaining -= taken;
      left -= taken;
      close(lot);
    }
    if (operation.policy === 'DEBT') this.debts[operation.member] = (this.debts[operation.member] ?? 0) + left;
    earn.reversed += points;
    return this.#answer(operation, points, points);
  }

  #revert(operation: Operation): ModelAnswer {
    const earn = this.#reference(operation, ['EARN']);
    const lot = earn && this.lots[operation.member]?.find(({ key }) => key === operation.refKey);
    if (!earn || !lot) return refusal('TRANSACTION_NOT_FOUND');
    const left = lot.expiresAt > operation.at ? Math.min(lot.remaining, earn.amount - earn.reversed - lot.expired) : 0;
    const points = Math.min(operation.points ?? 0, left);
    if (points <= 0) return refusal('REFERENCE_EXHAUSTED');
    lot.remaining -= points;
    close(lot);
    earn.reversed += points;
    return this.#answer(operation, points, points);
  }

  #forfeit(operation: Operation): ModelAnswer {
    const { pending, available, held, debt } = this.balance(operation.member);
    const lost = pending + available + held;
    if (lost + debt === 0) return refusal('POINTS_INSUFFICIENT');
    for (const lot of this.lots[operation.member] ?? []) {
      lot.expired += lot.remaining + lot.held;
      lot.remaining = 0;
      lot.held = 0;
      close(lot);
    }
    for (const hold of this.posted.values()) {
      if (hold.operation.kind === 'HOLD' && hold.operation.member === operation.member)
        hold.released = hold.amount - hold.captured;
    }
    this.debts[operation.member] = 0;
    return this.#answer(operation, lost, lost + debt);
  }

  /** Debt takes the first points that come back. */
  #restore(member: number, line: readonly ModelLot[]): void {
    for (const lot of line.slice(this.#repay(member, line.length))) {
      lot.remaining += 1;
      lot.state = 'ACTIVE';
    }
    for (const lot of line) close(lot);
  }

  #repay(member: number, points: number): number {
    const repaid = Math.min(points, this.debts[member] ?? 0);
    this.debts[member] = (this.debts[member] ?? 0) - repaid;
    return repaid;
  }

  #reference({ refKey, member }: Operation, kinds: readonly LedgerKind[]): Posted | undefined {
    const posted = this.posted.get(refKey ?? '');
    return posted && posted.operation.member === member && kinds.includes(posted.operation.kind) ? posted : undefined;
  }

  #answer(operation: Operation, points: number, amount: number, line: readonly ModelLot[] = []): ModelAnswer {
    const answer = { ok: true, points, balance: this.balance(operation.member), replayed: false } as const;
    const { kind, member, at, gift } = operation;
    if (kind === 'SPEND' || kind === 'HOLD' || (kind === 'EARN' && gift !== true)) {
      this.activeAt[member] = Math.max(at, this.activeAt[member] ?? -never);
    }
    this.posted.set(operation.key, { operation, answer, amount, line, captured: 0, released: 0, reversed: 0 });
    return answer;
  }
}

function close(lot: ModelLot): void {
  if (lot.remaining + lot.held === 0) lot.state = 'CLOSED';
}

const availableOf = ({ at, availableAt }: Operation) => Math.max(at, availableAt ?? at);
const expiryOf = ({ expiresAt, kind, points }: Operation) =>
  kind === 'ADJUST' && (points ?? 0) < 0 ? never : (expiresAt ?? never);

function pointsFit(kind: LedgerKind, points: number | undefined): boolean {
  if (points === undefined) return !['EARN', 'SPEND', 'HOLD', 'REFUND', 'CLAWBACK', 'REVERT', 'ADJUST'].includes(kind);
  return Number.isSafeInteger(points) && Math.abs(points) <= 1e12 && (points > 0 || (kind === 'ADJUST' && points < 0));
}

function sameBody(a: Operation, b: Operation): boolean {
  const body = ({ kind, member, at, points, availableAt, refKey, policy, reason, gift, ...rest }: Operation) =>
    JSON.stringify(
      [
        kind,
        member,
        at,
        points,
        availableAt,
        expiryOf({ kind, member, at, ...rest, ...(points !== undefined && { points }) }),
        refKey,
        policy,
        reason,
        gift,
      ].map(String),
    );
  return body(a) === body(b);
}
