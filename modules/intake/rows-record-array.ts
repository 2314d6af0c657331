/** A field of a composite value. */
export type RecordField = string | number | boolean | Date | null;

/** Nothing in it that composite or array literals give a meaning to: most ids, codes and numbers. */
const plain = /^[\w.:/@#+=-]+$/;
const special = /["\\]/g;

/**
 * Rows as PostgreSQL's text for an array of a composite type: `{"(1,ann)","(2,\"b, c\")"}`. The server reads it in half the
 * time that JSON with field names takes, and it is shorter to send.
 */
export function recordArray(rows: readonly (readonly RecordField[])[]): string {
  let text = '';
  for (const row of rows) {
    const fields = row.map(fieldText);
    const record = `(${fields.join(',')})`;
    text += `${text === '' ? '' : ','}"${record.includes('"') ? record.replace(special, '\\$&') : record}"`;
  }
  return `{${text}}`;
}

function fieldText(field: RecordField): string {
  if (field === null) return '';
  if (typeof field === 'string') return plain.test(field) ? field : `"${field.replace(special, '\\$&')}"`;
  return field instanceof Date ? field.toISOString() : String(field);
}
