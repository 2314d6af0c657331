import { useCallback, useMemo, useState } from 'react';
import {
  addTo,
  at,
  groupAt,
  moveAt,
  nameAt,
  type Path,
  type ReadFile,
  readFile,
  removeAt,
  setAt,
  turnAt,
} from '../../data/condition-file.ts';
import { type Acts, keyOf } from './context.ts';

/** Steps that can be undone. */
const stepsMax = 100;

interface Steps {
  readonly past: readonly string[];
  readonly text: string;
  readonly future: readonly string[];
  /** What was typed at one place is one step. */
  readonly place: string | undefined;
  /** What the file said when it could be read last. */
  readonly shown: ReadFile['content'];
}

type Change = (text: string) => string;

export interface EditedFile extends ReadFile {
  readonly text: string;
  /** What the file said when it could be read last: a form goes on showing it while somebody types. */
  readonly shown: ReadFile['content'];
  readonly change: (change: Change, place?: string) => void;
  readonly acts: Acts;
  readonly focus: { readonly at: string | undefined; readonly taken: () => void };
  readonly undo: (() => void) | undefined;
  readonly redo: (() => void) | undefined;
}

const withText = (before: Steps, text: string, rest: Omit<Steps, 'text' | 'shown'>): Steps => ({
  ...{ ...rest, text },
  shown: readFile(text).content ?? before.shown,
});

function changedBy(before: Steps, change: Change, place: string | undefined): Steps {
  const text = change(before.text);
  if (text === before.text) return before;
  const goesOn = place !== undefined && place === before.place;
  const past = goesOn ? before.past : [...before.past, before.text].slice(-stepsMax);
  return withText(before, text, { past, future: [], place });
}

function undone(steps: Steps): Steps {
  const { past, text, future } = steps;
  const before = past.at(-1);
  if (before === undefined) return steps;
  return withText(steps, before, { past: past.slice(0, -1), future: [text, ...future], place: undefined });
}

function redone(steps: Steps): Steps {
  const { past, text, future } = steps;
  const [after] = future;
  if (after === undefined) return steps;
  return withText(steps, after, { past: [...past, text], future: future.slice(1), place: undefined });
}

/** A file that a form and its text change in step, each step of which can be undone. */
export function useFile(start: string): EditedFile {
  const [steps, setSteps] = useState<Steps>(() => ({
    ...{ past: [], text: start, future: [], place: undefined, shown: readFile(start).content },
  }));
  const [focus, setFocus] = useState<string>();
  const { text, past, future, shown } = steps;
  const found = useMemo(() => readFile(text), [text]);
  const change = useCallback<EditedFile['change']>(
    (how, place) => setSteps((before) => changedBy(before, how, place)),
    [],
  );
  return {
    ...{ ...found, text, shown, change },
    acts: useMemo(() => actsOn(found.content, change, setFocus), [found, change]),
    focus: useMemo(() => ({ at: focus, taken: () => setFocus(undefined) }), [focus]),
    undo: past.length === 0 ? undefined : () => setSteps(undone),
    redo: future.length === 0 ? undefined : () => setSteps(redone),
  };
}

function actsOn(content: ReadFile['content'], change: EditedFile['change'], focus: (place: string) => void): Acts {
  const lengthOf = (path: Path) => {
    const list = at(content, path);
    return Array.isArray(list) ? list.length : 0;
  };
  return {
    set: (path, value) => change((text) => setAt(text, path, value), keyOf(path)),
    remove: (path) => {
      change((text) => removeAt(text, path));
      const list = path.slice(0, -1);
      const place = Math.min(Number(path.at(-1)), lengthOf(list) - 2);
      if (place >= 0) focus(keyOf([...list, place]));
    },
    add: (path, value) => {
      change((text) => addTo(text, path, value));
      focus(keyOf([...path, lengthOf(path)]));
    },
    move: (path, by) => {
      change((text) => moveAt(text, path, by));
      focus(keyOf([...path.slice(0, -1), Number(path.at(-1)) + by]));
    },
    turn: (path) => change((text) => turnAt(text, path)),
    name: (path, from, to) => change((text) => nameAt(text, path, from, to)),
    group: (path) => change((text) => groupAt(text, path, 'all')),
  };
}
