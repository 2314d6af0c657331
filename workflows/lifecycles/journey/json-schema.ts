import * as z from 'zod';
import { type Choice, choiceOf } from '../../../conditions/choice.ts';

type Json = Record<string, unknown>;

/** A schema as JSON Schema for editors: each choice of blocks is one definition, its options known by their verbs. */
export function editorSchema(schema: z.ZodType, title: string): Json {
  const definitions: Json = {};
  const names = new Map<Choice, string>();

  const of = (one: z.ZodType): Json => {
    const made = z.toJSONSchema(one, {
      io: 'input',
      reused: 'inline',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        const choice = choiceOf(zodSchema);
        if (choice === undefined) return;
        for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
        jsonSchema.$ref = `#/$defs/${define(choice)}`;
      },
    }) as Json;
    Reflect.deleteProperty(made, '$schema');
    return made;
  };

  const define = (choice: Choice): string => {
    const known = names.get(choice);
    if (known !== undefined) return known;
    const isTaken = [...names.values()].includes(choice.name);
    const name = isTaken ? `${choice.name}${names.size}` : choice.name;
    names.set(choice, name);
    // Before its options are looked at: they hold blocks of the same choice.
    definitions[name] = {};
    definitions[name] = {
      oneOf: choice.options().map(({ verb, about, schema: option }) => {
        const body = of(option);
        const required = [verb, ...((body.required as string[] | undefined) ?? [])];
        return { title: verb, description: about, ...body, required: [...new Set(required)] };
      }),
    };
    return name;
  };

  const body = of(schema);
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...body, $defs: definitions };
}
