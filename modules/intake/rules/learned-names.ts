import type { JsonValue } from '../../../values/json.ts';
import type { Fact } from './facts.ts';

/** A name that conditions may ask about, because it has arrived; never a value, such as a tag, for one may name a person. */
export interface LearnedName {
  readonly kind: 'event' | 'field' | 'attribute';
  /** The event type whose field it is; empty of all others. */
  readonly of: string;
  readonly name: string;
  /** Null of an event. */
  readonly type: 'text' | 'number' | 'money' | 'flag' | 'date' | null;
}

const fieldName = /^[a-zA-Z][a-zA-Z0-9_]{0,59}$/;
const dateText = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}.*)?$/;

/** What an event lets conditions name: its type and the fields of its data, or attributes of a member. */
export function namesIn(fact: Fact): LearnedName[] {
  const event: LearnedName = { kind: 'event', of: '', name: fact.type, type: null };
  if ('change' in fact) {
    return [event, ...fieldsOf('attribute', '', fact.change.attributes ?? {})];
  }
  const data = 'data' in fact ? fact.data : 'attributes' in fact ? fact.attributes : undefined;
  return data === undefined ? [event] : [event, ...fieldsOf('field', fact.type, data)];
}

function fieldsOf(
  kind: 'field' | 'attribute',
  of: string,
  data: Readonly<Record<string, JsonValue | undefined>>,
): LearnedName[] {
  return Object.entries(data).flatMap(([key, value]): LearnedName[] => {
    const type = fieldName.test(key) ? typeOf(key, value) : undefined;
    if (type === undefined) return [];
    return [{ kind, of, name: type === 'money' ? key.slice(0, -'Minor'.length) : key, type }];
  });
}

/** Undefined of what no condition asks about: lists, blocks and nothing. */
function typeOf(key: string, value: JsonValue | undefined): LearnedName['type'] | undefined {
  switch (typeof value) {
    case 'string':
      return dateText.test(value) ? 'date' : 'text';
    case 'number':
      return /.Minor$/.test(key) ? 'money' : 'number';
    case 'boolean':
      return 'flag';
    default:
      return undefined;
  }
}
