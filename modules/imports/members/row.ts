import type { Instant } from '../../../values/instant.ts';
import { isList, type JsonObject, type JsonValue } from '../../../values/json.ts';
import { isPlainId } from '../../../values/unseen.ts';
import { type DateForm, parseMoment } from '../reading/rules-dates.ts';
import type { RowProblem } from '../row.ts';
import type { MemberCells } from './cells.ts';
import { type MemberField, memberColumn } from './fields.ts';
import { type OpeningLot, readLots } from './rules-lots.ts';

/** What a row of a member file tells. */
export interface MemberRow {
  readonly id: string;
  /** Undefined when the row does not say: then it is when it is taken. */
  readonly joinedAt: Instant | undefined;
  /** As `member.joined` has it, its attributes beside it. */
  readonly profile: JsonObject;
  readonly consent: { readonly granted: boolean; readonly at: Instant; readonly source: string } | undefined;
  readonly tier: string | undefined;
  readonly lots: readonly OpeningLot[];
}

export interface MemberRowOptions extends DateForm {
  /** Codes of the programme's tiers. */
  readonly tiers: readonly string[];
  readonly now: Instant;
}

const idLengthMax = 100;
const sourceLengthMax = 60;
const yes = ['true', 'yes', 'y', '1', 'subscribed', 'opted_in', 'granted', 'ja', '是'];
const no = ['false', 'no', 'n', '0', 'unsubscribed', 'opted_out', 'refused', 'nein', '否'];

/** The member a row tells of, or what is wrong with it. */
export function readMemberRow(cells: MemberCells, options: MemberRowOptions): MemberRow | RowProblem {
  const { fields, attributes } = cells;
  const id = textOf(fields.id);
  if (id === '' || id.length > idLengthMax || !isPlainId(id)) {
    return problem(
      cells,
      'id',
      id === '' ? 'is empty' : 'is not an id',
      `write at most ${idLengthMax} characters without blanks`,
    );
  }
  const joinedAt = momentOf(cells, 'joinedAt', options);
  if (typeof joinedAt === 'object') return joinedAt;
  const consent = consentOf(cells, options);
  if (consent !== undefined && 'reason' in consent) return consent;
  const tier = fields.tier === undefined ? undefined : textOf(fields.tier);
  if (tier !== undefined && !options.tiers.includes(tier)) {
    return problem(cells, 'tier', 'is no tier of the programme', `write one of ${options.tiers.join(', ')}`);
  }
  const { lots, points, pointsEarnedAt, pointsExpireAt } = fields;
  const read = readLots({ lots, points, earnedAt: pointsEarnedAt, expiresAt: pointsExpireAt }, options);
  if ('field' in read) return { ...problem(cells, read.field, read.reason, read.fix), code: 'AMOUNT_INVALID' };
  if (read.some(({ earnedAt }) => earnedAt > options.now)) {
    const field = lots === undefined ? 'pointsEarnedAt' : 'lots';
    return { ...problem(cells, field, 'has not come yet', 'write when they were earned'), code: 'DATE_IN_FUTURE' };
  }
  const own = fields.attributes === undefined ? attributes : ownFields(fields.attributes, attributes);
  if (own === undefined) return problem(cells, 'attributes', 'is no object', 'write it as {"size":"M"}');
  return { id, joinedAt, profile: profileOf(cells, own), consent, tier, lots: read };
}

function profileOf({ fields }: MemberCells, own: JsonObject): JsonObject {
  const name = textOf(fields.name) || [textOf(fields.firstName), textOf(fields.lastName)].join(' ').trim();
  const { email, phone, wechatOpenId, pushToken, birthday, zone, locale } = fields;
  const given = { email, phone, wechatOpenId, pushToken, name: name === '' ? undefined : name, birthday, zone, locale };
  const consent = fields.consent === undefined ? {} : { consent: { email: isYes(fields.consent) === true } };
  const plain = Object.entries(given).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, value] as const],
  );
  const tags = fields.tags === undefined ? {} : { tags: tagsOf(fields.tags) };
  return { ...own, ...Object.fromEntries(plain), ...tags, ...consent };
}

function ownFields(given: JsonValue, attributes: JsonObject): JsonObject | undefined {
  const value = typeof given === 'string' ? parsed(given) : given;
  return typeof value === 'object' && value !== null && !isList(value) ? { ...value, ...attributes } : undefined;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

const tagsOf = (tags: JsonValue): JsonValue =>
  typeof tags === 'string'
    ? tags
        .split(/[,;|]/)
        .map((tag) => tag.trim())
        .filter((tag) => tag !== '')
    : tags;

/** Consent is never guessed at: a "yes" without its time is none that anybody could prove. */
function consentOf(cells: MemberCells, options: MemberRowOptions): MemberRow['consent'] | RowProblem {
  const { consent, consentSource } = cells.fields;
  if (consent === undefined) return undefined;
  const granted = isYes(consent);
  if (granted === undefined) return problem(cells, 'consent', 'is neither yes nor no', 'write yes or no');
  const at = momentOf(cells, 'consentAt', options);
  if (typeof at === 'object') return at;
  if (granted && at === undefined)
    return problem(cells, 'consentAt', 'is missing', 'say when consent was given, or leave it out');
  const source = textOf(consentSource).slice(0, sourceLengthMax);
  return {
    granted,
    at: at ?? options.now,
    source: source === '' ? 'import' : `import: ${source.replace(/^import: /, '')}`,
  };
}

function isYes(consent: JsonValue): boolean | undefined {
  const plain = typeof consent === 'object' && consent !== null && !isList(consent) ? consent.email : consent;
  const text = (typeof plain === 'object' ? '' : String(plain)).trim().toLowerCase();
  return yes.includes(text) ? true : no.includes(text) ? false : undefined;
}

function momentOf(cells: MemberCells, field: MemberField, options: MemberRowOptions): Instant | undefined | RowProblem {
  const value = cells.fields[field];
  if (value === undefined) return undefined;
  const at = typeof value === 'string' ? parseMoment(value, options) : undefined;
  if (at === undefined) {
    const fix = 'write it as 2026-05-05T14:30:00Z, or 2026-05-05 14:30 local time, or say its form with --dates';
    return problem(cells, field, 'is not a date and time', fix);
  }
  if (at <= options.now) return at;
  return { ...problem(cells, field, 'has not come yet', 'write when it happened'), code: 'DATE_IN_FUTURE' };
}

const textOf = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

function problem({ fields }: MemberCells, field: MemberField, reason: string, fix: string): RowProblem {
  const value = fields[field];
  const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return { field: memberColumn(field), value: text, reason, fix };
}
