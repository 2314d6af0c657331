/** One message in one locale: Liquid sources. */
export type MessageTemplate = {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
};
