import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { journeyForms } from '../../modules/campaigns/journey-messages.ts';
import { parseCampaign } from '../../modules/campaigns/load.ts';
import { earn } from '../../modules/ledger/earn.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { applySegments } from '../../modules/segments/apply.ts';
import { parseSentSegment } from '../../modules/segments/read.ts';
import type { JsonObject } from '../../values/json.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import { filesIn } from '../journeys/journeys.ts';
import { openSteppedWorld, type SteppedWorld } from './stepped-world.ts';
import { reference } from './shop.ts';

const zone = 'Europe/London';
const instantOf = (text: string) => DateTime.fromISO(text, { zone }).toMillis();
const journeysAt = join(import.meta.dirname, '..', 'journeys');

interface Declared extends Pick<
  Programme,
  'attributes' | 'tags' | 'holidays' | 'quietHours' | 'messageCaps' | 'leapDay'
> {
  readonly events: NonNullable<Programme['eventFields']>;
}

const declared = parse(await readFile(join(journeysAt, 'programme.yaml'), 'utf8')) as Declared;
/** Events that the product knows by itself. */
const shipped = new Set(['member.joined', 'member.updated', 'order.placed', 'order.returned', 'checkin.done']);
const isOwn = (type: string) =>
  !shipped.has(type) && (type === 'review.posted' || !/^(message|redemption|referral|review|tier)\./.test(type));
const ownEvents = Object.entries(declared.events).filter(([type]) => isOwn(type));

/** What the shop's orders say of themselves, beside what every order has. */
const orderFields = Object.fromEntries(
  Object.entries(declared.events['order.placed'] ?? {}).filter(([field]) => field !== 'orderId' && field !== 'amount'),
);

/** The names that the plays and their segments may use, as a programme declares them. */
export const playedNames: Partial<Programme> = {
  attributes: declared.attributes ?? {},
  tags: declared.tags ?? [],
  holidays: declared.holidays ?? {},
  leapDay: declared.leapDay ?? 'february',
  events: ownEvents.map(([type]) => type),
  eventFields: { ...Object.fromEntries(ownEvents), 'order.placed': orderFields },
};

const programme: Partial<Programme> = {
  ...playedNames,
  quietHours: declared.quietHours,
  messageCaps: declared.messageCaps ?? [],
  // Nobody gets points but by what the scenario says.
  earning: { ...reference.earning, calendar: [], points: 0 },
  tasks: [],
};

/** What a scenario says of a member's past, as rehearsals take it. */
interface Past {
  readonly zone?: string;
  readonly birthday?: string;
  readonly tier?: string;
  readonly joined?: string;
  readonly consents?: readonly string[];
  readonly attributes?: JsonObject;
  readonly tags?: readonly string[];
  readonly lots?: readonly (readonly [points: number, at: string, expires?: string])[];
  readonly bought?: readonly (readonly [at: string, amount: number, data?: object])[];
}

interface Act {
  readonly at: number;
  do(): Promise<unknown>;
}

/**
 * A scenario of the rehearsals on the real servers: it is arranged as there, and then played on a stepped clock, each thing at its
 * time.
 */
export class PlayedShop {
  private readonly acts: Act[] = [];
  private readonly begins: Act[] = [];
  private on: SteppedWorld | undefined;

  constructor(private readonly start: string) {}

  member(id: string, past: Past = {}): this {
    this.begins.push({ at: 0, do: () => this.join(id, past) });
    return this;
  }

  launch(file: JourneyFile): void {
    this.begins.push({ at: 0, do: () => this.goLive(file) });
  }

  happens(
    id: string,
    at: string | number,
    type: string,
    data: object = {},
    { arrives = at }: { id?: string; arrives?: string | number } = {},
  ): void {
    const instant = (text: string | number) => (typeof text === 'number' ? text : instantOf(text));
    this.acts.push({
      at: instant(arrives),
      do: () => this.world.happen(id, type, data as JsonObject, new Date(instant(at))),
    });
  }

  orders(id: string, at: string, amount: number, data: object = {}, arrives?: string): void {
    const order = { orderId: `${id}-${at}`, amountMinor: amount * 100, attributes: data };
    this.happens(id, at, 'order.placed', order, arrives === undefined ? {} : { arrives });
  }

  /** Plays it, and answers what came of it. */
  async play(until: string): Promise<readonly string[]> {
    const startAt = new Date(instantOf(this.start));
    this.on = await openSteppedWorld('played', startAt, programme);
    try {
      await this.applySegments();
      for (const act of this.begins) await act.do();
      await this.on.startWorker();
      for (const act of [...this.acts].sort((a, b) => a.at - b.at)) {
        await this.liveTo(act.at);
        await act.do();
      }
      await this.liveTo(instantOf(until));
      return await this.cameOf();
    } finally {
      await this.on.stop();
    }
  }

  private get world() {
    if (this.on === undefined) throw new Error('it is not played yet');
    return this.on.world;
  }

  private async liveTo(at: number): Promise<void> {
    const startAt = instantOf(this.start);
    await this.on?.liveTo((at - startAt) / 86_400_000);
  }

  private async applySegments(): Promise<void> {
    const { database, clock, programme: stored } = this.world;
    const files = filesIn('segments').map(async (name) => {
      const file = parse(await readFile(join(journeysAt, 'segments', name), 'utf8')) as JsonObject;
      const { segment, ...sent } = file as JsonObject & { readonly segment: string };
      return parseSentSegment(sent, segment);
    });
    await applySegments({ database, clock }, stored, await Promise.all(files), { actor: 'test' });
  }

  private async join(id: string, past: Past): Promise<void> {
    const { world } = this;
    const { zone: own, birthday, attributes = {}, tags = [], consents = ['email'], tier } = past;
    const profile = {
      ...{ email: `${id}@members.example`, name: id, tags: [...tags] },
      ...(own === undefined ? {} : { zone: own }),
      ...(birthday === undefined ? {} : { birthday }),
      ...(consents.includes('email') ? { consent: { email: true } } : {}),
      ...attributes,
    };
    const joined = past.joined === undefined ? world.clock.now() : new Date(instantOf(past.joined));
    const firstOrder = Math.min(...(past.bought ?? []).map(([at]) => instantOf(at)));
    await world.happen(id, 'member.joined', profile, new Date(Math.min(joined.getTime(), firstOrder)));
    for (const [place, [at, amount, data = {}]] of (past.bought ?? []).entries()) {
      const order = { orderId: `${id}-order-${place}`, amountMinor: amount * 100, attributes: data as JsonObject };
      await world.happen(id, 'order.placed', order, new Date(instantOf(at)));
    }
    const { id: memberId } = await world.memberOf(id);
    if (tier !== undefined) await world.database.member.update({ where: { id: memberId }, data: { tier } });
    for (const [place, [points, at, expires]] of (past.lots ?? []).entries())
      await this.give(id, `lot-${place}`, points, instantOf(at), expires === undefined ? null : instantOf(expires));
  }

  private async give(id: string, key: string, points: number, at: number, expires: number | null): Promise<void> {
    const { database, programme: stored, memberOf } = this.world;
    const { id: memberId } = await memberOf(id);
    const common = { programmeId: stored.id, memberId, key: `${id}/${key}`, at: new Date(at), actor: 'test' };
    const source = { type: 'order', id: key };
    await earn(database, [{ ...common, source, points, expiresAt: expires === null ? null : new Date(expires) }]);
  }

  private async goLive(file: JourneyFile): Promise<void> {
    const { database, clock, programme: stored } = this.world;
    const { messages, ...data } = withoutLots(file);
    expect(messages).toBeTypeOf('string');
    const sent = new Set(Object.keys(journeyForms(file)));
    const texts = [...sent].flatMap((name) =>
      ['en', 'zh-CN'].flatMap((locale) => [
        [`${name}.${locale}.html.liquid`, `---\nsubject: ${name}\npreheader: ${name}\n---\n<p>${name}</p>\n`],
        [`${name}.${locale}.text.liquid`, `${name}\n`],
      ]),
    );
    const written = await parseCampaign(data, Object.fromEntries(texts) as Record<string, string>);
    await launchCampaign({ database, clock }, stored, written, { actor: 'test' });
  }

  /** Who came in, which mails left, how it ended, each at its time on the programme's clock. */
  private async cameOf(): Promise<string[]> {
    const { database } = this.world;
    const members = new Map((await database.member.findMany()).map((one) => [one.id, one.externalId]));
    const codes = new Map((await database.campaign.findMany()).map((one) => [one.id, one.code]));
    const line = (memberId: bigint, campaignId: number | null, at: Date | null, text: string) =>
      `${members.get(memberId)} ${codes.get(campaignId ?? 0)} ${show(at)} ${text}`;
    const enrolments = await database.enrolment.findMany();
    const messages = await database.message.findMany({ where: { status: 'sent' } });
    return [
      ...enrolments.map((one) => line(one.memberId, one.campaignId, one.enrolledAt, 'enters')),
      ...enrolments
        .filter(({ status }) => status !== 'active')
        .map((one) => line(one.memberId, one.campaignId, one.endedAt, `ends ${one.status}: ${one.reason}`)),
      ...messages.map((one) => line(one.memberId, one.campaignId, one.sentAt, `mail ${one.template}`)),
    ].sort();
  }
}

const show = (at: Date | null) => DateTime.fromJSDate(at ?? new Date(0), { zone }).toFormat('yyyy-MM-dd HH:mm');

/** Nobody is held out: whom the lot meets goes by ids, which the database gives. */
export const withoutLots = (file: JourneyFile): JourneyFile => {
  const all = { ...file };
  delete all.holdOut;
  return all;
};

/** The same of a rehearsal's lines. */
export function rehearsed(
  lines: readonly {
    readonly at: number;
    readonly memberId: string;
    readonly campaign: string;
    readonly text: string;
  }[],
): string[] {
  return lines
    .flatMap(({ at, memberId, campaign, text }) => {
      const mail = /^mail (.+): sent$/.exec(text)?.[1];
      const what = mail !== undefined ? `mail ${mail}` : text.startsWith('enters (') ? 'enters' : text;
      if (mail === undefined && what !== 'enters' && !text.startsWith('ends ')) return [];
      return [`${memberId} ${campaign} ${show(new Date(at))} ${what}`];
    })
    .sort();
}
