import type { Instant } from '../../values/instant.ts';
import type { JsonObject } from '../../values/json.ts';
import type { WaitingEnrolment } from './cohort.ts';
import type { Blocked, EnrolmentState, Whereabouts } from './protocol.ts';
import type { MemberEvent } from './story.ts';

/**
 * All of a carried enrolment but its results, as text. Hundreds of thousands of them lie in a worker's memory, so what is as at
 * first is left out, and so is the kind of what nearly all do: wait.
 */
interface Head {
  readonly memberId: string;
  readonly startedAt: Instant;
  readonly input?: JsonObject;
  readonly chapter?: number;
  readonly pendingEvents?: readonly MemberEvent[];
  readonly held?: boolean;
  readonly askAt?: Instant;
  readonly blocked?: Blocked;
  readonly waits?: Omit<Extract<Whereabouts, { kind: 'waits' }>, 'kind'>;
  readonly where?: Whereabouts;
}

/** The workflow itself drops what it has seen. */
export function headOf({ state, where }: WaitingEnrolment): string {
  const { memberId, startedAt, input, chapter, pendingEvents, held, askAt, blocked } = state;
  const head: Head = {
    ...{ memberId, startedAt },
    ...(Object.keys(input).length > 0 ? { input } : {}),
    ...(chapter > 1 ? { chapter } : {}),
    ...(pendingEvents.length > 0 ? { pendingEvents } : {}),
    ...(held ? { held } : {}),
    ...(askAt === undefined ? {} : { askAt }),
    ...(blocked ? { blocked } : {}),
    ...placeOf(where),
  };
  return JSON.stringify(head);
}

function placeOf(where: Whereabouts): Pick<Head, 'waits' | 'where'> {
  if (where.kind !== 'waits') return { where };
  const { name, events, until } = where;
  return { waits: { name, events, until } };
}

/** The state that a head holds, its results left out, and all that a workflow keeps for it. */
export function readHead(head: string): Omit<EnrolmentState, 'enrolmentId' | 'results' | 'seen'> {
  const {
    memberId,
    startedAt,
    input = {},
    chapter = 1,
    pendingEvents = [],
    held,
    askAt,
    blocked,
  } = JSON.parse(head) as Head;
  return {
    ...{ memberId, startedAt, input, chapter, pendingEvents },
    ...(held ? { held } : {}),
    ...(askAt === undefined ? {} : { askAt }),
    ...(blocked ? { blocked } : {}),
  };
}

/** What an enrolment of this head waits for. */
export function whereOf(head: string): Whereabouts {
  const { waits, where } = JSON.parse(head) as Head;
  return waits ? { kind: 'waits', ...waits } : (where ?? { kind: 'ready' });
}
