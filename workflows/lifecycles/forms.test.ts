import { withCouponWords } from './coupon-words.ts';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../values/json.ts';
import type { AnyStep, Ending, StoryContext, MemberEvent, Outcome } from '../engine/story.ts';
import type { Step } from '../steps.ts';
import { lifecycleCodes } from './codes.ts';
import type { MessageForm } from './form.ts';
import { lifecycleForms } from './forms.ts';
import { lifecycles } from './index.ts';
import { resolveMoney } from './settings-money.ts';

const startAt = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;
/** Chapters of a story that are run; a ladder has fewer rungs. */
const chaptersMax = 20;

const expiryAt = startAt + 40 * dayMs;

const inputs: Record<(typeof lifecycleCodes)[number], JsonObject> = {
  'onboarding-gift': {},
  'check-in-streak': { streak: 7, losesAt: startAt + 2 * dayMs, remindAt: startAt + 1.8 * dayMs, points: 30 },
  'referral-reward': {},
  'win-back': { cutoffAt: startAt - 30 * dayMs },
  'points-expiry': { windowFromAt: expiryAt, windowUntilAt: startAt + 42 * dayMs },
};

/** A friend of whom nothing speaks, who orders a day after joining and returns the order after the reward. */
function referralData(step: Step): JsonObject {
  if (step.kind === 'ask') {
    const returned = step.question.kind === 'keptOrder' && step.question.orderId !== undefined;
    return returned ? {} : { orderId: '1', placedAt: startAt + dayMs };
  }
  const facts = { email: null, addressAfterMs: null, circleLength: null, friendsInHour: 1 };
  return { referrerId: '2', joinedAt: startAt, facts, counted: true };
}

interface Telling {
  readonly settings: object;
  /** Types of the events that happen to the member at once, as soon as the story waits for them. */
  readonly happens: readonly string[];
  /** Nothing is given and nothing sent. */
  readonly heldOut?: boolean;
}

/** Runs in which a story sends what it does not send by default. */
const otherTellings: Partial<Record<(typeof lifecycleCodes)[number], Telling>> = {
  'onboarding-gift': {
    settings: {
      ...{ activation: 'firstOrder', giftPoints: 100, giftExpiresInDays: 40, remindGiftDaysBefore: 5 },
      giftCoupon: { name: '5 off', amountOff: 5, validDays: 50 },
    },
    happens: ['order.placed'],
  },
  'win-back': {
    settings: {
      ladder: [
        { afterDays: 0, offer: 'reminder' },
        { afterDays: 7, offer: 'coupon', coupon: { name: '5 off', amountOff: 5, validDays: 14 } },
        { afterDays: 21, offer: 'points', points: 50, expiresInDays: 14 },
      ],
    },
    happens: [],
  },
};

/** What every step comes to. */
const answers = { complete: false, total: 100, lots: [], points: 1, couponId: '1', code: 'C', status: 'issued' };

/** The steps of a story run for a member to whom nothing happens but what is named first. */
async function stepsOf(
  code: (typeof lifecycleCodes)[number],
  { settings: given, happens, heldOut = false }: Telling,
): Promise<Step[]> {
  const steps: Step[] = [];
  const coming = [...happens];
  let now = startAt;
  const context: StoryContext = {
    memberId: '1',
    now: () => now,
    patched: () => true,
    matches: ({ type }, event) => type === event.type,
    step: async (asked): Promise<Outcome<never>> => {
      // Stories ask for what steps.ts has.
      const step = asked as AnyStep as Step;
      steps.push(step);
      if (heldOut && step.kind !== 'ask') return { kind: 'skipped', reason: 'held out' };
      const lots = now < expiryAt ? [{ points: 100, expiresAt: expiryAt }] : [];
      const data = { ...answers, lots, at: [], expiresAt: now + 40 * dayMs };
      return { kind: 'applied', data: { ...data, ...referralData(step) } } as Outcome<never>;
    },
    sleepUntil: async (instant) => void (now = Math.max(now, instant)),
    waitFor: async (patterns, deadline): Promise<MemberEvent | undefined> => {
      const type = patterns.some((pattern) => pattern.type === coming[0]) ? coming.shift() : undefined;
      if (type !== undefined) return { id: type, type, at: now, data: {} };
      now = Math.max(now, deadline ?? now);
      return undefined;
    },
  };
  const settings = resolveMoney(lifecycleForms[code].settings.parse(given), 'GBP', () => expect.unreachable());
  let ending: Ending = { kind: 'chapter', input: inputs[code] };
  for (let chapter = 0; ending.kind === 'chapter' && chapter < chaptersMax; chapter++) {
    ending = await lifecycles[code].story(context, settings, ending.input);
  }
  expect(ending.kind).toBe('end');
  return steps;
}

async function messagesOf(code: (typeof lifecycleCodes)[number], telling: Telling) {
  return (await stepsOf(code, telling)).filter((step) => step.kind === 'message');
}

describe.each(lifecycleCodes)('the form of %s', (code) => {
  it('runs with its defaults, so that a file without settings is a campaign', () => {
    expect(() => lifecycleForms[code].settings.parse({})).not.toThrow();
  });

  it('gives nothing that its author did not write down', async () => {
    const steps = await stepsOf(code, { settings: {}, happens: ['order.placed'] });
    expect(steps.filter(({ kind }) => kind === 'grant' || kind === 'coupon')).toEqual([]);
  });

  it('goes its way for a member who is held out, too', async () => {
    const others = [otherTellings[code] ?? []].flat();
    for (const telling of [{ settings: {}, happens: [] }, ...others]) {
      await expect(messagesOf(code, { ...telling, heldOut: true })).resolves.toBeDefined();
    }
  });

  it('names every message the story sends, with the variables it brings', async () => {
    const forms: Readonly<Record<string, MessageForm>> = lifecycleForms[code].messages;
    const tellings = [{ settings: {}, happens: [] }, ...[otherTellings[code] ?? []].flat()];
    const messages = (await Promise.all(tellings.map((telling) => messagesOf(code, telling)))).flat();
    expect(new Set(messages.map((step) => step.template))).toEqual(new Set(Object.keys(forms)));
    for (const { template, variables, live } of messages) {
      const form = forms[template];
      const told = { ...variables, ...(template === 'welcome' ? { invitation: null } : {}) };
      expect(Object.keys(withCouponWords(told, { settings: {} })).sort()).toEqual(
        Object.keys(form?.variables ?? {}).sort(),
      );
      expect(live?.kind === 'expiringPoints').toBe(form?.expiring ?? false);
    }
  });
});
