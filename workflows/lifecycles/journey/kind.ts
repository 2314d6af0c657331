import * as z from 'zod';
import type { Block, Option } from '../../../conditions/choice.ts';
import type { Ref } from './refs.ts';
import type { FieldType } from '../../../conditions/tests.ts';
import { codeWord } from '../../../conditions/words.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { Outcome } from '../../engine/story.ts';
import type { EffectAsk, Reckon, Tree } from './asks.ts';
import type { CouponOffers } from './coupons.ts';
import type { Occasion } from './occasions.ts';
import type { Saying } from './saying.ts';

/** Steps of one list, at most. */
export const stepsMax = 50;

/** Where a member goes from a step: on, into one of its paths, to another step, round it once more, or out. */
export type Flow =
  | { readonly kind: 'on'; readonly answer?: JsonObject }
  | { readonly kind: 'into'; readonly path: string; readonly answer?: JsonObject }
  | { readonly kind: 'goTo'; readonly step: string }
  /** The same step goes on in a new chapter, from what it has begun. */
  | { readonly kind: 'stay'; readonly begun?: JsonObject }
  | { readonly kind: 'end'; readonly status: 'done' | 'exited' | 'skipped'; readonly reason: string };
export const on: Flow = { kind: 'on' };
export const into = (path: string, answer?: JsonObject): Flow => ({
  kind: 'into',
  path,
  ...(answer === undefined ? {} : { answer }),
});

/** How a wait for things to happen ended: which of them came, by what event; or that its end came, was over, or is not known. */
export type Came =
  | { readonly kind: 'came'; readonly place: number; readonly data: JsonObject }
  | { readonly kind: 'over' | 'past' | 'unknown' | 'moved' };

/** An ask without what the interpreter knows itself. */
export type Wanted = DistributiveOmit<EffectAsk, 'name' | 'round' | 'afterPause' | 'outcomeData' | 'forMemberId'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A length or a moment on a calendar, as a step writes it. */
export type End = Omit<Reckon, 'from' | 'date'>;

/** What a step runs on: all that a kind may ask for. */
export interface Life {
  readonly memberId: string;
  now(): number;
  /** What a step has begun that now goes on: `stay` says so. */
  readonly begun: JsonObject | undefined;
  /** An effect, recorded under the step's name. */
  ask(wanted: Wanted): Promise<Outcome>;
  holds(conditions: readonly Tree[]): Promise<readonly boolean[]>;
  wait(end: End): Promise<Came>;
  waitFor(occasions: readonly Occasion[], end: End, since: string): Promise<Came>;
  /** `entry.field`, `step.field`, `step.at`. */
  value(reference: string): unknown;
  /** The member's own place in a lot of this step, from 0 up to 1. */
  lot(): number;
  /** How often this step has been come to. */
  times(): number;
  /** How often what is inside has been gone through since this step was come to. */
  rounds(): number;
}

export interface Path {
  readonly name: string;
  readonly steps: readonly Block[];
  /** Where they stand in the step. */
  readonly at: readonly PropertyKey[];
  /** Gone in place of what the step itself does: what it costs is not spent then. */
  readonly isInstead?: true;
}

/** What one member can be given at most. */
export interface Cost {
  readonly points: number;
  readonly coupons: number;
  readonly messages: number;
  /** Of the coupons, in major units, as far as they say it. */
  readonly worth: number;
}

/** A field that a later step may use as `<this step>.<field>`; `event` is all fields of an event. */
export type Answer = { readonly field: string; readonly type: FieldType } | { readonly event: string };

/** What a kind finds wrong in a step, below the step's own place. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
  readonly fix: string;
  readonly isAdvice?: true;
}

/** How often what is inside a step is done: at most, and whether it may be left out altogether. */
export interface Rounds {
  readonly max: number;
  readonly mayBeNone: boolean;
}

/** Schemas that a kind's own is made of: they know every kind and subject of the register. */
export interface Grammar {
  readonly steps: z.ZodType<readonly Block[]>;
  readonly condition: z.ZodType<Block>;
  /** One of these occasions, with further fields. */
  occasion(extra: z.ZodRawShape, verbs: readonly string[]): z.ZodType<Block>;
  /** One of these, by its verb. */
  oneOf(name: string, options: readonly Option[]): z.ZodType<Block>;
}

/** What refs of a condition are found by. */
export interface Reading {
  refsOf(condition: Block): readonly Ref[];
  occasionRefs(occasion: Occasion): readonly Ref[];
}

/** A sentence in the languages that the product speaks. */
export interface Sentences<Step> {
  en(step: Step, say: Saying): string;
  'zh-CN'(step: Step, say: Saying): string;
}

/** All that there is to know of one kind of step. */
interface KindOf<Step> {
  /** Waits: what happens meanwhile may be older than the next step. */
  readonly waits?: true;
  /** Always goes one of its paths, or ends. */
  readonly isFork?: true;
  readonly says: Sentences<Step>;
  /** Of its paths; those that many kinds have are said without it. */
  readonly saysPath?: PathSentences<Step>;
  paths?(step: Step): readonly Path[];
  refs?(step: Step, reading: Reading): readonly Ref[];
  /** At most, for one member, without what is inside. */
  cost?(step: Step, offers: CouponOffers): Partial<Cost>;
  answers?(step: Step): readonly Answer[];
  rounds?(step: Step): Rounds;
  /** Jumps to another step, so often at most. */
  jump?(step: Step): { readonly to: string; readonly atMost: number };
  /** Its name when it has no id, from what it says. */
  made?(step: Step): string;
  run(step: Step, life: Life): Promise<Flow>;
}

interface PathSentences<Step> {
  en(step: Step, path: string, say: Saying): string | undefined;
  'zh-CN'(step: Step, path: string, say: Saying): string | undefined;
}

/** A kind as its file declares it: `schema` gets the schemas of the register it is put into. */
export interface KindSpec<Schema extends z.ZodType<object>> extends KindOf<z.output<Schema>> {
  readonly verb: string;
  readonly about: string;
  schema(grammar: Grammar): Schema;
}

/** A kind in a register. */
export interface Kind extends KindOf<Block>, Option {}

/** A kind that can be put into any register. */
export interface KindMaker {
  readonly verb: string;
  make(grammar: Grammar): Kind;
}

/** Declares a kind; that a checked block has the type of its schema is said here and nowhere else. */
export function kind<Schema extends z.ZodType<object>>(spec: KindSpec<Schema>): KindMaker {
  const { verb, about, schema, ...rest } = spec;
  const untyped = rest as unknown as KindOf<Block>;
  return { verb, make: (grammar) => ({ ...untyped, verb, about, schema: schema(grammar) }) };
}

/** What was kept as text; empty when it was something else. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Every step may have these. */
export const anyStep = {
  id: codeWord.optional().describe('the name its results are kept under, for ever'),
  note: z.string().max(500).optional().describe('for whoever reads the plan'),
};

export const afterPause = {
  afterPause: z
    .enum(['catchUp', 'shift', 'skip'])
    .optional()
    .describe('what becomes of it when it fell due in a pause; catchUp when left out'),
};

/** Every effect may have these. */
export const anyEffect = ({ steps }: Grammar) => ({
  ...anyStep,
  ...afterPause,
  ifRefused: steps.optional().describe('what happens instead when it may not be done'),
});

interface Refusable {
  readonly ifRefused?: readonly Block[] | undefined;
}

/** An effect, and its path when it is refused. */
export async function perform({ ifRefused }: Refusable, life: Life, wanted: Wanted): Promise<Flow> {
  const outcome = await life.ask(wanted);
  return outcome.kind === 'refused' && ifRefused !== undefined ? into('refused') : on;
}

export const refusedPath = ({ ifRefused }: Refusable): Path[] =>
  ifRefused === undefined ? [] : [{ name: 'refused', steps: ifRefused, at: ['ifRefused'], isInstead: true }];
