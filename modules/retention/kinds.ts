import type { KeptFor, RetentionRules } from '../programme/rules-retention.ts';

/** What is gone through by itself. */
export const detailKinds = ['events', 'messages', 'stories', 'signals', 'mail-reports', 'dry-runs'] as const;
export type DetailKind = (typeof detailKinds)[number];

/** Days for which a dry run of a reversal can be confirmed and looked at. */
const dryRunDays = 30;

/** How long a programme keeps details of a kind. */
export function keptFor(kind: DetailKind, rules: RetentionRules): KeptFor {
  switch (kind) {
    case 'events':
      return rules.events;
    case 'messages':
      return rules.messages;
    case 'stories':
    case 'signals':
      return rules.stories;
    case 'mail-reports':
      return rules.mailReports;
    case 'dry-runs':
      return dryRunDays;
    default:
      return kind satisfies never;
  }
}
