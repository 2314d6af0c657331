import type { Db } from '../../platform/database.ts';
import { post, requestRow, type RequestRow } from './post.ts';
import type { AdjustRequest, ForfeitRequest, LedgerAnswer, RevertRequest } from './requests.ts';

const adjustRow = (item: AdjustRequest): RequestRow =>
  requestRow(item, { points: item.points, ...(item.points > 0 && { expiresAt: item.expiresAt }) });
const revertRow = (item: RevertRequest): RequestRow => requestRow(item, { points: item.points, refKey: item.earnKey });
const forfeitRow = (item: ForfeitRequest): RequestRow => requestRow(item);

/** Points are added or taken by hand, with a reason. */
export function adjust(db: Db, items: readonly AdjustRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'ADJUST', items.map(adjustRow));
}

/** Members' accounts are wound up: every point goes to breakage, debt is written off. Used by erasure. */
export function forfeit(db: Db, items: readonly ForfeitRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'FORFEIT', items.map(forfeitRow));
}

/** What is left of earns is taken back, and nothing that was spent or is on hold: nobody comes to owe anything. */
export function revert(db: Db, items: readonly RevertRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'REVERT', items.map(revertRow));
}
