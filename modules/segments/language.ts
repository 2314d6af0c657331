import type { Block } from '../../conditions/choice.ts';
import type { Fields } from '../../conditions/catalogue.ts';
import { type Group, groups, type NamesOf } from '../../conditions/control.ts';
import { fieldsOf, type FormField } from '../../conditions/form.ts';
import { asked } from '../../conditions/names.ts';
import type { Subject } from '../../conditions/subject.ts';
import { type FieldType, fieldTypes } from '../../conditions/tests.ts';
import { depthMax } from '../../conditions/tree.ts';
import type { Db } from '../../platform/database.ts';
import type { Locale } from '../../values/wording.ts';
import { profileFields } from '../members/conditions/profile.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { type Known, readKnown } from './catalogue.ts';
import { segmentSubjects } from './subjects.ts';

export { fieldTypes };

/** A kind of condition as a form offers it. */
export interface AskableSubject {
  readonly verb: string;
  readonly title: string;
  readonly group: { readonly code: Group; readonly title: string };
  readonly fields: readonly FormField[];
  /** What its numbers count: words, or the currency. */
  readonly unit: string | null;
  readonly oneOf: readonly string[];
  readonly whereOf: string | null;
  /** What a new one begins with. */
  readonly start: Block;
}

interface AskableField {
  readonly name: string;
  readonly type: FieldType;
}

interface Named {
  readonly code: string;
  readonly name: string;
}

/** Everything that a form for conditions needs: what may be asked, and what may be named. */
export interface SegmentLanguage {
  readonly subjects: readonly AskableSubject[];
  /** What fields of each type may be asked. */
  readonly tests: Readonly<Record<FieldType, readonly string[]>>;
  readonly depthMax: number;
  readonly currency: string;
  readonly names: {
    readonly attribute: readonly AskableField[];
    readonly event: readonly { readonly type: string; readonly fields: readonly AskableField[] }[];
    readonly tag: readonly string[];
    readonly tier: readonly Named[];
    readonly segment: readonly Named[];
    readonly campaign: readonly string[];
    readonly coupon: readonly string[];
    readonly template: readonly string[];
  };
}

/** Reads what a form for conditions of a programme offers, in one language. */
export async function readLanguage(db: Db, programme: StoredProgramme, locale: Locale): Promise<SegmentLanguage> {
  const known = await readKnown(db, programme);
  const names = namesOf(programme, known, locale);
  return {
    subjects: [...segmentSubjects.values()].map((subject) => askable(subject, names, known, locale)),
    ...{ tests: asked, depthMax, currency: known.catalogue.currency, names },
  };
}

const fieldList = (fields: Fields): AskableField[] =>
  Object.entries(fields)
    .map(([name, type]) => ({ name, type }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));

function namesOf(
  { definition: { tiers } }: StoredProgramme,
  { catalogue, segments }: Known,
  locale: Locale,
): SegmentLanguage['names'] {
  const campaigns = Object.values(catalogue.campaigns);
  const sorted = (names: readonly string[]) => [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en'));
  return {
    attribute: [...profileFields.map((name) => ({ name, type: 'text' as const })), ...fieldList(catalogue.attributes)],
    event: Object.entries(catalogue.events)
      .map(([type, fields]) => ({ type, fields: fieldList(fields) }))
      .sort((a, b) => a.type.localeCompare(b.type, 'en')),
    tag: sorted(catalogue.tags),
    tier: tiers.map(({ code, name, names }) => ({ code, name: names?.[locale] ?? name ?? code })),
    segment: segments.map(({ code, name }) => ({ code, name })),
    campaign: Object.keys(catalogue.campaigns),
    coupon: sorted(campaigns.flatMap(({ coupons }) => coupons)),
    template: sorted(campaigns.flatMap(({ templates }) => templates)),
  };
}

function askable(
  subject: Subject,
  names: SegmentLanguage['names'],
  { catalogue: { currency } }: Known,
  locale: Locale,
): AskableSubject {
  const { verb, form } = subject;
  const { title, group, unit, oneOf = [], whereOf = null } = form;
  const fields = fieldsOf(subject, locale);
  return {
    ...{ verb, title: title[locale], fields, oneOf, whereOf },
    group: { code: group, title: groups[group][locale] },
    unit: unit === 'money' ? currency : (unit?.[locale] ?? null),
    start: Object.assign(
      {},
      ...fields.filter(({ isRequired }) => isRequired).map((one) => startOf(one, names)),
    ) as Block,
  };
}

/** What a required field begins with: the smallest question that can be asked, and the first name there is. */
function startOf({ name, control, options, names: of }: FormField, names: SegmentLanguage['names']): Block {
  switch (control) {
    case 'number':
      return { [name]: { atLeast: 1 } };
    case 'date':
      return { [name]: { within: 'last 30 days' } };
    case 'window':
      return { [name]: 'next 30 days' };
    case 'tests':
      return { known: true };
    case 'options':
      return { [name]: options[0]?.value ?? '' };
    default:
      return { [name]: of === null ? '' : firstOf(of, names) };
  }
}

function firstOf(of: NamesOf, names: SegmentLanguage['names']): string {
  const [first] = names[of];
  if (first === undefined) return '';
  if (typeof first === 'string') return first;
  return 'code' in first ? first.code : 'type' in first && 'fields' in first ? first.type : first.name;
}
