import type { Clock } from '../../../platform/clock.ts';
import type { RefusalWatch } from './refusal-watch.ts';
import { blame } from './rules-refusal.ts';
import { heldBack, type Sent, type Trouble } from './send-group.ts';

/** Messages that were refused, and not yet known to be refused for their own sake. */
export interface Suspects {
  add(sent: Sent): void;
  /** Those of them that are known to by now: the server has taken another mail since. */
  cleared(): Sent[];
  /** All others when no more mails go: put off if the server says the same to everybody or means the account, else as they are. */
  rest(): { readonly sent: readonly Sent[]; readonly trouble: Trouble | undefined };
}

/** More than it takes to see that a server refuses everybody: they are on their way as long as they wait for that. */
const suspectsMax = 24;

export function createSuspects(clock: Clock, watch: RefusalWatch): Suspects {
  let all: Sent[] = [];
  const meansAccount = ({ suspect }: Sent) => watch.isShut || (suspect !== undefined && blame(suspect) === 'sender');
  const putOff = ({ message, suspect }: Sent): Sent => ({
    message,
    settlement: heldBack(clock, message.id, suspect?.response ?? ''),
  });
  return {
    add: (sent) => void all.push(sent),
    cleared: () => {
      const isCleared = all.map(
        ({ suspect }, place) => (suspect?.acceptedBefore ?? 0) < watch.accepted || place < all.length - suspectsMax,
      );
      const cleared = all.filter((_, place) => isCleared[place]);
      all = all.filter((_, place) => !isCleared[place]);
      return cleared;
    },
    rest: () => {
      const rest = all;
      all = [];
      const problem = rest.find(meansAccount)?.suspect?.response;
      return {
        sent: rest.map((sent) => (meansAccount(sent) ? putOff(sent) : sent)),
        trouble: problem === undefined ? undefined : { kind: 'refused', problem },
      };
    },
  };
}
