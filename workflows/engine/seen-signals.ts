import { signalBatchMax } from './protocol.ts';

/**
 * Signals a cohort remembers, so that one delivered again is dropped. After a crash the relay repeats its last round: 4,000 at
 * most, eight full signals if all were for one cohort.
 */
export const seenMax = 8 * signalBatchMax;

/** The latest signals a cohort has taken, as `enrolment signal`. */
export class SignalDeduplicator {
  /** Oldest first. */
  private readonly latest: Set<string>;

  constructor(seen: readonly string[]) {
    this.latest = new Set(seen);
  }

  /** True the first time. */
  take(enrolmentId: string, id: string): boolean {
    const signal = `${enrolmentId} ${id}`;
    if (this.latest.has(signal)) return false;
    this.latest.add(signal);
    if (this.latest.size > seenMax) {
      const [oldest] = this.latest;
      if (oldest !== undefined) this.latest.delete(oldest);
    }
    return true;
  }

  /** Oldest first. */
  all(): string[] {
    return [...this.latest];
  }

  /** Those of some enrolments, oldest first. */
  of(enrolmentIds: ReadonlySet<string>): string[] {
    return this.all().filter((signal) => enrolmentIds.has(signal.slice(0, signal.indexOf(' '))));
  }

  /** Signal ids by enrolment, oldest first. */
  byEnrolment(): Map<string, string[]> {
    const ids = new Map<string, string[]>();
    for (const signal of this.latest) {
      const [enrolmentId = '', id = ''] = signal.split(' ', 2);
      const known = ids.get(enrolmentId);
      if (known) known.push(id);
      else ids.set(enrolmentId, [id]);
    }
    return ids;
  }
}

/** What several enrolments have seen, in about the order in which it came: signal ids count up. */
export function seenByAll(
  enrolments: readonly { readonly enrolmentId: string; readonly seen: readonly string[] }[],
): string[] {
  const known = enrolments.flatMap(({ enrolmentId, seen }) => seen.map((id) => ({ enrolmentId, id })));
  known.sort((left, right) => left.id.length - right.id.length || (left.id < right.id ? -1 : 1));
  return known.map(({ enrolmentId, id }) => `${enrolmentId} ${id}`);
}
