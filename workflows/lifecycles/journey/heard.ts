import type { ExitRule } from '../../engine/replay.ts';
import { readDoors } from './doors.ts';
import type { JourneyFile } from './file.ts';
import type { Occasion } from './occasions.ts';
import { goalOf, overEvent, segmentEvents } from './patterns.ts';
import type { Plan } from './plan.ts';

/** What steps that ask somebody wait for. */
const answerEvents: Readonly<Record<string, string>> = { webhook: 'webhook.answered', review: 'review.decided' };

/** Answers to what was asked are given once: a story that comes to the question again has them still. */
export const answerTypes: readonly string[] = Object.values(answerEvents);

/** Every type of event that stories of a plan may wait for or end on: signals are written for these only. */
export function heardBy({ file, steps }: Plan): string[] {
  const occasions = [
    ...(file.exitOn ?? []),
    ...steps.flatMap(({ step, kind }) => (kind.verb === 'waitFor' ? (step.waitFor as Occasion[]) : [])),
  ] as Occasion[];
  const answers = steps.flatMap(({ kind }) => answerEvents[kind.verb] ?? []);
  const over = file.runs?.then === 'leave' ? [overEvent] : [];
  return distinct([...occasions.flatMap((one) => typeOf(one, file) ?? []), ...answers, ...over]);
}

/** Types of events by which members come in. */
export function doorTypes({ entry }: Pick<JourneyFile, 'entry'>): string[] {
  return distinct(
    readDoors(entry).flatMap(({ event, enters, leaves }) => {
      if (event !== undefined) return [event];
      if (enters !== undefined) return [segmentEvents.entered];
      return leaves === undefined ? [] : [segmentEvents.left];
    }),
  );
}

/** The segments whose coming and going a plan's doors, exits and waits speak of. */
export function watchedSegments({ file, steps }: Plan): string[] {
  const waits = steps.flatMap(({ step, kind }) => (kind.verb === 'waitFor' ? (step.waitFor as Occasion[]) : []));
  const occasions = [...readDoors(file.entry), ...((file.exitOn ?? []) as Occasion[]), ...waits];
  return distinct(occasions.flatMap(({ enters, leaves }) => enters ?? leaves ?? []));
}

/**
 * Exits that any event of their type is, whatever it says and whoever is inside: they are decided where the event is taken in, and wake
 * nobody. One behind another that listens to the same type is not: the first one written says why.
 */
export function plainExits(file: JourneyFile): ExitRule[] {
  const exits = (file.exitOn ?? []) as (Occasion & { readonly reason: string })[];
  return exits.flatMap((exit, place) => {
    const { event, where, same, reason } = exit;
    if (event === undefined || (where ?? same) !== undefined) return [];
    const isFirst = exits.slice(0, place).every((one) => typeOf(one, file) !== event);
    return isFirst ? [{ type: event, reason }] : [];
  });
}

/** The type of the event by which an occasion is heard of; undefined of a state, which is looked after. */
function typeOf({ event, enters, leaves, goal }: Occasion, file: JourneyFile): string | undefined {
  if (event !== undefined) return event;
  if (enters !== undefined) return segmentEvents.entered;
  if (leaves !== undefined) return segmentEvents.left;
  return goal === undefined ? undefined : goalOf(file).event;
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)].sort();
