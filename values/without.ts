/** The fields of a thing but these. */
export function without<Thing extends object, Name extends keyof Thing>(
  thing: Thing,
  ...names: readonly Name[]
): Omit<Thing, Name> {
  return Object.fromEntries(Object.entries(thing).filter(([each]) => !names.some((name) => name === each))) as Omit<
    Thing,
    Name
  >;
}
