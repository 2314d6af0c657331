import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyCampaign } from '../../modules/campaigns/apply.ts';
import { journeyForms } from '../../modules/campaigns/journey-messages.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { previewMessage } from '../../modules/campaigns/preview-message.ts';
import { tellJourney } from '../../modules/campaigns/tell-journey.ts';
import { applyProgramme } from '../../modules/programme/apply.ts';
import { findProgramme } from '../../modules/programme/find.ts';
import type { StoredProgramme } from '../../modules/programme/rows.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { applySegments } from '../../modules/segments/apply.ts';
import { readSegmentFiles } from '../../modules/segments/read.ts';
import { type Clock, openClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import { freshDatabase } from '../support/database.ts';
import { playedNames } from '../support/played-shop.ts';
import { reference } from '../support/shop.ts';

/** What a playbook wants beside the reference programme. Its comment has to say each of these. */
interface Wants {
  readonly segment?: string;
  readonly programme?: Partial<Programme>;
  /** Words of the comment, where those of `programme` are not its names. */
  readonly names?: readonly string[];
}

const staff: Wants = { programme: { tags: ['staff'] }, names: ['tags: [staff]'] };

const wanted: Readonly<Record<string, Wants>> = {
  'first-order-coupon': {},
  'return-gift': { ...staff, segment: 'idle-30-days' },
  'high-points': { segment: 'high-points' },
  'expiring-redemption': {},
  'birthday-month': { segment: 'birthday-this-month' },
  'member-day': { ...staff, segment: 'reachable-members' },
  'weekend-double': { ...staff, segment: 'reachable-members' },
  'streak-challenge': { segment: 'streakers' },
  'sharer-to-inviter': {
    segment: 'sharers',
    programme: { tags: ['sharer'] },
    names: ['tags: [sharer]', 'playbooks/referral-reward'],
  },
  'quiet-vip': {
    segment: 'quiet-vips',
    programme: { attributes: { favourite: 'text' }, tags: ['concierge'], holidays: { uk: ['2026-12-25'] } },
    names: ['attributes: { favourite: text }', 'tags: [concierge]', 'holidays: { uk:'],
  },
  'platform-sync': {
    segment: 'platform-buyers',
    programme: {
      events: ['platform.synced', 'order.placed'],
      eventFields: { 'platform.synced': { points: 'number', month: 'text' }, 'order.placed': { channel: 'text' } },
      attributes: { platformId: 'text' },
    },
    names: ['platform.synced: { points: number, month: text }', 'order.placed: { channel: text }', 'platformId: text'],
  },
};

/** Sentences of a play that its playbook says otherwise: it asks the product what the play hears from the shop. */
const toldOtherwise: Readonly<Record<string, readonly [play: readonly string[], playbook: readonly string[]]>> = {
  'high-points': [
    [
      'Leaves at once: the goal is reached ("redeemed points").',
      'It is for: redemption.captured.',
      '- send the message double-day, which gives the coupon double-next [double-day]',
    ],
    // Caps put a message off for a fortnight, and the coupon is good for three days.
    [
      'Leaves at once: this holds: redeemed at least 1 point ("redeemed points").',
      '- send the message double-day, which gives the coupon double-next, within 2 days or not at all [double-day]',
    ],
  ],
  'sharer-to-inviter': [
    [
      'It is for: referral.approved.',
      'invited (referral.approved):',
      '- wait at most 21 days for this, counting what happened since entering [last-wait]',
      'invited-later (referral.approved):',
    ],
    [
      'invited (this holds: has brought at least 1 friend):',
      '- wait at most 21 days for this [last-wait]',
      'invited-later (this holds: has brought at least 1 friend):',
    ],
  ],
  // The journey of the concierge's asks a role, which no programme has: a person goes by the tag.
  'quiet-vip': [['- take the member into the journey vip-concierge [enter-vip-concierge]'], []],
};

const playbooks = Object.keys(wanted);
const languages = ['en', 'zh-CN'];
const by = { actor: 'test' };
const folderOf = (playbook: string) => join('playbooks', playbook);
const fileText = (playbook: string) => readFile(join(folderOf(playbook), 'campaign.yaml'), 'utf8');

let deps: { readonly database: Database; readonly clock: Clock };
beforeAll(async () => {
  const { database } = await freshDatabase();
  deps = { database, clock: await openClock(database) };
});

/** The reference programme with some names more, and some of the shipped segments. */
async function programmeWith(code: string, names: Partial<Programme>, segments: string | undefined) {
  await applyProgramme(deps, { ...reference, ...names, code }, by);
  const programme = await findProgramme(deps.database, code);
  if (segments !== undefined) await applySegments(deps, programme, await readSegmentFiles(segments), by);
  return programme;
}

const segmentFile = (segment: string | undefined) =>
  segment === undefined ? undefined : join('playbooks', 'segments', `${segment}.yaml`);

const storedFile = async ({ id: programmeId }: StoredProgramme, code: string) => {
  const where = { campaign: { programmeId, code } };
  const { definition } = await deps.database.campaignVersion.findFirstOrThrow({ where });
  return (definition as { settings: JsonObject }).settings;
};

/** The sentences of a play, without how far they are put in: the first is its name. */
async function toldPlay(name: string): Promise<string[]> {
  const plays = (await readFile('test/journeys/told/plans.en.txt', 'utf8')).split('\n\n').map(sentences);
  return plays.find(([first]) => first === `${name}.`) ?? [];
}

const sentences = (told: string) =>
  told
    .trim()
    .split('\n')
    .map((line) => line.trim());

it('All journeys of the folder of playbooks are looked at here', async () => {
  const folders = await readdir('playbooks');
  const journeys = await Promise.all(
    folders.map(async (folder) =>
      (await fileText(folder).catch(() => '')).includes('lifecycle: journey') ? folder : '',
    ),
  );
  expect(journeys.filter(Boolean).sort()).toEqual([...playbooks].sort());
});

describe.each(playbooks)('The playbook %s', (playbook) => {
  const { segment, programme: names = {}, names: words = [] } = wanted[playbook] ?? {};
  let programme: StoredProgramme;
  let applied: Awaited<ReturnType<typeof applyCampaign>>;
  let file: JsonObject & { readonly name?: string };
  beforeAll(async () => {
    programme = await programmeWith(playbook, names, segmentFile(segment));
    applied = await applyCampaign(deps, programme, await loadCampaign(folderOf(playbook)), by);
    file = await storedFile(programme, playbook);
  });

  it('is taken by the reference programme with what its comment names', async () => {
    expect(applied).toMatchObject({ campaign: playbook, change: 'created', problems: [], advice: [] });
    const comment = (await fileText(playbook)).split('\ncampaign:')[0] ?? '';
    for (const word of [...words, segmentFile(segment), `perennial campaign apply playbooks/${playbook} --dry-run`])
      if (word !== undefined) expect(comment).toContain(word);
  });

  it.runIf(Object.keys(names).length > 0)('is refused, or its segment is, by one that lacks it', async () => {
    const without = async () => {
      const bare = await programmeWith(`bare-${playbook}`, {}, segmentFile(segment));
      await applyCampaign(deps, bare, await loadCampaign(folderOf(playbook)), by);
    };
    const { tags = [], attributes = {}, events = [], holidays = {} } = names;
    const lacking = [...tags, ...Object.keys(attributes), ...events, ...Object.keys(holidays)];
    await expect(without()).rejects.toThrow(new RegExp(lacking.join('|')));
  });

  it('is told as its play', async () => {
    const [told, play] = [sentences(tellJourney({ settings: file })), await toldPlay(file.name ?? '')];
    const [ofPlay, ofPlaybook] = toldOtherwise[playbook] ?? [[], []];
    expect(play.filter((sentence) => !told.includes(sentence))).toEqual(ofPlay);
    expect(told.filter((sentence) => !play.includes(sentence))).toEqual(ofPlaybook);
    expect(told).toHaveLength(play.length - ofPlay.length + ofPlaybook.length);
    expect(tellJourney({ settings: file }, 'zh-CN')).not.toBe('');
  });

  it.each(languages)('says each of its messages in %s', async (locale) => {
    for (const template of Object.keys(journeyForms(file as unknown as JourneyFile))) {
      const { email, notes } = await previewMessage(deps, programme, { campaign: playbook, template, locale });
      expect(notes.filter((note) => note.startsWith("It can't be launched"))).toEqual([]);
      const said = `${email.subject}\n${email.text}`;
      expect(said).not.toMatch(/[{}!！]|undefined|null|NaN| {2}|\.\.|。。| [,.:]/);
      if (locale === 'zh-CN') expect(said.replace(days, '').replace(links, '')).not.toMatch(unset);
    }
  });

  it('goes live', async () => {
    expect(await launchCampaign(deps, programme, playbook, by)).toMatchObject({ status: 'live', lifecycle: 'journey' });
  });
});

const days = /\d+年\d+月\d+日|\d+月\d+日/g;
const links = /https?:\/\/\S+|\S+@\S+/g;
/** A letter or figure that touches a Chinese one, and a half-width mark after one. */
const unset = /[\p{Script=Han}][A-Za-z0-9£]|[A-Za-z0-9%][\p{Script=Han}]|[\p{Script=Han}][,.:;?()]/u;

describe('All of them together', () => {
  it('go live in a programme that declares what the plays do, with all the shipped segments', async () => {
    const programme = await programmeWith('all', playedNames, join('playbooks', 'segments'));
    for (const playbook of playbooks) await launchCampaign(deps, programme, await loadCampaign(folderOf(playbook)), by);
    expect(await deps.database.campaign.count({ where: { programmeId: programme.id, status: 'live' } })).toBe(
      playbooks.length,
    );
  });
});
