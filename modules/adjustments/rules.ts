import type { Programme } from '../programme/rules.ts';

/** Whether a correction of so many points, up or down, waits for a second person. */
export function needsSecondPerson(points: number, { adjustments }: Pick<Programme, 'adjustments'>): boolean {
  return adjustments !== undefined && Math.abs(points) > adjustments.reviewAbove;
}

/** Whether who asked may decide: two keys, or two people at the command line, are needed. */
export function isSecondPerson({ requestedBy, decidedBy }: { requestedBy: string; decidedBy: string }): boolean {
  return requestedBy !== decidedBy;
}
