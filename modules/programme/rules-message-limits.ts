/** By mail, into the member's own inbox, where the member's page shows it, or by a provider of the shop's. */
export type Channel = (typeof channels)[number];
/** What a connected provider sends: short texts, to a number, an OpenID or a token. */
export const textChannels = ['sms', 'wechat', 'push'] as const;
export type TextChannel = (typeof textChannels)[number];
export const channels = ['email', 'inbox', ...textChannels] as const;

export const isTextChannel = (channel: string): channel is TextChannel => textChannels.some((each) => each === channel);

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
