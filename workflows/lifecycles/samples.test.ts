import { describe, expect, it } from 'vitest';
import { lifecycleCodes } from './codes.ts';
import type { MessageForm } from './form.ts';
import { lifecycleForms } from './forms.ts';
import { resolveMoney } from './settings-money.ts';
import { sampleDay } from './sample-values.ts';
import { sampleMessage } from './samples.ts';

const now = sampleDay(new Date('2026-01-01T12:00:00Z'), 'Europe/London');

describe.each(lifecycleCodes)('the samples of %s', (code) => {
  const forms: Readonly<Record<string, MessageForm>> = lifecycleForms[code].messages;
  const settings = resolveMoney(lifecycleForms[code].settings.parse({}), 'GBP', () => expect.unreachable());

  it.each(Object.keys(forms))('%s brings the variables its step brings, and no other', (template) => {
    const sample = sampleMessage(code, template, settings, now);
    expect(Object.keys(sample?.variables ?? {}).sort()).toEqual(Object.keys(forms[template]?.variables ?? {}).sort());
    expect(sample?.expiringWithinDays !== undefined).toBe(forms[template]?.expiring ?? false);
  });

  it('are none for a message that no step sends', () => {
    expect(sampleMessage(code, 'toString', settings, now)).toBeUndefined();
  });
});
