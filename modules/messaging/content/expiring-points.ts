import { officialEnd } from '../../programme/rules-expiry.ts';
import { expiringLots } from '../../ledger/rows-balances.ts';
import type { Db } from '../../../platform/database.ts';
import { readExpiryRules } from '../../programme/rows.ts';

/** Points of a member that expire in a window: what a countdown message is about. */
export interface ExpiringWindow {
  readonly kind: 'expiringPoints';
  readonly fromAt: number;
  readonly untilAt: number;
}

export interface ExpiringLot {
  readonly points: number;
  /** The last instant at which they can be spent. */
  readonly expiresAt: number;
  /** The same without the programme's days of grace. */
  readonly officialAt: number;
  /** True when they end for want of activity: earning or redeeming by then keeps them. */
  readonly lapses: boolean;
}

export interface ExpiringPoints {
  readonly total: number;
  /** Earliest first. */
  readonly lots: readonly ExpiringLot[];
}

export interface ExpiringWanted {
  readonly memberId: string;
  readonly window: ExpiringWindow;
}

/**
 * The points each member still has to lose in a window, read from the lots as they stand.
 * One read serves all windows: their union is asked for, each window takes its part.
 */
export async function readExpiring(
  db: Db,
  programmeId: number,
  now: Date,
  wanted: readonly ExpiringWanted[],
): Promise<(memberId: string, window: ExpiringWindow) => ExpiringPoints> {
  if (wanted.length === 0) return () => ({ total: 0, lots: [] });
  const fromAt = Math.max(now.getTime(), Math.min(...wanted.map(({ window }) => window.fromAt)));
  const untilAt = Math.max(...wanted.map(({ window }) => window.untilAt));
  const byMember = await openLots(
    db,
    programmeId,
    [...new Set(wanted.map(({ memberId }) => memberId))],
    fromAt,
    untilAt,
  );
  return (memberId, window) => {
    const lots = (byMember.get(memberId) ?? []).filter(
      ({ expiresAt }) => expiresAt >= window.fromAt && expiresAt <= window.untilAt,
    );
    return { total: lots.reduce((sum, { points }) => sum + points, 0), lots };
  };
}

async function openLots(db: Db, programmeId: number, memberIds: string[], fromAt: number, untilAt: number) {
  const rows = await expiringLots(db, {
    programmeId,
    memberIds: memberIds.map(BigInt),
    fromAt: new Date(fromAt),
    untilAt: new Date(untilAt),
  });
  if (rows.length === 0) return new Map<string, ExpiringLot[]>();
  const rules = await readExpiryRules(db, programmeId);
  const byMember = new Map<string, ExpiringLot[]>();
  for (const row of rows) {
    const lots = byMember.get(String(row.memberId)) ?? [];
    lots.push({
      points: row.points,
      expiresAt: row.expiresAt.getTime(),
      officialAt: (row.lapses ? row.expiresAt : officialEnd(rules, row)).getTime(),
      lapses: row.lapses,
    });
    byMember.set(String(row.memberId), lots);
  }
  return byMember;
}
