import { attributeTypeOf, fieldTypeOf, type Catalogue } from './catalogue.ts';
import type { Ref } from './subject.ts';
import { blockOf, type FieldTest, type FieldType } from './tests.ts';
import { nearest } from './words.ts';

/** What is wrong at a place, and what to write instead. */
export type Tell = (path: readonly PropertyKey[], problem: string, fix: string) => void;

/** Names that are listed in a fix, at most. */
const listedMax = 12;

/** Tells of a name that is not there, with the one that was meant, or all there are. */
export function resolve(
  tell: Tell,
  path: readonly PropertyKey[],
  { what, name, known, none }: { what: string; name: string; known: readonly string[]; none: string },
): boolean {
  if (known.includes(name)) return true;
  const near = nearest(name, known);
  const few = known.length > 0 && known.length <= listedMax;
  const listed = few ? `write ${known.length === 1 ? `"${known[0] ?? ''}"` : `one of ${known.join(', ')}`}` : none;
  tell(path, `names the ${what} "${name}", which is not there`, near === undefined ? listed : `write "${near}"`);
  return false;
}

const declare = (block: string) => `declare it under \`${block}\` of the programme`;

/**
 * Holds what a condition names against the catalogue, and what it asks of a field against the field's type. What only a journey knows
 * (a step, a reference) is left to `others`, or refused where there is none.
 */
export function checkRefs(
  refs: readonly Ref[],
  base: readonly PropertyKey[],
  tell: Tell,
  {
    catalogue,
    others,
  }: { readonly catalogue: Catalogue; readonly others?: (ref: Ref, path: readonly PropertyKey[]) => void },
): void {
  for (const ref of refs) {
    const path = [...base, ...ref.path];
    if (isOfCatalogue(ref)) checkRef(ref, path, tell, catalogue);
    else if (others) others(ref, path);
    else refuseJourneyOnly(ref, path, tell);
  }
}

const ofCatalogue = [
  'segment',
  'event',
  'field',
  'attribute',
  'tag',
  'tier',
  'campaign',
  'holidays',
  'webhook',
  'role',
] as const;
type CatalogueRef = Ref & { readonly kind: (typeof ofCatalogue)[number] | 'template' | 'coupon' };

/** Messages and coupons are a journey's own, unless the campaign is named whose they are, or no journey is around. */
const isOfCatalogue = (ref: Ref): ref is CatalogueRef =>
  (ofCatalogue as readonly string[]).includes(ref.kind) || (ref.kind === 'template' && ref.of !== undefined);

function refuseJourneyOnly(ref: Ref, path: readonly PropertyKey[], tell: Tell): void {
  if (ref.kind === 'since')
    tell(path, `counts since ${ref.name}, which only a journey knows`, 'write a span such as "last 30 days"');
  const of = ref.kind === 'step' ? 'a step' : (ref.name.split('.')[0] ?? '');
  if (ref.kind === 'reference' || ref.kind === 'step')
    tell(path, `speaks of ${of}, which only a journey knows`, 'ask it in a branch of the journey');
}

function checkRef(ref: CatalogueRef, path: readonly PropertyKey[], tell: Tell, catalogue: Catalogue): void {
  const { name, of } = ref;
  const look = (what: string, known: readonly string[], none: string) =>
    resolve(tell, path, { what, name, known, none });
  switch (ref.kind) {
    case 'segment':
      return void look('segment', catalogue.segments, 'apply that segment first');
    case 'event':
      return void look('event', Object.keys(catalogue.events), declare('events'));
    case 'field':
      if (of !== undefined && Object.hasOwn(catalogue.events, of)) checkField(ref, of, path, tell, catalogue);
      return;
    case 'attribute':
      if (look('attribute', Object.keys(catalogue.attributes), declare('attributes')) && ref.test !== undefined)
        checkTest(ref.test, name, attributeTypeOf(catalogue, name), path, tell);
      return;
    case 'tag':
      return void look('tag', catalogue.tags, declare('tags'));
    case 'tier':
      return void look('tier', catalogue.tiers, 'add the tier to the programme');
    case 'campaign':
      return void look('campaign', Object.keys(catalogue.campaigns), 'apply that campaign first');
    case 'holidays':
      return void look('list of holidays', Object.keys(catalogue.holidays), 'add the list to the programme');
    case 'webhook':
      return void look('endpoint', catalogue.webhooks, 'add the endpoint to the programme');
    case 'role':
      return void look('role', catalogue.roles, 'add the role to the programme');
    case 'template':
    case 'coupon': {
      const campaigns = of === undefined ? Object.values(catalogue.campaigns) : [catalogue.campaigns[of]];
      const names = campaigns.flatMap((one) => (ref.kind === 'coupon' ? one?.coupons : one?.templates) ?? []);
      return void look(ref.kind === 'coupon' ? 'coupon' : 'message', names, 'apply the campaign that gives it first');
    }
  }
}

function checkField(ref: Ref, event: string, path: readonly PropertyKey[], tell: Tell, catalogue: Catalogue): void {
  const { name } = ref;
  const known = Object.keys(catalogue.events[event] ?? {});
  if (!resolve(tell, path, { what: `field of ${event}`, name, known, none: declare('events') })) return;
  const type = fieldTypeOf(catalogue, event, name);
  if (ref.isSum === true && type !== 'number' && type !== 'money')
    tell(path, `adds up ${name}, which holds ${held[type]}`, 'name a field that holds numbers or money');
  if (ref.test !== undefined) checkTest(ref.test, name, type, path, tell);
}

/** What a field of a type holds, as errors say it. */
export const held: Readonly<Record<FieldType, string>> = {
  text: 'text',
  number: 'numbers',
  money: 'money',
  flag: 'true or false',
  date: 'dates',
};
/** What fields of a type may be asked. */
export const asked: Readonly<Record<FieldType, readonly string[]>> = {
  text: ['is', 'isNot', 'contains', 'startsWith', 'known'],
  number: ['is', 'isNot', 'atLeast', 'atMost', 'above', 'below', 'known'],
  money: ['is', 'isNot', 'atLeast', 'atMost', 'above', 'below', 'known'],
  flag: ['is', 'isNot', 'known'],
  date: ['is', 'isNot', 'atLeast', 'atMost', 'before', 'after', 'within', 'known'],
};
const written: Readonly<Record<FieldType, string>> = {
  text: 'text',
  number: 'a number',
  money: 'a number',
  flag: 'true or false',
  date: 'a day such as "30 days ago" or "2026-12-31"',
};

/** Holds what a field is asked against what it holds: a text is not above anything, a number contains nothing. */
export function checkTest(
  test: FieldTest,
  name: string,
  type: FieldType,
  path: readonly PropertyKey[],
  tell: Tell,
): void {
  for (const [word, value] of Object.entries(blockOf(test))) {
    if (value === undefined || word === 'known') continue;
    if (!asked[type].includes(word)) {
      const words = asked[type].join(', ');
      tell(path, `asks "${word}" of ${name}, which holds ${held[type]}`, `write one of ${words}`);
      continue;
    }
    const strange = [value].flat().find((one) => !isOf(one, type));
    if (strange === undefined) continue;
    tell(
      path,
      `compares ${name}, which holds ${held[type]}, with ${JSON.stringify(strange)}`,
      `write ${written[type]}`,
    );
  }
}

const ages = /^(today|\d+ \w+ (ago|ahead)|\d{4}-\d{2}-\d{2}|(last|next) .+|this .+|since .+)$/;

function isOf(value: unknown, type: FieldType): boolean {
  if (type === 'text') return typeof value === 'string';
  if (type === 'flag') return typeof value === 'boolean';
  if (type === 'date') return typeof value === 'string' && ages.test(value);
  return typeof value === 'number';
}
