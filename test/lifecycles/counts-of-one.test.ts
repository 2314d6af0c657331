import { describe, expect, it } from 'vitest';
import { composedOf } from '../../modules/campaigns/check.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { compileTemplate } from '../../modules/messaging/content/template.ts';
import type { MessageTemplate } from '../../modules/messaging/content/rules-template.ts';
import { lifecycleCodes } from '../../workflows/lifecycles/codes.ts';
import { sampleDay } from '../../workflows/lifecycles/sample-values.ts';
import { sampleMessage } from '../../workflows/lifecycles/samples.ts';

const now = new Date('2026-01-15T12:00:00Z');
const format = { locale: 'en', zone: 'Europe/London', currency: 'GBP', asset: 'points' };
const instantsFrom = 1e12;
const wrong =
  /(?<![\d.,])1 (?:days|hours|points|orders|friends)\b|(?<![\d.,])1 point (?:[a-z ]*)?(?:expire|are|were|have|lapse)\b/;

describe('The shipped mails, where everything they count is one', () => {
  it.each(lifecycleCodes)('write %s as one says it', async (code) => {
    const { definition } = composedOf(await loadCampaign(`playbooks/${code}`), { currency: 'GBP' });
    const texts = Object.entries(definition.messages).flatMap(([template, byLocale]) => {
      const sample = sampleMessage(code, template, definition.settings, sampleDay(now, format.zone));
      const variables = Object.entries(sample?.variables ?? {}).map(([name, value]) => [
        name,
        typeof value === 'number' && value > 0 && value < instantsFrom ? 1 : value,
      ]);
      const at = sampleDay(now, format.zone).endAfter(7);
      const lots = [{ points: 1, expiresAt: at, officialAt: at, lapses: true }];
      const { subject, html, text } = compileTemplate(byLocale.en as MessageTemplate, format).render({
        ...(Object.fromEntries(variables) as object),
        member: { name: 'Ada', tier: 'base', points: 1 },
        programme: { name: 'Club', asset: 'points' },
        unsubscribeUrl: 'https://club.example/u/1',
        expiring: { total: 1, lots, firstAt: at, lastAt: at, lapsing: 1, lapsesAt: at },
      });
      return [subject, html.replace(/<[^>]*>/g, ' '), text].flatMap((part) => part.split('\n'));
    });
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.filter((line) => wrong.test(line))).toEqual([]);
  });
});
