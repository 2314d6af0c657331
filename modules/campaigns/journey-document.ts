import { type Document, isMap, isSeq, parseDocument } from 'yaml';
import type { JsonValue } from '../../values/json.ts';
import type { Plan } from '../../workflows/lifecycles/journey/plan.ts';

type Path = readonly PropertyKey[];

/** As files are written by hand: no line is broken, and braces have room. */
const style = { lineWidth: 0, flowCollectionPadding: true } as const;

/** A journey's file that is edited field by field: comments, order and style of what is not touched stay. */
export class JourneyDocument {
  private readonly document: Document;

  constructor(source: string) {
    this.document = parseDocument(source);
    if (this.document.errors[0] !== undefined) throw this.document.errors[0];
  }

  /** The text as it is now; without an edit the same as before. */
  text(): string {
    return this.document.toString(style);
  }

  /** Sets a field, or takes it out when there is no value. */
  set(path: Path, value: JsonValue | undefined): this {
    if (value === undefined) this.document.deleteIn(path);
    else this.document.setIn(path, typeof value === 'object' ? this.document.createNode(value) : value);
    return this;
  }

  /** Puts a block into a list before the one that has this place now. */
  insert(list: Path, place: number, block: JsonValue): this {
    const found: unknown = this.document.getIn(list, true);
    const node = this.document.createNode(block);
    if (isSeq(found)) found.items.splice(place, 0, node);
    else this.document.setIn(list, this.document.createNode([block]));
    return this;
  }

  remove(list: Path, place: number): this {
    const found: unknown = this.document.getIn(list, true);
    if (isSeq(found)) found.items.splice(place, 1);
    return this;
  }

  /** Writes down the names that steps have without an id, so that another text or length leaves them what they are. */
  writeIds(plan: Plan): this {
    for (const { step, name, path } of plan.steps) {
      const block: unknown = this.document.getIn(path, true);
      if (step.id !== undefined || !isMap(block)) continue;
      block.items.push(this.document.createPair('id', name));
    }
    return this;
  }
}
