/** By mail, or into the member's own inbox, where the member's page shows it. */
export type Channel = (typeof channels)[number];
export const channels = ['email', 'inbox'] as const;

/** transactional goes at any hour; service waits for quiet hours; marketing also needs consent. */
export type MessageClass = (typeof messageClasses)[number];
export const messageClasses = ['transactional', 'service', 'marketing'] as const;

/** At most `max` messages of a class by a channel to one member in any `perDays` days, whatever campaigns they are of. */
export type MessageCap = {
  /** Transactional messages are never capped: the member has just asked for them. */
  readonly class: Exclude<MessageClass, 'transactional'>;
  readonly channel: Channel;
  readonly max: number;
  readonly perDays: number;
};

/** A message that a cap has put off is dropped this long after it was asked for, when it has no deadline of its own. */
export const deferralDaysDefault = 14;
