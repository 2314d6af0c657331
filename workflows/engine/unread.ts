import type { EnrolmentState, EventSignal } from './protocol.ts';

/**
 * Events that were not brought to a cohort but read from the outbox for a story that is run: what the story leaves unread stays
 * there and is read again the next time, so that an enrolment at rest does not carry it.
 */
export class Unread {
  /** By enrolment, by the event's id. */
  private readonly signals = new Map<string, Map<string, EventSignal>>();

  /** Those that were not here before. */
  add(signals: readonly EventSignal[]): EventSignal[] {
    return signals.filter((signal) => {
      const known = this.signals.get(signal.enrolmentId) ?? new Map<string, EventSignal>();
      if (known.has(signal.event.id)) return false;
      this.signals.set(signal.enrolmentId, known.set(signal.event.id, signal));
      return true;
    });
  }

  /** The state without what it has left unread, and what it has not, as `enrolment signal`. */
  settle(state: EnrolmentState): { readonly state: EnrolmentState; readonly read: readonly string[] } {
    const known = this.signals.get(state.enrolmentId);
    if (known === undefined) return { state, read: [] };
    const pending = new Set(state.pendingEvents.map(({ id }) => id));
    const read = [...known.values()].filter(({ event }) => !pending.has(event.id));
    return {
      state: { ...state, pendingEvents: state.pendingEvents.filter(({ id }) => !known.has(id)) },
      read: read.map(({ enrolmentId, id }) => `${enrolmentId} ${id}`),
    };
  }
}
