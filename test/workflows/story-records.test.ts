import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../platform/package-root.ts';
import { type LifecycleCode, lifecycleCodes } from '../../workflows/lifecycles/codes.ts';
import { lifecycleForms } from '../../workflows/lifecycles/forms.ts';
import { lifecycles } from '../../workflows/lifecycles/index.ts';
import type { Step } from '../../workflows/steps.ts';
import {
  unchanged,
  withAddedAtFront,
  withRemoved,
  withReplaced,
  withReplacedIfPatched,
  withSwapped,
} from '../story-records/changed.ts';
import { differencesFrom, type Recorded, unrecorded } from '../story-records/differences.ts';
import { currentVersion, pathOf, readRecord, versionsOf } from '../story-records/files.ts';
import { recordStory } from '../story-records/record.ts';
import { scenariosOf } from '../story-records/scenarios/index.ts';
import { stepNamesIn } from '../story-records/step-names.ts';

const onRecord = lifecycleCodes.flatMap((code) => versionsOf(code).map((version) => [code, version] as const));

function recorded(code: LifecycleCode, version = currentVersion): Recorded {
  const record = readRecord(code, version);
  if (!record) throw new Error(`${pathOf(code, version)} is missing: record it with npm run histories -- --stories.`);
  return { lifecycle: code, version, record };
}

const toldTo = (code: LifecycleCode, story = lifecycles[code].story) =>
  differencesFrom(recorded(code), story, scenariosOf[code]);

describe('What a recorded version asked for', () => {
  it.each(onRecord)('is what the story of today asks for: %s, version %s', async (code, version) => {
    const differences = await differencesFrom(recorded(code, version), lifecycles[code].story, scenariosOf[code]);
    expect(differences, differences.join('\n\n')).toEqual([]);
  });

  it.each(lifecycleCodes)('is on record for this version, whole: %s', async (code) => {
    const missing = await unrecorded(recorded(code), lifecycles[code].story, scenariosOf[code]);
    expect(missing, missing.join('\n')).toEqual([]);
  });

  it.each(lifecycleCodes)('touches every step in the source of %s, and comes to an end', (code) => {
    const ways = Object.values(recorded(code).record.scenarios).flat();
    const asked = [...new Set(ways.flat().map((line) => line.replace(/#.*/, '')))];
    const folder = join(packageRoot(), 'workflows', 'lifecycles', code);
    const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    const names = sources.flatMap((file) => stepNamesIn(readFileSync(join(folder, file), 'utf8')));
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => !asked.some((each) => name.test(each)))).toEqual([]);
    expect(ways.filter((way) => !way.at(-1)?.startsWith('end: '))).toEqual([]);
  });

  it.each(lifecycleCodes)('touches every message of the form of %s', (code) => {
    const templates = Object.values(recorded(code).record.facts).map(({ template }) => template);
    expect(Object.keys(lifecycleForms[code].messages).filter((name) => !templates.includes(name))).toEqual([]);
  });
});

describe('A changed story', () => {
  const winBack = lifecycles['win-back'].story;
  const onboarding = lifecycles['onboarding-gift'].story;
  const points: Step = { kind: 'grant', name: 'points-instead', points: 100, reason: 'Instead of a coupon' };
  const hello: Step = {
    ...{ kind: 'message', name: 'hello', template: 'hello', channel: 'email', class: 'service' },
  };
  const check: Step = { kind: 'ask', name: 'check', question: { kind: 'profileComplete' } };

  it('is none when it is only copied', async () => {
    expect(await toldTo('win-back', unchanged(winBack))).toEqual([]);
    expect(await toldTo('onboarding-gift', unchanged(onboarding))).toEqual([]);
  });

  it.each<[string, LifecycleCode, typeof winBack, string]>([
    [
      'replaces a step',
      'win-back',
      withReplaced(winBack, 'coupon', points),
      'In the scenario "nobody comes back, through the whole ladder" of win-back, ' +
        'the step "coupon" at place 10 was replaced by the step "points-instead".',
    ],
    [
      'replaces a step',
      'onboarding-gift',
      withReplaced(onboarding, 'welcome', hello),
      'In the scenario "orders at once" of onboarding-gift, the step "welcome" at place 3 was replaced by the step "hello".',
    ],
    [
      'swaps two',
      'win-back',
      withSwapped(winBack, 'coupon', 'coupon-message'),
      'the step "coupon" at place 10 and the step "coupon-message" at place 11 were swapped.',
    ],
    [
      'swaps two',
      'onboarding-gift',
      withSwapped(onboarding, 'gift', 'welcome'),
      'the step "gift" at place 2 and the step "welcome" at place 3 were swapped.',
    ],
    [
      'adds one at the front',
      'win-back',
      withAddedAtFront(winBack, check),
      'the step "check" was added at the front, before the step "figures".',
    ],
    [
      'adds one at the front',
      'onboarding-gift',
      withAddedAtFront(onboarding, check),
      'the step "check" was added at the front, before the step "profile-check".',
    ],
    [
      'removes one',
      'win-back',
      withRemoved(winBack, 'coupon-message'),
      'the step "coupon-message" at place 11 was removed: the line "chapter" comes there now.',
    ],
    [
      'removes one',
      'onboarding-gift',
      withRemoved(onboarding, 'welcome'),
      'the step "welcome" at place 3 was removed: the wait "wait:member.updated|order.placed" comes there now.',
    ],
    [
      'asks for something else under the same name',
      'win-back',
      withReplaced(winBack, 'points', { ...points, name: 'points', points: 50, expiresInDays: 14 }),
      'the step "points" at place 15 asks for something else: points was 100 and is 50.',
    ],
  ])('that %s is found, with what to do: %s', async (_, code, story, change) => {
    const differences = await toldTo(code, story);
    expect(differences.find((difference) => difference.includes(change)) ?? differences[0]).toBe(
      `${change.startsWith('In ') ? '' : (differences.find((each) => each.includes(change))?.split(', the step')[0] ?? '') + ', '}${change}
Members who began with version ${currentVersion} would be blocked, or be given something else. What to do, one of:
- put the change behind context.patched('...'): those under way keep the way they began, newcomers go the new one;
- give the changed story a lifecycle code of its own, and leave this one as it is;
- only before version ${currentVersion} is released: npm run histories -- --stories.
How: docs/guides/changing-a-story.md`,
    );
  });

  it('is harmless behind patched(), whose new way is recorded beside the one members keep', async () => {
    const story = withReplacedIfPatched(winBack, 'points-for-coupon', 'coupon-message', points);
    const scenarios = scenariosOf['win-back'];
    expect(await toldTo('win-back', story)).toEqual([]);
    expect(await unrecorded(recorded('win-back'), story, scenarios)).toContain(
      'What win-back asks for in the scenario "comes back after the coupon" is not on record. ' +
        'Once members under way keep theirs, record it: npm run histories -- --stories.',
    );

    const record = await recordStory(story, scenarios, recorded('win-back').record);
    const ways = record.scenarios['comes back after the coupon'] ?? [];
    const [former, present] = [ways[0], ways.at(-1)];
    expect(former).toEqual(recorded('win-back').record.scenarios['comes back after the coupon']?.[0]);
    expect(present).toContain('patch:points-for-coupon#1');
    const both = { ...recorded('win-back'), record };
    expect(await differencesFrom(both, story, scenarios)).toEqual([]);
    expect(await unrecorded(both, story, scenarios)).toEqual([]);
    // Taking the new way back is a change for those who are on it.
    expect(await differencesFrom(both, winBack, scenarios)).not.toEqual([]);
  });
});
