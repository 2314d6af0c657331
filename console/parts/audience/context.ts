import { createContext, use } from 'react';
import type { Shape } from '../../data/api.ts';
import type { Knot, Path } from '../../data/condition-file.ts';

export type Language = Shape['SegmentLanguage'];
export type Subject = Language['subjects'][number];
export type Field = Subject['fields'][number];
export type FieldType = Language['names']['attribute'][number]['type'];

/** What a form may do to the file whose condition it shows. */
export interface Acts {
  readonly set: (path: Path, value: unknown) => void;
  readonly remove: (path: Path) => void;
  readonly add: (path: Path, value: unknown) => void;
  readonly move: (path: Path, by: 1 | -1) => void;
  readonly turn: (path: Path) => void;
  readonly name: (path: Path, from: Knot, to: Knot) => void;
  readonly group: (path: Path) => void;
}

/** What every part of a condition's form knows. */
export interface Building {
  readonly language: Language;
  readonly acts: Acts;
  /** Members who meet the condition at a place by itself; undefined while they are counted. */
  readonly aloneAt: (path: Path) => number | undefined;
  readonly isCounting: boolean;
  /** What the API says of the condition at a place, or of something in it. */
  readonly faultsAt: (path: Path) => readonly Fault[];
  /** The place that gets the keyboard as soon as it is there. */
  readonly focus: { readonly at: string | undefined; readonly taken: () => void };
}

export interface Fault {
  readonly field: string;
  readonly detail: string;
  readonly fix?: string | undefined;
  readonly line?: number | undefined;
}

const BuildingContext = createContext<Building | undefined>(undefined);
export const BuildingProvider = BuildingContext;

export function useBuilding(): Building {
  const building = use(BuildingContext);
  if (building === undefined) throw new Error('No condition is built here.');
  return building;
}

export const keyOf = (path: Path): string => path.join('.');

/** What a refusal of the API says of places in a file. */
export const faultsOf = (errors: readonly (Omit<Fault, 'field'> & { readonly field?: string })[] = []): Fault[] =>
  errors.map(({ field = '', ...rest }) => ({ field, ...rest }));

/** `who.all[1]`, as the API names a place. */
export const fieldOf = (path: Path): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');

/** The kind of a condition: the one whose key it has. */
export const subjectOf = (block: object, { subjects }: Language): Subject | undefined =>
  subjects.find(({ verb }) => Object.hasOwn(block, verb));

/** The groups in which kinds are offered, each with its kinds. */
export function groupsOf({
  subjects,
}: Language): readonly { readonly title: string; readonly of: readonly Subject[] }[] {
  const titles = new Map(subjects.map(({ group }) => [group.code, group.title]));
  return [...titles].map(([code, title]) => ({ title, of: subjects.filter(({ group }) => group.code === code) }));
}
