import { attributeTypeOf, type Catalogue, fieldTypeOf } from '../../../conditions/catalogue.ts';
import { checkRefs, checkTest, held, resolve, type Tell } from '../../../conditions/names.ts';
import type { FieldType } from '../../../conditions/tests.ts';
import { nearest } from '../../../conditions/words.ts';
import { type Door, readDoors } from './doors.ts';
import type { Answer } from './kind.ts';
import type { Placed, Plan } from './plan.ts';
import type { Ref } from './refs.ts';

/** Dates that are no attributes. */
const profileDates = ['birthday'];

/** Holds what a step names, or what stands outside of steps and may speak of them, against what is there. */
export function checkNames(
  refs: readonly Ref[],
  base: readonly PropertyKey[],
  tell: Tell,
  { plan, catalogue, here }: { readonly plan: Plan; readonly catalogue: Catalogue; readonly here?: Placed },
): void {
  const others = (ref: Ref, path: readonly PropertyKey[]) => {
    switch (ref.kind) {
      case 'step':
        return checkStep(ref, path, tell, plan);
      case 'since':
        return checkSince(ref, path, tell, plan, here);
      case 'reference':
        return checkReference(ref, path, tell, { plan, catalogue, ...(here === undefined ? {} : { here }) });
      case 'template':
        return checkTemplate(ref, path, tell, plan, catalogue);
      case 'coupon':
        return checkCoupon(ref, path, tell, plan, catalogue);
      default:
        return;
    }
  };
  checkRefs(refs, base, tell, { catalogue, others });
}

const stepNames = ({ steps }: Plan) => steps.map(({ name }) => name);

function checkStep({ name, of }: Ref, path: readonly PropertyKey[], tell: Tell, plan: Plan): void {
  if (!resolve(tell, path, { what: 'step', name, known: stepNames(plan), none: 'give the step an id' })) return;
  const verb = plan.byName.get(name)?.kind.verb;
  if (of === undefined || verb === of) return;
  const known = plan.steps.filter(({ kind }) => kind.verb === of).map((step) => step.name);
  const fix = known.length === 0 ? `write a ${of} before it` : `name one of ${known.join(', ')}`;
  tell(path, `names ${name}, which is no ${of} but a ${verb ?? 'step'}`, fix);
}

function checkSince(
  { name }: Ref,
  path: readonly PropertyKey[],
  tell: Tell,
  plan: Plan,
  here: Placed | undefined,
): void {
  if (name === 'entry') return;
  if (!resolve(tell, path, { what: 'step', name, known: [...stepNames(plan), 'entry'], none: 'give the step an id' }))
    return;
  if (here !== undefined && (plan.byName.get(name)?.order ?? 0) > here.order)
    tell(path, `counts from ${name}, which comes later`, 'name a step that comes earlier');
}

function checkTemplate(
  { name }: Ref,
  path: readonly PropertyKey[],
  tell: Tell,
  plan: Plan,
  catalogue: Catalogue,
): void {
  const known = catalogue.campaigns[plan.file.campaign]?.templates ?? [];
  resolve(tell, path, { what: 'message', name, known, none: 'write its texts into the messages folder' });
}

/** What is given is of the file; a condition may ask for any coupon of the programme. */
function checkCoupon({ name }: Ref, path: readonly PropertyKey[], tell: Tell, plan: Plan, catalogue: Catalogue): void {
  const isAsked = path.some((part) => ['onlyIf', 'if', 'when', 'stopWhen'].includes(String(part)));
  const own = Object.keys(plan.file.coupons ?? {});
  const others = isAsked ? Object.values(catalogue.campaigns).flatMap(({ coupons }) => coupons) : [];
  resolve(tell, path, { what: 'coupon', name, known: [...own, ...others], none: 'add it to the block `coupons`' });
}

interface Around {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly here?: Placed;
}

/** `entry.x` is a field of every door, `member.x` an attribute, `step.x` an answer of an earlier step. */
function checkReference(ref: Ref, path: readonly PropertyKey[], tell: Tell, around: Around): void {
  const [of = '', field = ''] = ref.name.split('.');
  const type = referenceType(of, field, path, tell, around);
  if (type === undefined) return;
  if (of === 'member' && ref.of === 'number')
    return tell(
      path,
      `reads ${ref.name} of the member, which may change`,
      'name a field of the entry, or the answer of a step',
    );
  if (ref.of === 'number' && type !== 'number' && type !== 'money')
    return tell(path, `takes a number from ${ref.name}, which holds ${held[type]}`, 'name a field that holds numbers');
  if (ref.of === 'date' && type !== 'date')
    return tell(path, `is reckoned from ${ref.name}, which holds ${held[type]}`, 'name a field that holds dates');
  if (ref.test !== undefined) checkTest(ref.test, field, type, path, tell);
}

function referenceType(
  of: string,
  field: string,
  path: readonly PropertyKey[],
  tell: Tell,
  { plan, catalogue, here }: Around,
): FieldType | undefined {
  if (of === 'member') {
    if (profileDates.includes(field)) return 'date';
    const none = 'declare it under `attributes` of the programme';
    const known = Object.keys(catalogue.attributes);
    return resolve(tell, path, { what: 'attribute', name: field, known, none })
      ? attributeTypeOf(catalogue, field)
      : undefined;
  }
  if (of === 'entry') return entryType(field, path, tell, { plan, catalogue });
  const step = plan.byName.get(of);
  if (step === undefined) {
    resolve(tell, path, { what: 'step', name: of, known: stepNames(plan), none: 'give the step an id' });
    return undefined;
  }
  if (here !== undefined && step.order > here.order) {
    tell(path, `uses ${of} before it is done`, 'name a step that comes earlier');
    return undefined;
  }
  if (field === 'at') return 'date';
  const answers = new Map((step.kind.answers?.(step.step) ?? []).flatMap((answer) => fieldsOf(answer, catalogue)));
  const known = [...answers.keys(), 'at'];
  return resolve(tell, path, { what: `answer of ${of}`, name: field, known, none: 'keep the field in that step' })
    ? answers.get(field)
    : undefined;
}

function fieldsOf(answer: Answer, { events }: Catalogue): (readonly [string, FieldType])[] {
  return 'event' in answer ? Object.entries(events[answer.event] ?? {}) : [[answer.field, answer.type]];
}

/** The fields a door brings, each with what it holds. */
export function fieldsOfDoor({ event, fields = {} }: Door, { events }: Catalogue): Readonly<Record<string, FieldType>> {
  return event === undefined ? fields : (events[event] ?? {});
}

function entryType(
  field: string,
  path: readonly PropertyKey[],
  tell: Tell,
  { plan, catalogue }: Pick<Around, 'plan' | 'catalogue'>,
): FieldType | undefined {
  const doors = readDoors(plan.file.entry);
  const lacking = doors.findIndex((door) => !Object.hasOwn(fieldsOfDoor(door, catalogue), field));
  if (lacking < 0) {
    const [first] = doors;
    if (first?.event !== undefined) return fieldTypeOf(catalogue, first.event, field);
    return first?.fields?.[field] ?? 'text';
  }
  // A door by an event that is not there is told of at its own place.
  const { event } = doors[lacking] ?? {};
  if (event !== undefined && !Object.hasOwn(catalogue.events, event)) return undefined;
  const near = nearest(
    field,
    doors.flatMap((door) => Object.keys(fieldsOfDoor(door, catalogue))),
  );
  const brought = `needs ${field} of what the member entered by, which entry[${lacking}] does not bring`;
  tell(path, brought, near === undefined ? 'use a field that every entry has' : `write "${near}"`);
  return undefined;
}
