type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const isPlain = (text: string) => /^[\p{L}_][\p{L}\p{N} _./%-]*$/u.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text) && !/\s$/.test(text);

function scalar(value: Json): string | undefined {
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = value.map(scalar);
    return items.every((item) => item !== undefined) ? `[${items.join(', ')}]` : undefined;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.keys(value).length === 0 ? '{}' : undefined;
}

/** A value as a YAML file writes it: short lists in a line, everything else by its indent. */
export function yamlOf(value: { readonly [name: string]: unknown }, indent = ''): string {
  return Object.entries(value as { readonly [name: string]: Json })
    .map(([name, item]) => {
      const short = scalar(item);
      const head = `${indent}${isPlain(name) ? name : JSON.stringify(name)}:`;
      if (short !== undefined) return `${head} ${short}`;
      if (Array.isArray(item)) return [head, ...item.map((each: Json) => listItem(each, `${indent}  `))].join('\n');
      return `${head}\n${yamlOf(item as { readonly [name: string]: Json }, `${indent}  `)}`;
    })
    .join('\n');
}

function listItem(item: Json, indent: string): string {
  const short = scalar(item);
  if (short !== undefined) return `${indent}- ${short}`;
  return `${indent}- ${yamlOf(item as { readonly [name: string]: Json }, `${indent}  `).trimStart()}`;
}
