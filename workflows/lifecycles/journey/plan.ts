import type { Block } from '../../../conditions/choice.ts';
import { readDoors } from './doors.ts';
import type { JourneyFile } from './file.ts';
import type { Kind } from './kind.ts';
import type { Language } from './language.ts';
import { nameOf } from './names.ts';
import type { Occasion } from './occasions.ts';
import { below, type Ref } from './refs.ts';

/** A step in its place. */
export interface Placed {
  readonly step: Block;
  readonly kind: Kind;
  readonly name: string;
  /** Its place among all steps, in the order in which they are read. */
  readonly order: number;
  /** Where it stands in the file. */
  readonly path: readonly PropertyKey[];
  readonly list: readonly Block[];
  /** The step in one of whose paths it stands, and in which. */
  readonly parent?: Placed;
  readonly of?: string;
}

/** What of a member's way must be carried on, because something asks for it. */
export interface Needs {
  /** Fields of what the member entered by. */
  readonly entry: ReadonlySet<string>;
  /** By step: fields of its answer. */
  readonly answers: ReadonlyMap<string, ReadonlySet<string>>;
  /** Steps whose time is asked for. */
  readonly doneAt: ReadonlySet<string>;
  /** Steps whose outcome is asked for. */
  readonly outcomes: ReadonlySet<string>;
}

/** A file with its steps by name: all that checks, sentences, costs and stories read it by. */
export interface Plan {
  readonly file: JourneyFile;
  readonly language: Language;
  readonly steps: readonly Placed[];
  /** Of two steps of one name the first. */
  readonly byName: ReadonlyMap<string, Placed>;
  readonly byStep: ReadonlyMap<Block, Placed>;
  readonly needs: Needs;
}

const plans = new WeakMap<Language, WeakMap<JourneyFile, Plan>>();

/** The plan of a checked file, made once: a story asks for it in every chapter. */
export function planOf(file: JourneyFile, language: Language): Plan {
  const known = plans.get(language) ?? new WeakMap<JourneyFile, Plan>();
  plans.set(language, known);
  let plan = known.get(file);
  if (plan === undefined) known.set(file, (plan = makePlan(file, language)));
  return plan;
}

function makePlan(file: JourneyFile, language: Language): Plan {
  const steps: Placed[] = [];
  const place = (list: readonly Block[], at: readonly PropertyKey[], within?: Pick<Placed, 'parent' | 'of'>): void => {
    list.forEach((step, index) => {
      const kind = language.kindOf(step);
      const name = nameOf(step, kind);
      const here: Placed = { step, kind, name, order: steps.length, path: [...at, index], list, ...within };
      steps.push(here);
      for (const path of kind.paths?.(step) ?? [])
        place(path.steps, [...here.path, ...path.at], { parent: here, of: path.name });
    });
  };
  place(file.steps, ['steps']);
  const byName = new Map<string, Placed>();
  for (const one of steps) if (!byName.has(one.name)) byName.set(one.name, one);
  const byStep = new Map(steps.map((one) => [one.step, one]));
  return { file, language, steps, byName, byStep, needs: needsOf(allRefs(file, steps, language)) };
}

/** The lists a step stands in: its own first, then those around it. */
export function* listsAround(placed: Placed): Generator<readonly Block[]> {
  for (let here: Placed | undefined = placed; here !== undefined; here = here.parent) yield here.list;
}

/** What the plan names outside of its steps. */
export function refsAround({ entry, audience, goal, exitOn = [] }: JourneyFile, language: Language): Ref[] {
  return [
    ...readDoors(entry).flatMap((door, index) => below(doorRefs(door, language), 'entry', index)),
    ...(audience === undefined ? [] : below(language.refsOf(audience), 'audience')),
    ...(goal === undefined ? [] : below(language.occasionRefs(goal as Occasion), 'goal')),
    ...exitOn.flatMap((exit, index) => below(language.occasionRefs(exit as Occasion), 'exitOn', index)),
  ];
}

type AnyDoor = ReturnType<typeof readDoors>[number];

export function doorRefs(door: AnyDoor, language: Language): Ref[] {
  const { event, enters, leaves, key } = door;
  const happened = (event ?? enters ?? leaves) === undefined ? [] : language.occasionRefs(door as Occasion);
  if (key === undefined || event === undefined) return [...happened];
  return [...happened, { kind: 'field', name: key, of: event, path: ['key'] }];
}

const allRefs = (file: JourneyFile, steps: readonly Placed[], language: Language): Ref[] => [
  ...refsAround(file, language),
  ...steps.flatMap(({ step, kind }) => [...(kind.refs?.(step, language) ?? [])]),
];

function needsOf(refs: readonly Ref[]): Needs {
  const entry = new Set<string>();
  const answers = new Map<string, Set<string>>();
  const doneAt = new Set<string>();
  const outcomes = new Set<string>();
  for (const { kind, name } of refs) {
    if (kind === 'since') doneAt.add(name);
    if (kind === 'step') outcomes.add(name);
    if (kind !== 'reference') continue;
    const [of = '', field = ''] = name.split('.');
    if (of === 'entry') entry.add(field);
    else if (field === 'at') doneAt.add(of);
    else answers.set(of, (answers.get(of) ?? new Set<string>()).add(field));
  }
  return { entry, answers, doneAt, outcomes };
}
