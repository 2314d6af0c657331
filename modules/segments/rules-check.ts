import type { Catalogue } from '../../conditions/catalogue.ts';
import type { Block } from '../../conditions/choice.ts';
import { checkRefs, type Tell } from '../../conditions/names.ts';
import { refsOf, tooDeep } from '../../conditions/tree.ts';
import type { Subjects } from '../../conditions/subject.ts';

/** Conditions of segments by their codes. */
export type SegmentConditions = ReadonlyMap<string, Block>;

/** Codes of the segments that a condition names. */
export function segmentsIn(who: Block, subjects: Subjects): string[] {
  const codes = refsOf(who, subjects)
    .filter(({ kind }) => kind === 'segment')
    .map(({ name }) => name);
  return [...new Set(codes)];
}

/** Tags that a condition names. */
export const tagsIn = (who: Block, subjects: Subjects): string[] =>
  refsOf(who, subjects).flatMap(({ kind, name }) => (kind === 'tag' ? [name] : []));

/** The way from a segment back to itself, by what segments name: `a -> b -> a`. */
function circleOf(code: string, segments: SegmentConditions, subjects: Subjects): readonly string[] | undefined {
  const settled = new Set<string>();
  const walk = (at: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(at)) return at === code ? [...way, at] : undefined;
    const who = segments.get(at);
    if (who === undefined || settled.has(at)) return undefined;
    for (const next of segmentsIn(who, subjects)) {
      const found = walk(next, [...way, at]);
      if (found) return found;
    }
    settled.add(at);
    return undefined;
  };
  return walk(code, []);
}

/** Tells everything that is wrong with a segment's condition: names, types, depth, circles. `segments` has it among them. */
export function checkWho(
  { code, who }: { readonly code: string; readonly who: Block },
  tell: Tell,
  {
    catalogue,
    segments,
    subjects,
  }: { readonly catalogue: Catalogue; readonly segments: SegmentConditions; readonly subjects: Subjects },
): void {
  checkRefs(refsOf(who, subjects), ['who'], tell, { catalogue });
  const deep = tooDeep(who);
  if (deep) tell(['who'], deep.problem, deep.fix);
  const circle = circleOf(code, segments, subjects);
  if (circle) tell(['who'], `goes round in a circle: ${circle.join(' -> ')}`, 'take one of them out');
}
