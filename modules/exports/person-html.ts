import { cellOf } from './kinds.ts';
import type { Person } from './person.ts';
import type { ExportRow } from './row-source.ts';
import { personTexts } from './wording.ts';

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#222}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%;font-size:.9rem;display:block;overflow-x:auto}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}li{margin:.3rem 0}small{color:#555}`;

/** A page of everything that is held about a person, for reading and printing; it loads nothing from anywhere. */
export function personPage(person: Person): string {
  const { locale, member, timeline, records } = person;
  const texts = personTexts[locale];
  const entries = timeline.map(({ at, text, lines }) => {
    const more = lines.length === 0 ? '' : `<br><small>${lines.map(escaped).join('<br>')}</small>`;
    return `<li><time>${escaped(at.toISOString().slice(0, 16).replace('T', ' '))}</time> ${escaped(text)}${more}</li>`;
  });
  const told = [
    section(texts.profile, pairs(member)),
    section(texts.timeline, entries.length === 0 ? paragraph(texts.nothing) : `<ul>${entries.join('')}</ul>`),
    ...(['transactions', 'orders', 'coupons', 'messages', 'events'] as const).map((kind) =>
      section(kind === 'transactions' ? texts.points : texts[kind], table(person[kind], texts.nothing)),
    ),
    section(
      texts.records,
      Object.entries(records)
        .filter(([, rows]) => rows.length > 0)
        .map(([name, rows]) => `<h3>${escaped(name)}</h3>${table(rows, texts.nothing)}`)
        .join(''),
    ),
  ];
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(texts.title)}</title><style>${style}</style></head>
<body><h1>${escaped(texts.title)}</h1>
${paragraph(`${texts.intro} ${person.asOf.toISOString().slice(0, 16).replace('T', ' ')} UTC.`)}
${told.join('\n')}
</body></html>
`;
}

const section = (title: string, body: string) => `<section><h2>${escaped(title)}</h2>${body}</section>`;
const paragraph = (text: string) => `<p>${escaped(text)}</p>`;

const pairs = (row: ExportRow): string =>
  `<table>${Object.entries(row)
    .map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${shown(value)}</td></tr>`)
    .join('')}</table>`;

function table(rows: readonly ExportRow[], nothing: string): string {
  if (rows.length === 0) return paragraph(nothing);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const body = rows.map((row) => `<tr>${columns.map((column) => `<td>${shown(row[column])}</td>`).join('')}</tr>`);
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function shown(value: unknown): string {
  const cell = cellOf(value);
  return escaped(cell instanceof Date ? cell.toISOString() : cell === null || cell === undefined ? '' : String(cell));
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);
