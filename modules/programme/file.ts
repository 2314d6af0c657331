import { counted } from '../../values/plural.ts';
import { inLocale, lacksLocales, type LocalText } from '../../values/locale.ts';
import { currencyDigits } from '../../values/money.ts';
import type { DeclaredNames, EarningRules, Programme, RedemptionRules, Tier } from './rules.ts';
import { type ProgrammeFile, programmeFileSchema } from './schema.ts';
import { greatestCommonDivisor, ratio } from '../../values/ratio.ts';
import { readLayouts } from './read-layouts.ts';
import { parseData } from '../../platform/parse-data.ts';
import { FileError, type FileProblem, type ParsedYaml, parseYaml, readYamlFile } from '../../platform/yaml-file.ts';

/** The programme that a YAML file describes; throws a FileError with line, field and fix of everything wrong in it. */
export async function readProgrammeFile(path: string): Promise<Programme> {
  const parsed = await readYamlFile(path, programmeFileSchema);
  const { layouts: folder } = parsed.value;
  return toProgramme(parsed, folder === undefined ? undefined : await readLayouts(parsed, folder));
}

/** The same for text that is at hand; `file` is what problems call it. */
export function parseProgramme(source: string, file: string): Programme {
  return toProgramme(withoutFolder(parseYaml(source, file, programmeFileSchema)));
}

/** The same for data that is at hand, field by field as a file has them. */
export function parseProgrammeData(data: unknown): Programme {
  return toProgramme(withoutFolder(parseData(data, 'programme', programmeFileSchema)));
}

/** What is at hand has no folder beside it. */
function withoutFolder(parsed: ParsedYaml<ProgrammeFile>): ParsedYaml<ProgrammeFile> {
  if (parsed.value.layouts === undefined) return parsed;
  const fix = 'leave it out, or apply the file from its place';
  throw new FileError([parsed.problemAt(['layouts'], 'names a folder, and there is none here', fix)]);
}

type Complain = (path: readonly PropertyKey[], problem: string, fix: string) => void;
type Minor = (amount: number, path: readonly PropertyKey[]) => number;

/** What a file says, with its amounts in minor units and what it leaves out filled in; its layouts are told beside it. */
export function toProgramme(
  { value: file, problemAt }: ParsedYaml<ProgrammeFile>,
  layouts?: Readonly<Record<string, string>>,
): Programme {
  const problems: FileProblem[] = [];
  const complain: Complain = (path, problem, fix) => void problems.push(problemAt(path, problem, fix));
  const minor = minorUnits(file.currency, complain);
  const programme: Programme = {
    code: file.code,
    ...named('name', 'names', file.name, file.locale),
    ...named('asset', 'assets', file.asset, file.locale),
    currency: file.currency,
    zone: file.zone,
    locale: file.locale,
    locales: file.locales ?? [file.locale],
    earning: earningRules(file.earning, minor),
    tiers: file.tiers.map((tier, index) => tierOf(tier, index, file.locale, minor)),
    expiry: file.expiry,
    tasks: file.tasks.map(({ event, points, once }) => ({ eventType: event, points, once })),
    ...declaredNames(file),
    pendingDays: file.pendingDays,
    clawback: file.clawback === 'debt' ? 'DEBT' : 'CLAMP',
    ...(file.redemption === undefined ? {} : { redemption: redemptionRules(file.redemption, { minor, complain }) }),
    ...(file.adjustments === undefined ? {} : { adjustments: file.adjustments }),
    ...(file.campaigns === undefined
      ? {}
      : { campaigns: { reviewAboveMinor: reviewAbove(file.campaigns.reviewAbove, minor) } }),
    ...(file.retention === undefined ? {} : { retention: file.retention }),
    profileFields: file.profileFields,
    ...(file.holdOut === undefined ? {} : { holdOut: file.holdOut }),
    quietHours: file.quietHours,
    messageCaps: file.messageCaps,
    ...(file.messageChannels === undefined ? {} : { messageChannels: file.messageChannels }),
    messageDeferralDays: file.messageDeferralDays,
    sender: file.sender,
    ...(layouts === undefined ? {} : { layouts }),
    ...(file.footer === undefined ? {} : { footer: file.footer }),
    ...(file.shopUrl === undefined ? {} : { shopUrl: file.shopUrl }),
  };
  checkEarning(programme.earning, complain);
  checkTiers(programme.tiers, complain);
  checkRest(programme, complain);
  checkLanguages(file, programme.locales, complain);
  if (problems.length > 0) throw new FileError(problems);
  return programme;
}

/** What conditions may name, beside what the product knows; types that are told without their fields are a list, as they were. */
function declaredNames({ events, attributes, tags, holidays, leapDay }: ProgrammeFile): DeclaredNames {
  return {
    ...(events === undefined
      ? {}
      : Array.isArray(events)
        ? { events }
        : { eventFields: events, events: Object.keys(events) }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(tags === undefined ? {} : { tags }),
    ...(holidays === undefined ? {} : { holidays }),
    ...(leapDay === undefined ? {} : { leapDay }),
  };
}

/** None at all may be a threshold, which is no amount anywhere else. */
const reviewAbove = (amount: number, minor: Minor) => (amount === 0 ? 0 : minor(amount, ['campaigns', 'reviewAbove']));

function minorUnits(currency: string, complain: Complain): Minor {
  const digits = currencyDigits(currency) ?? 0;
  return (amount, path) => {
    const units = Number((amount * 10 ** digits).toFixed(0));
    if (units >= 1 && units / 10 ** digits === amount) return units;
    complain(path, `is ${amount}, not an amount of ${currency}`, `write at most ${digits} decimal places`);
    return 1;
  };
}

/** The text as the programme's own language has it, and all of them where it is written in several. */
function named<One extends string, All extends string>(
  one: One,
  all: All,
  text: LocalText,
  locale: string,
): { readonly [Name in One]: string } & { readonly [Name in All]?: Readonly<Record<string, string>> } {
  const own = { [one]: inLocale(text, locale) ?? '' };
  const every = typeof text === 'string' ? {} : { [all]: text };
  return { ...own, ...every } as ReturnType<typeof named<One, All>>;
}

/** What is written language by language is written in all of the programme's. */
function checkLanguages(file: ProgrammeFile, locales: readonly string[], complain: Complain): void {
  const texts: [readonly PropertyKey[], LocalText | undefined][] = [
    [['name'], file.name],
    [['asset'], file.asset],
    ...file.tiers.map(({ name }, index): [readonly PropertyKey[], LocalText] => [['tiers', index, 'name'], name]),
    [['footer', 'address'], file.footer?.address],
    [['footer', 'reason'], file.footer?.reason],
  ];
  for (const [path, text] of texts) {
    const lacking = lacksLocales(text, locales);
    if (lacking.length === 0) continue;
    complain(path, `is not written in ${lacking.join(', ')}`, `add ${lacking.map((each) => `"${each}"`).join(', ')}`);
  }
}

function earningRules(file: ProgrammeFile['earning'], minor: Minor): EarningRules {
  return {
    points: file.points,
    perMinor: minor(file.per, ['earning', 'per']),
    steps: file.steps.map(({ above, multiplier }, index) => ({
      aboveMinor: minor(above, ['earning', 'steps', index, 'above']),
      multiplier: ratio(multiplier),
    })),
    calendar: file.calendar.map((rule) => ({ ...rule, multiplier: ratio(rule.multiplier) })),
    maxMultiplier: ratio(file.maxMultiplier),
  };
}

/** Without a step of its own, points are used in the smallest number that is worth whole minor units. */
function redemptionRules(
  { points, per, maxShare, minPoints, stepPoints, holdMinutes }: NonNullable<ProgrammeFile['redemption']>,
  { minor, complain }: { readonly minor: Minor; readonly complain: Complain },
): RedemptionRules {
  const perMinor = minor(per, ['redemption', 'per']);
  const unit = points / greatestCommonDivisor(points, perMinor);
  const step = stepPoints ?? unit;
  if (step % unit !== 0) {
    complain(['redemption', 'stepPoints'], 'is worth a part of a minor unit', `write a multiple of ${unit}`);
  }
  const least = minPoints ?? step;
  if (least % step !== 0) {
    complain(
      ['redemption', 'minPoints'],
      `is no multiple of the step of ${counted(step, 'point', 'points')}`,
      `write a multiple of ${step}`,
    );
  }
  return { points, perMinor, maxShare: ratio(maxShare), minPoints: least, stepPoints: step, holdMinutes };
}

function tierOf(
  { code, name, multiplier, extraExpiryMonths, spend, orders }: ProgrammeFile['tiers'][number],
  index: number,
  locale: string,
  minor: Minor,
): Tier {
  return {
    code,
    ...named('name', 'names', name, locale),
    multiplier: ratio(multiplier),
    ...(extraExpiryMonths === 0 ? {} : { extraExpiryMonths }),
    ...(spend === undefined ? {} : { spendMinor: minor(spend, ['tiers', index, 'spend']) }),
    ...(orders === undefined ? {} : { orders }),
  };
}

function checkEarning({ steps }: EarningRules, complain: Complain): void {
  steps.forEach((step, index) => {
    const before = steps[index - 1];
    if (before && step.aboveMinor <= before.aboveMinor) {
      complain(
        ['earning', 'steps', index, 'above'],
        'is not above the step before',
        'order the steps from low to high',
      );
    }
  });
}

function checkTiers(tiers: readonly Tier[], complain: Complain): void {
  const codes = new Set<string>();
  let reached = { spendMinor: 0, orders: 0 };
  tiers.forEach((tier, index) => {
    const { code, spendMinor, orders } = tier;
    if (codes.has(code))
      complain(['tiers', index, 'code'], `is "${code}" a second time`, 'give every tier its own code');
    codes.add(code);
    const conditions = spendMinor !== undefined || orders !== undefined;
    if (index === 0 && conditions) {
      complain(['tiers', 0], 'is the tier everybody starts in, and has a condition', 'remove spend and orders from it');
    }
    if (index > 0 && !conditions) complain(['tiers', index], 'can never be reached', 'add spend or orders');
    if ((spendMinor ?? Infinity) <= reached.spendMinor || (orders ?? Infinity) <= reached.orders) {
      complain(['tiers', index], 'asks for no more than the tier before', 'order the tiers from low to high');
    }
    reached = { spendMinor: spendMinor ?? reached.spendMinor, orders: orders ?? reached.orders };
  });
}

function checkRest(programme: Programme, complain: Complain): void {
  const { locale, locales, quietHours, expiry, tasks = [], messageCaps = [] } = programme;
  if (!locales.includes(locale)) complain(['locales'], `lack the programme's own "${locale}"`, `add "${locale}"`);
  if (quietHours && quietHours.from === quietHours.until) {
    complain(['quietHours'], 'start and end at the same time', 'write two times, or null for none');
  }
  if (expiry.inactivityMonths !== undefined && expiry.inactivityDays !== undefined) {
    complain(
      ['expiry', 'inactivityDays'],
      'is a second period of inactivity beside inactivityMonths',
      'keep one of them',
    );
  }
  messageCaps.forEach((cap, index) => {
    const same = ({ class: messageClass, channel, perDays }: typeof cap) =>
      messageClass === cap.class && channel === cap.channel && perDays === cap.perDays;
    if (messageCaps.findIndex(same) < index) {
      complain(['messageCaps', index], 'caps the same class, channel and days as one above', 'keep one of them');
    }
  });
  tasks.forEach(({ eventType }, index) => {
    if (eventType.startsWith('order.')) {
      complain(['tasks', index, 'event'], 'is an order, which earns by the rules under "earning"', 'remove the task');
    }
    if (tasks.findIndex((task) => task.eventType === eventType) < index) {
      complain(['tasks', index, 'event'], `is "${eventType}" a second time`, 'keep one task for an event type');
    }
  });
}
