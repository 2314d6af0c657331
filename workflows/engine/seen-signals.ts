import { signalBatchMax } from './protocol.ts';

/**
 * Wakes a cohort remembers, so that one delivered again is dropped. After a crash the relay repeats its last round: 4,000 at
 * most, eight full signals if all were for one cohort.
 */
export const seenMax = 8 * signalBatchMax;

/** The latest wakes a cohort has taken. */
export class SignalDeduplicator {
  /** `enrolment wake`, oldest first. */
  private readonly latest: Set<string>;

  constructor(lives: readonly { readonly enrolmentId: string; readonly seen: readonly string[] }[]) {
    const known = lives.flatMap(({ enrolmentId, seen }) => seen.map((id) => ({ enrolmentId, id })));
    // Wake ids count up, so their order is about the order in which they came.
    known.sort((left, right) => left.id.length - right.id.length || (left.id < right.id ? -1 : 1));
    this.latest = new Set(known.map(({ enrolmentId, id }) => `${enrolmentId} ${id}`));
  }

  /** True the first time. */
  take(enrolmentId: string, id: string): boolean {
    const wake = `${enrolmentId} ${id}`;
    if (this.latest.has(wake)) return false;
    this.latest.add(wake);
    if (this.latest.size > seenMax) {
      const [oldest] = this.latest;
      if (oldest !== undefined) this.latest.delete(oldest);
    }
    return true;
  }

  /** Wake ids by enrolment, oldest first. */
  byEnrolment(): Map<string, string[]> {
    const ids = new Map<string, string[]>();
    for (const wake of this.latest) {
      const [enrolmentId = '', id = ''] = wake.split(' ', 2);
      const known = ids.get(enrolmentId);
      if (known) known.push(id);
      else ids.set(enrolmentId, [id]);
    }
    return ids;
  }
}
