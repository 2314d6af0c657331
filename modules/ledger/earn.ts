import type { Db } from '../../platform/database.ts';
import { post, requestRow, type RequestRow } from './post.ts';
import type { CancelPendingRequest, ClawbackRequest, ConfirmRequest, EarnRequest, LedgerAnswer } from './requests.ts';

const earnRow = (item: EarnRequest): RequestRow => requestRow(item, item);
const confirmRow = (item: ConfirmRequest): RequestRow => requestRow(item, { refKey: item.earnKey });
const cancelPendingRow = (item: CancelPendingRequest): RequestRow => requestRow(item, { refKey: item.earnKey });
const clawbackRow = (item: ClawbackRequest): RequestRow =>
  requestRow(item, { refKey: item.earnKey, points: item.totalPoints, policy: item.policy });

/** Points come in as a lot each: available at once, or pending until `availableAt`. Debt is repaid first. */
export function earn(db: Db, items: readonly EarnRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'EARN', items.map(earnRow));
}

/** Pending earns become available before their time. */
export function confirm(db: Db, items: readonly ConfirmRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'CONFIRM', items.map(confirmRow));
}

/** What is left of pending earns is taken back. */
export function cancelPending(db: Db, items: readonly CancelPendingRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'CANCEL_PENDING', items.map(cancelPendingRow));
}

/** Earns are taken back up to `totalPoints` in all, from their own lots first; what is missing becomes debt or is written off. */
export function clawback(db: Db, items: readonly ClawbackRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'CLAWBACK', items.map(clawbackRow));
}
