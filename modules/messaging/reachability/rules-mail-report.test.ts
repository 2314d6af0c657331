import { describe, expect, it } from 'vitest';
import { afterReport, softBounceDays } from './rules-mail-report.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const dayMs = 86_400_000;
const bounce = { type: 'bounce', hard: true, at: now, detail: '550 no such user' } as const;
const soft = { ...bounce, hard: false, detail: 'mailbox full' };

describe('A report of the mail provider', () => {
  it.each([
    [
      'a hard bounce ends mails to the address',
      bounce,
      [],
      { suppress: 'bounced: 550 no such user', withdraws: false },
    ],
    [
      'a complaint ends them too, and withdraws consent',
      { ...bounce, type: 'complaint', detail: '' },
      [],
      { suppress: 'complained', withdraws: true },
    ],
    ['a soft bounce changes nothing', soft, [], { withdraws: false }],
    ['nor does a second one', soft, [now - dayMs], { withdraws: false }],
    [
      'a third within a month is as good as a hard one',
      soft,
      [now - dayMs, now - 20 * dayMs],
      { suppress: 'bounced 3 times in 30 days: mailbox full', withdraws: false },
    ],
    ['those of long ago do not count', soft, [now - softBounceDays * dayMs, now - dayMs], { withdraws: false }],
  ] as const)('%s', (_, report, before, after) => expect(afterReport(report, [...before])).toEqual(after));
});
