import type { JsonObject } from '../../values/json.ts';
import type { EditPolicy } from '../../workflows/lifecycles/journey/edits.ts';

/** The day on which the journeys of the cases are changed. */
export const editedAt = 2;

/** A journey that is changed on its second day: played in a rehearsal and on the real servers, it comes to the same. */
export interface EditCase {
  readonly code: string;
  readonly policy: EditPolicy;
  readonly before: readonly object[];
  readonly after: readonly object[];
  readonly rest?: object;
  /** Something happens on a day, counted from the beginning. */
  readonly acts?: readonly { readonly day: number; readonly type: string; readonly data?: JsonObject }[];
  /** Names and days of what was given, in the order it was. */
  readonly gets: readonly string[];
}

const gift = (id: string, grant: number) => ({ id, grant });
const waiting = [gift('first', 1), { id: 'pause', wait: '5 days' }, gift('last', 5)];
const sooner = [gift('first', 7), { id: 'pause', wait: '3 days' }, gift('extra', 1), gift('last', 9)];
const loop = (times: number, points: number) => [
  { id: 'loop', repeat: times, do: [gift('round', points), { id: 'night', wait: '1 day' }] },
];
const listening = (types: readonly string[], points: number, atMost: string) => [
  gift('first', 1),
  {
    id: 'listen',
    ...{
      waitFor: types.map((event) => ({
        path: event.replace('.', '-'),
        event,
        do: [gift(`${event.split('.')[0]}-points`, points)],
      })),
    },
    ...{ atMost, since: 'entry', otherwise: [gift('nothing', 2)] },
  },
];
const split = (points: number, wait: string) => [
  {
    id: 'lot',
    split: [
      { path: 'left', share: 100, do: [gift('left', points), { id: 'pause', wait }, gift('left-again', points)] },
      { path: 'right', share: 0 },
    ],
  },
];
const dated = (on: string) => [gift('first', 1), { id: 'day', waitUntil: `${on} 10:00` }, gift('last', 5)];

export const editCases: readonly EditCase[] = [
  { code: 'wait-new', policy: 'new', before: waiting, after: sooner, gets: ['0 first 1', '5 last 5'] },
  // A wait whose length was changed is reckoned from its beginning.
  { code: 'wait-move', policy: 'move', before: waiting, after: sooner, gets: ['0 first 1', '3 extra 1', '3 last 9'] },
  // Who begins anew waits anew, and gets nothing again.
  {
    code: 'wait-restart',
    policy: 'restart',
    before: waiting,
    after: sooner,
    gets: ['0 first 1', '5 extra 1', '5 last 9'],
  },
  // What was over by then is come to now.
  {
    code: 'wait-over',
    policy: 'move',
    before: waiting,
    after: [gift('first', 1), { id: 'pause', wait: '1 day' }, gift('last', 9)],
    gets: ['0 first 1', '2 last 9'],
  },
  {
    code: 'step-gone',
    policy: 'move',
    before: waiting,
    after: [gift('other', 1), { id: 'pause', wait: '3 days' }, gift('last', 9)],
    gets: ['0 first 1', '5 last 5'],
  },
  {
    code: 'loop-move',
    policy: 'move',
    before: loop(3, 1),
    after: loop(5, 10),
    gets: ['0 round 1', '1 round 1', '2 round 1', '3 round 10', '4 round 10'],
  },
  {
    code: 'loop-restart',
    policy: 'restart',
    before: loop(3, 1),
    after: loop(5, 10),
    // Three rounds were had; they are gone through again, and of those only the waits.
    gets: ['0 round 1', '1 round 1', '2 round 1', '5 round 10', '6 round 10'],
  },
  {
    code: 'listen-move',
    policy: 'move',
    before: listening(['order.placed'], 3, '9 days'),
    after: listening(['order.placed', 'checkin.done'], 4, '9 days'),
    acts: [{ day: 3, type: 'order.placed', data: { orderId: 'l1', amountMinor: 100 } }],
    gets: ['0 first 1', '3 order-points 4'],
  },
  {
    // It happened before the edit, and only the new version listens to it.
    code: 'listen-since',
    policy: 'move',
    before: listening(['order.placed'], 3, '9 days'),
    after: listening(['order.placed', 'stage.done'], 4, '9 days'),
    acts: [{ day: 1, type: 'stage.done' }],
    gets: ['0 first 1', '2 stage-points 4'],
  },
  {
    code: 'listen-bound',
    policy: 'move',
    before: listening(['order.placed'], 3, '9 days'),
    after: listening(['order.placed'], 3, '4 days'),
    gets: ['0 first 1', '4 nothing 2'],
  },
  {
    code: 'split-move',
    policy: 'move',
    before: split(1, '5 days'),
    after: split(2, '4 days'),
    gets: ['0 left 1', '4 left-again 2'],
  },
  {
    code: 'dated-move',
    policy: 'move',
    before: dated('2026-03-09'),
    after: dated('2026-03-06'),
    gets: ['0 first 1', '4 last 5'],
  },
  {
    code: 'dated-new',
    policy: 'new',
    before: dated('2026-03-09'),
    after: dated('2026-03-06'),
    gets: ['0 first 1', '7 last 5'],
  },
];
