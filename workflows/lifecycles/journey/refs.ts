/** What a file may name that has to be there elsewhere. */
export type RefKind =
  | 'segment'
  | 'template'
  | 'coupon'
  | 'step'
  | 'event'
  | 'field'
  | 'tag'
  | 'tier'
  | 'campaign'
  | 'attribute'
  | 'webhook'
  | 'role'
  | 'holidays'
  | 'reference'
  | 'stake';

/** A name, what it names, where it stands, and of what: a field of an event, a template of a campaign. */
export interface Ref {
  readonly kind: RefKind;
  readonly name: string;
  readonly path: readonly PropertyKey[];
  readonly of?: string;
}

/** The same, seen from further out. */
export const below = (refs: readonly Ref[], ...path: PropertyKey[]): Ref[] =>
  refs.map((ref) => ({ ...ref, path: [...path, ...ref.path] }));
