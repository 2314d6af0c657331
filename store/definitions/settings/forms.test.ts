import { describe, expect, it } from 'vitest';
import { lifecycleCodes } from '../../../domain/campaign.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Ending, Life, MemberEvent, Step } from '../../../workflows/lifecycle.ts';
import { lifecycles } from '../../../workflows/lifecycles/index.ts';
import type { MessageForm } from './form.ts';
import { lifecycleForms } from './index.ts';
import { resolveMoney } from './money.ts';

const startAt = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;
/** Chapters of a story that are told; a ladder has fewer rungs. */
const chaptersMax = 20;

const inputs: Record<(typeof lifecycleCodes)[number], JsonObject> = {
  'onboarding-gift': {},
  'check-in-streak': { streak: 7, losesAt: startAt + 2 * dayMs, remindAt: startAt + 1.8 * dayMs, points: 30 },
  'points-expiry': { windowFromAt: startAt + 40 * dayMs, windowUntilAt: startAt + 42 * dayMs },
};

/** The message steps of a story told with default settings to a member to whom nothing happens. */
async function messagesOf(code: (typeof lifecycleCodes)[number]): Promise<Extract<Step, { kind: 'message' }>[]> {
  const steps: Step[] = [];
  let now = startAt;
  const life: Life = {
    memberId: '1',
    now: () => now,
    step: async (step) => {
      steps.push(step);
      return { kind: 'applied', data: { complete: false, total: 100, lots: [], points: 1 } };
    },
    sleepUntil: async (instant) => void (now = Math.max(now, instant)),
    waitFor: async (_, deadline): Promise<MemberEvent | undefined> => {
      now = Math.max(now, deadline ?? now);
      return undefined;
    },
  };
  const settings = resolveMoney(lifecycleForms[code].settings.parse({}), 'GBP', () => expect.unreachable());
  let ending: Ending = { kind: 'chapter', input: inputs[code] };
  for (let chapter = 0; ending.kind === 'chapter' && chapter < chaptersMax; chapter++) {
    ending = await lifecycles[code].story(life, settings, ending.input);
  }
  expect(ending.kind).toBe('end');
  return steps.filter((step) => step.kind === 'message');
}

describe.each(lifecycleCodes)('the form of %s', (code) => {
  it('runs with its defaults, so that a file without settings is a campaign', () => {
    expect(() => lifecycleForms[code].settings.parse({})).not.toThrow();
  });

  it('names every message the story sends, with the variables it brings', async () => {
    const forms: Readonly<Record<string, MessageForm>> = lifecycleForms[code].messages;
    const messages = await messagesOf(code);
    expect(new Set(messages.map((step) => step.template))).toEqual(new Set(Object.keys(forms)));
    for (const { template, variables, live } of messages) {
      const form = forms[template];
      expect(Object.keys(variables ?? {}).sort()).toEqual(Object.keys(form?.variables ?? {}).sort());
      expect(live?.kind === 'expiringPoints').toBe(form?.expiring ?? false);
    }
  });
});
