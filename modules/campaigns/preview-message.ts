import type { Clock } from '../../platform/clock.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { formatProblem } from '../../platform/yaml-file.ts';
import { samplePoints } from '../../workflows/lifecycles/sample-points.ts';
import { type MessageSample, sampleDay } from '../../workflows/lifecycles/sample-values.ts';
import { type Told, waysToTell } from '../../workflows/lifecycles/ways-to-tell.ts';
import { findMember } from '../members/find.ts';
import { type PreviewedEmail, previewEmail } from '../messaging/content/preview-mail.ts';
import { readMessagingProgramme } from '../messaging/content/rows-sources.ts';
import { chooseLocale } from '../../values/locale.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { Channel, MessageClass } from '../programme/rules-message-limits.ts';
import { composedOf, type WrittenCampaign } from './check.ts';
import { type MessagesAt, messageProblems, refuseProblems } from './check-messages.ts';
import { contentsFor, madeUpContents } from './preview-contents.ts';
import { channelsOfTemplate } from './message-channels.ts';
import { messageFormsOf, sampleOf } from './message-forms.ts';
import { inPlaceOfMail, type PreviewedText, previewTexts } from './preview-texts.ts';
import { requireCampaign } from './rows.ts';
import { currentVersion, storedDefinition } from './rows-versions.ts';
import type { CampaignDefinition } from './rules.ts';

export interface PreviewRequest {
  /** The code of a campaign that was applied, or one that is given whole. */
  readonly campaign: string | WrittenCampaign;
  readonly template: string;
  /** The shop's id or the e-mail of a real member; somebody made up when absent. */
  readonly member?: string;
  readonly locale?: string;
}

/** An email, and what there is to know of it. */
export interface Preview {
  readonly campaign: string;
  /** Null of a campaign that is not stored. */
  readonly version: number | null;
  readonly template: string;
  readonly locale: string;
  readonly class: MessageClass;
  /** The shop's id of the member; null of one who is made up. */
  readonly member: string | null;
  readonly from: string;
  readonly to: string;
  /** Without html where it goes by texts alone. */
  readonly email: PreviewedEmail;
  /** What goes by SMS, WeChat and push. */
  readonly texts: readonly PreviewedText[];
  /** What of it is made up, and what would keep it from being sent. */
  readonly notes: readonly string[];
}

const publicUrlUnset = 'https://club.example';

/** Writes a message of a campaign as a member would get it now. The database is only read: it refuses anything else meanwhile. */
export async function previewMessage(
  {
    database,
    clock,
    publicUrl,
  }: { readonly database: Database; readonly clock: Clock } & { readonly publicUrl?: string | undefined },
  programme: StoredProgramme,
  request: PreviewRequest,
): Promise<Preview> {
  return await inTransaction(database, async (tx) => {
    await tx.$executeRaw`SET TRANSACTION READ ONLY`;
    return await writePreview(tx, { programme, request, now: clock.now(), publicUrl });
  });
}

interface Work {
  readonly programme: StoredProgramme;
  readonly request: PreviewRequest;
  readonly now: Date;
  readonly publicUrl: string | undefined;
}

async function writePreview(tx: Db, work: Work): Promise<Preview> {
  const { programme, request, now, publicUrl } = work;
  const { template } = request;
  const { definition, version, at } = await findDefinition(tx, programme, request.campaign);
  const sources = definition.messages[template] ?? {};
  const texts = definition.shortTexts?.[template] ?? {};
  const written = [...new Set([...Object.keys(sources), ...Object.keys(texts)])];
  if (written.length === 0 || sampleFor(definition, work) === undefined) throw unknownTemplate(definition, template);
  const member = request.member === undefined ? undefined : await findMember(tx, programme, request.member);
  const wanted = [member?.facts.locale ?? null, programme.definition.locale];
  const locale = localeOf(written, request, wanted);
  const source = sources[locale] ?? inPlaceOfMail(template, texts[locale] ?? {});
  const sample = sampleFor(definition, work, locale);
  if (source === undefined || sample === undefined) throw unknownTemplate(definition, template);
  const problemsOf = (rendered: boolean) =>
    messageProblems(definition, programme.definition, { ...at, now, rendered }).filter(
      ({ field }) => field === `${template}.${locale}`,
    );
  refuseProblems(problemsOf(false));

  const messaging = await readMessagingProgramme(tx, programme.id);
  const madeUp = samplePoints(definition.lifecycle, template, definition.settings, sample.variables);
  const waysOf = (told: Told) =>
    waysToTell({ ...told, template }, messageFormsOf(definition)[template], definition.messageClasses);
  const step = {
    programme,
    now,
    template,
    sample,
    madeUp,
    waysOf,
    channels: channelsOf(channelsOfTemplate(definition, template, programme.definition).all),
    campaign: version === null ? null : definition.code,
  };
  const contents = member ? await contentsFor(tx, step, member) : madeUpContents(step);
  const { notes, ...about } = contents;
  const context = { programme: messaging, now, publicUrl: publicUrl ?? publicUrlUnset };
  const email = await previewEmail({ source, locale, ...about }, context);
  const { sender } = messaging;
  return {
    ...{ campaign: definition.code, version, template, locale, class: contents.class },
    member: member?.facts.id ?? null,
    from: mailbox(sender.name, sender.address),
    to: mailbox(about.addressee.name, about.addressee.address),
    email,
    texts: previewTexts(texts[locale] ?? {}, locale, contents, messaging),
    notes: [
      ...notesOn(definition, template, publicUrl),
      ...(sources[locale] === undefined ? ['It has no mail: it goes as a text alone.'] : []),
      ...notes,
      ...problemsOf(true).map((problem) => `It can't be launched yet: ${formatProblem(problem)}`),
    ],
  };
}

const channelsOf = ([first = 'email', ...others]: readonly Channel[] = []): readonly [Channel, ...Channel[]] => [
  first,
  ...others,
];

interface Found {
  readonly definition: CampaignDefinition;
  readonly version: number | null;
  /** Where its messages are, as their problems name it; the campaign when it is stored. */
  readonly at?: Pick<MessagesAt, 'place' | 'places'>;
}

async function findDefinition(
  tx: Db,
  { id: programmeId, definition: programme }: StoredProgramme,
  what: PreviewRequest['campaign'],
): Promise<Found> {
  if (typeof what !== 'string') {
    const { definition, places } = composedOf(what, programme);
    return { definition, version: null, at: { place: what.messagesAt, places } };
  }
  const stored = await currentVersion(tx, await requireCampaign(tx, { programmeId, code: what }));
  return { definition: storedDefinition(stored), version: stored.version };
}

function sampleFor(
  definition: CampaignDefinition,
  { programme: { definition: programme }, request, now }: Work,
  locale?: string,
): MessageSample | undefined {
  const manner = { currency: programme.currency, ...(locale === undefined ? {} : { locale }) };
  return sampleOf(definition, request.template, sampleDay(now, programme.zone), manner);
}

function localeOf(written: readonly string[], { template, locale }: PreviewRequest, wanted: (string | null)[]): string {
  const chosen =
    locale === undefined
      ? chooseLocale(written, wanted)
      : written.find((each) => each.toLowerCase() === locale.toLowerCase());
  if (chosen !== undefined) return chosen;
  throw new PerennialError('USAGE', `The message ${template} is not written in "${locale ?? ''}".`, {
    field: '--locale',
    fix: `Write one of ${written.join(', ')}.`,
  });
}

function unknownTemplate(definition: CampaignDefinition, template: string): PerennialError {
  const { code, messages, shortTexts = {} } = definition;
  const known = Object.keys(messageFormsOf(definition)).filter(
    (name) => messages[name] !== undefined || shortTexts[name] !== undefined,
  );
  return new PerennialError('MESSAGE_NOT_FOUND', `The campaign ${code} sends no message "${template}".`, {
    field: 'template',
    fix: `Name one of ${known.join(', ')}.`,
  });
}

function notesOn(definition: CampaignDefinition, template: string, publicUrl: string | undefined) {
  const isSent = messageFormsOf(definition)[template]?.sentWith?.(definition.settings) ?? true;
  return [
    ...(isSent ? [] : ['With these settings the campaign sends it to nobody.']),
    ...(publicUrl === undefined ? ['PUBLIC_URL is not set: links lead to a made-up address.'] : []),
  ];
}

const mailbox = (name: string | null, address: string) => (name ? `${name} <${address}>` : address);
