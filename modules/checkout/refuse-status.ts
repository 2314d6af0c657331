import { PerennialError } from '../../platform/errors.ts';
import type { RedemptionStatus } from './rules-capture.ts';

/** The refusal of a move that a redemption's state does not let it make. */
export function refuseStatus(
  { id, status }: { readonly id: string; readonly status: RedemptionStatus },
  fix: string,
): PerennialError {
  return new PerennialError('REDEMPTION_STATUS', `Redemption ${id} is ${status}.`, { field: 'redemptionId', fix });
}
