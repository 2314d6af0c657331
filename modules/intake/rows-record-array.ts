/** A field of a composite value. */
export type RecordField = string | number | boolean | Date | null;

/** Nothing in it that composite or array literals give a meaning to: most ids, codes and numbers. */
const plain = /^[\w.:/@#+=-]+$/;
const special = /["\\]/g;

/** A composite value by the names of its type's fields. */
export type NamedRecord<Column extends string> = Readonly<Record<Column, RecordField>>;

/**
 * Rows as PostgreSQL's text for an array of a composite type whose fields are `columns`: `{"(1,ann)","(2,\"b, c\")"}`. The
 * server reads it in half the time that JSON with field names takes, and it is shorter to send. It is the only place where a
 * field is known by its position.
 */
export function recordArray<Column extends string>(
  columns: readonly Column[],
  rows: readonly NamedRecord<NoInfer<Column>>[],
): string {
  let text = '';
  for (const row of rows) {
    let fields = '';
    for (const column of columns) fields += `${fields === '' ? '(' : ','}${fieldText(row[column])}`;
    const record = `${fields})`;
    text += `${text === '' ? '' : ','}"${record.includes('"') ? record.replace(special, '\\$&') : record}"`;
  }
  return `{${text}}`;
}

function fieldText(field: RecordField): string {
  if (field === null) return '';
  if (typeof field === 'string') return plain.test(field) ? field : `"${field.replace(special, '\\$&')}"`;
  return field instanceof Date ? field.toISOString() : String(field);
}
