/** One message in one locale: Liquid sources. */
export interface MessageTemplate {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}
