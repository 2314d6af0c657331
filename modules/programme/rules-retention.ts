/** Days for which details are kept, or for ever. */
export type KeptFor = number | 'forever';

/** How long a programme keeps details that points, disputes and suppression do not need; the defaults where it does not say. */
export type RetentionRules = {
  /** What events brought beside ids, amounts and codes: lists of goods, long texts. */
  readonly events: KeptFor;
  /** Subjects of messages and what was put into their texts. */
  readonly messages: KeptFor;
  /** Steps that gave nothing and what was heard, of stories that are over. */
  readonly stories: KeptFor;
  /** What mail providers reported; who may not be written to stays so. */
  readonly mailReports: KeptFor;
};

export const retentionDefaults: RetentionRules = { events: 730, messages: 400, stories: 'forever', mailReports: 400 };
/** Shorter than these, somebody would look for what is gone: an order can be returned, a message asked about. */
export const retentionDaysMin = 90;
export const retentionDaysMax = 3_650;

/** What a programme keeps how long. */
export const retentionOf = ({ retention = {} }: { readonly retention?: Partial<RetentionRules> }): RetentionRules => ({
  ...retentionDefaults,
  ...retention,
});

const dayMs = 86_400_000;

/** The instant before which details are kept no longer; undefined where they are kept for ever. */
export const keptSince = (kept: KeptFor, now: Date): Date | undefined =>
  kept === 'forever' ? undefined : new Date(now.getTime() - kept * dayMs);
