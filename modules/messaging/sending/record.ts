import { type Database, inTransaction } from '../../../platform/database.ts';
import { retryWhileDown } from '../../../platform/retry-while-down.ts';
import { putIntoInboxes } from '../inbox/put.ts';
import { withdrawBy } from '../reachability/withdraw-by.ts';
import type { Lease } from './lease.ts';
import { type Queue, settle, suppressAddresses } from './rows-queue.ts';
import type { Sent } from './send-group.ts';

/** A message that came back because of its address. */
export interface Bounced {
  readonly id: string;
  /** The shop's id of the member. */
  readonly member: string;
  readonly template: string;
  readonly reason: string;
  readonly at: Date;
}

export interface Recording {
  readonly database: Database;
  readonly queue: Queue;
  readonly lease: Lease;
  readonly now: Date;
  /**
   * Told of messages that came back because of their address, before that is recorded: after a crash in between they are
   * told of again. Must bear that.
   */
  readonly onBounced?: ((queue: Queue, bounced: readonly Bounced[]) => Promise<void>) | undefined;
}

/** Writes down what became of messages, whoever is told of it: a mail that is not noted as sent would be sent twice. */
export async function record(recording: Recording, sent: readonly Sent[]): Promise<void> {
  const { queue, lease, now, onBounced } = recording;
  const bounced = sent.flatMap(({ message: { id, member, template }, suppress }) =>
    suppress === undefined ? [] : [{ id, member, template, reason: suppress, at: now }],
  );
  const tell = async () => onBounced?.(queue, bounced);
  const telling = await Promise.allSettled(bounced.length > 0 ? [retryWhileDown(tell, lease.leaseMs)] : []);
  await retryWhileDown(() => write(recording, sent), lease.leaseMs);
  for (const one of telling) if (one.status === 'rejected') throw one.reason;
}

function write({ database, queue, lease, now }: Recording, sent: readonly Sent[]): Promise<void> {
  const settlements = sent.map(({ settlement }) => settlement);
  const suppressed = sent.flatMap(({ message: { address }, suppress }) =>
    address === null || suppress === undefined ? [] : [{ address, reason: suppress }],
  );
  const inbox = sent.flatMap(({ message: { id }, inbox: words }) => (words === undefined ? [] : [{ id, ...words }]));
  const optedOut = sent.flatMap(({ message: { id }, optedOut: wantsNoMore }) => (wantsNoMore ? [id] : []));
  if (suppressed.length + inbox.length + optedOut.length === 0) return settle(database, lease.owner, now, settlements);
  return inTransaction(database, async (tx) => {
    await settle(tx, lease.owner, now, settlements);
    await suppressAddresses(tx, queue, now, suppressed);
    await putIntoInboxes(tx, inbox);
    for (const id of optedOut) await withdrawBy(tx, { messageRowId: id, source: 'provider', at: now });
  });
}
