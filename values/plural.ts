/** A word in its forms, by the category that a language's rule gives a number (CLDR); `other` is the one every language has. */
export type PluralForms = { readonly other: string } & { readonly [Category in Intl.LDMLPluralRule]?: string };

const rules = new Map<string, Intl.PluralRules>();

/** The form of a word that goes with a number, by the rule of the language. */
export function pluralOf(count: number, forms: PluralForms, locale = 'en'): string {
  let rule = rules.get(locale);
  if (rule === undefined) rules.set(locale, (rule = new Intl.PluralRules(locale)));
  return forms[rule.select(count)] ?? forms.other;
}

/** `1 day`, `1,240 days`: the words of a thing and of several. */
export function counted(count: number, one: string, other: string): string {
  return `${count.toLocaleString('en')} ${pluralOf(count, { one, other })}`;
}

/** `a day`, `30 days`: how long something takes, after "in" or "within". */
export function inDays(days: number): string {
  return days === 1 ? 'a day' : counted(days, 'day', 'days');
}
