import { localDayKey } from '../../../values/calendar.ts';
import { expiresAt, expiryIn } from '../../programme/rules-expiry.ts';
import type { Programme, Task } from '../../programme/rules.ts';
import { type DecisionContext, type PlannedEvent, type Standing, givePhase } from './context.ts';
import type { Fact } from './facts.ts';

type Draft = Pick<PlannedEvent, 'data' | 'result'>;

/** Adds the fixed points that the programme gives for events of this type, as often as it gives them. */
export function payTask(
  context: DecisionContext,
  fact: Fact,
  member: Standing,
  draft: Draft,
): Draft & Pick<PlannedEvent, 'earn'> {
  const { programme, paidKeys } = context;
  const task = taskFor(programme, fact.type);
  if (!task) return draft;
  const key = taskKey(task, fact, programme.zone);
  if (paidKeys.has(key)) {
    const note = task.once === 'day' ? 'points for this were given today already' : 'points for this were given before';
    return { ...draft, result: { ...draft.result, points: 0, note } };
  }
  paidKeys.add(key);
  return {
    data: { ...draft.data, points: task.points },
    result: { ...draft.result, points: task.points },
    earn: {
      key,
      points: task.points,
      availableAt: null,
      expiresAt: expiresAt(expiryIn(programme, member.tier), fact.at, programme.zone),
      source: { type: 'event', id: fact.id },
      turn: givePhase(member),
    },
  };
}

/** The programme's task for a type of event. */
export function taskFor({ tasks = [] }: Pick<Programme, 'tasks'>, type: string): Task | undefined {
  return tasks.find(({ eventType }) => eventType === type);
}

/** The permanent key under which a task is paid: how often it pays is part of the key. */
export function taskKey({ once, eventType }: Task, { id, memberId, at }: Fact, zone: string): string {
  switch (once) {
    case 'event':
      return `earn:event:${id}`;
    case 'day':
      return `earn:task:${eventType}:${localDayKey(at, zone)}:${memberId}`;
    case 'ever':
      return `earn:task:${eventType}:${memberId}`;
    default:
      return once satisfies never;
  }
}
