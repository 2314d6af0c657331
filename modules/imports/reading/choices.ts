import type { Delimiter } from './csv-rows.ts';
import type { ColumnField } from './fields.ts';
import type { FormatName, LineRule } from './formats.ts';
import type { DecimalSign } from './rules-amounts.ts';
import type { DateOrder } from './rules-dates.ts';
import type { StatusMeaning } from './rules-status.ts';

/** How a file is to be read, as far as somebody said it; the rest is found out from the file. */
export interface Choices {
  readonly format?: FormatName;
  readonly encoding?: string;
  readonly delimiter?: Delimiter;
  /** What stands first in dates such as 05/01/2026. */
  readonly dates?: DateOrder;
  /** What stands before the cents. */
  readonly decimal?: DecimalSign;
  /** The zone of times that name none; the programme's otherwise. */
  readonly zone?: string;
  /** What several rows of one order are. */
  readonly lines?: LineRule;
  /** The file's name of a column, or - for none. */
  readonly columns?: Readonly<Partial<Record<ColumnField, string>>>;
  readonly status?: Readonly<Partial<Record<string, StatusMeaning>>>;
}
