import { condition } from '@temporalio/workflow';
import type { EnrolmentSignal } from '../engine/protocol.ts';

/** What has come since the cohort last looked. */
export interface Inbox {
  readonly signals: EnrolmentSignal[];
  /** A signal without content says that a stepped clock was moved. */
  clockMoved: boolean;
}

/** Returns when somebody has called or the delay is over; with no delay, only for a call. */
export async function somethingHappens(inbox: Inbox, delayMs: number | undefined): Promise<void> {
  const isCalled = () => inbox.signals.length > 0 || inbox.clockMoved;
  if (delayMs === undefined) await condition(isCalled);
  else await condition(isCalled, delayMs);
}
