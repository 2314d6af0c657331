import { Document, isScalar, visit } from 'yaml';

/** A value as a YAML file writes it: lists of plain values in a line, everything else by its indent. */
export function yamlOf(value: { readonly [name: string]: unknown }): string {
  const file = new Document(value);
  visit(file, {
    Seq: (_, list) => {
      list.flow = list.items.every((item) => isScalar(item));
    },
  });
  return file.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd();
}
