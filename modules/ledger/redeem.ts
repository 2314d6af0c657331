import type { Db } from '../../platform/database.ts';
import { post, requestRow, type RequestRow } from './post.ts';
import type {
  CaptureRequest,
  HoldRequest,
  LedgerAnswer,
  RefundRequest,
  ReleaseRequest,
  SpendRequest,
} from './requests.ts';

const spendRow = (item: SpendRequest): RequestRow => requestRow(item, { points: item.points });
const holdRow = (item: HoldRequest): RequestRow => requestRow(item, { points: item.points, expiresAt: item.expiresAt });
const captureRow = (item: CaptureRequest): RequestRow =>
  requestRow(item, { refKey: item.holdKey, points: item.points });
const releaseRow: (item: ReleaseRequest) => RequestRow = captureRow;
const refundRow = (item: RefundRequest): RequestRow =>
  requestRow(item, { refKey: item.redemptionKey, points: item.points });

/** Points are redeemed, from the lots that expire first. */
export function spend(db: Db, items: readonly SpendRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'SPEND', items.map(spendRow));
}

/** Points are set aside in their lots: nobody else can spend them and they do not expire meanwhile. */
export function hold(db: Db, items: readonly HoldRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'HOLD', items.map(holdRow));
}

/** Held points are redeemed, all or some of them. */
export function capture(db: Db, items: readonly CaptureRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'CAPTURE', items.map(captureRow));
}

/** Held points go back to their lots, all or some of them. */
export function release(db: Db, items: readonly ReleaseRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'RELEASE', items.map(releaseRow));
}

/** Redeemed points go back to the lots they came from, with those lots' own expiry. */
export function refund(db: Db, items: readonly RefundRequest[]): Promise<LedgerAnswer[]> {
  return post(db, 'REFUND', items.map(refundRow));
}
