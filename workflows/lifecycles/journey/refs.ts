import type { Ref } from '../../../conditions/subject.ts';

/**
 * A name, what it names and where it stands, as conditions have it. In a journey a `step` may be asked to be of a kind (`of: hold`),
 * and a `reference` to hold a type (`of: number`).
 */
export type { Ref };

/** The same, seen from further out. */
export const below = (refs: readonly Ref[], ...path: PropertyKey[]): Ref[] =>
  refs.map((ref) => ({ ...ref, path: [...path, ...ref.path] }));
