import type { Block } from '../../../conditions/choice.ts';
import type { Kind } from './kind.ts';

/** Characters that a name has at most. */
const nameMax = 60;

/** Words that stand for something else where a step's name may stand. */
export const takenNames = ['entry', 'here', 'member'] as const;

/** The name of a step: its id, or what it says; the same file has the same names. */
export function nameOf(step: Block, kind: Kind): string {
  if (typeof step.id === 'string') return step.id;
  return slug(kind.made?.(step) ?? kind.verb);
}

function slug(text: string): string {
  const name = text
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, nameMax)
    .replace(/-+$/, '');
  return name === '' ? 'step' : name;
}
